package io.windhover.coordinator.placement;

import io.windhover.model.MemberId;
import io.windhover.model.ShardId;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.ShardPlacement;
import io.windhover.model.cluster.ClusterRole;
import io.windhover.model.cluster.Member;
import io.windhover.model.role.Command.PlaceShards;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** All shards with who shall be in charge of them, as one plan goes on. Lives within one call of the planner. */
final class Board {
    private final Situation situation;
    private final List<Spot> spots = new ArrayList<>();
    private final List<ShardId> waiting = new ArrayList<>();
    private final List<Situation.Serving> asks = new ArrayList<>();
    private int changed;
    private boolean uneven;

    /** One shard. */
    static final class Spot {
        private final ShardId shard;
        private final List<String> groups;
        private final ShardPlacement before;
        private ShardPlacement after;

        Spot(ShardId shard, List<String> groups, ShardPlacement before) {
            this.shard = shard;
            this.groups = groups;
            this.before = before;
            this.after = before;
        }

        ShardId shard() {
            return shard;
        }

        /** Returns the resource group of each replica; empty if nobody shall read it. */
        List<String> groups() {
            return groups;
        }

        Optional<MemberId> owner() {
            return after.owner();
        }

        /** Returns the incarnation of the owner. */
        long incarnation() {
            return after.incarnation();
        }

        List<MemberId> readers() {
            return after.readers();
        }

        boolean isChanged() {
            return !after.equals(before);
        }
    }

    Board(Situation situation) {
        this.situation = situation;
        situation.catalog().collections().values().filter(Collection::isActive).forEach(this::add);
    }

    private void add(Collection collection) {
        List<String> groups = collection.load().replicaGroups();
        for (int number = 0; number < collection.settings().shardCount(); number++) {
            spots.add(new Spot(new ShardId(collection.id(), number), groups, collection.placement(number)));
        }
    }

    List<Spot> spots() {
        return spots;
    }

    Situation situation() {
        return situation;
    }

    /** Returns the names of those that are there and have a role. */
    Set<MemberId> present(ClusterRole role) {
        return names(situation.members().with(role));
    }

    /** Returns those of them that want to leave. */
    Set<MemberId> draining(ClusterRole role) {
        return names(
                situation.members().with(role).stream().filter(Member::draining).toList());
    }

    /** Returns those that something can be placed on: if all that are there want to leave, those. */
    Set<MemberId> placeable(ClusterRole role) {
        Set<MemberId> willing = names(situation.members().placeable(role));
        return willing.isEmpty() ? present(role) : willing;
    }

    private static Set<MemberId> names(List<Member> members) {
        return members.stream().map(Member::id).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Sets the owner; nothing if the plan is full. Returns whether it was done. */
    boolean own(Spot spot, Optional<MemberId> owner) {
        return change(spot, spot.after.ownedBy(owner));
    }

    /** Sets the readers; nothing if the plan is full. Returns whether it was done. */
    boolean read(Spot spot, List<MemberId> readers) {
        return change(spot, spot.after.readBy(readers));
    }

    private boolean change(Spot spot, ShardPlacement after) {
        if (!spot.isChanged() && changed >= situation.changesMax()) {
            return false;
        }
        changed += spot.isChanged() ? 0 : 1;
        spot.after = after;
        return true;
    }

    void waits(Spot spot) {
        waiting.add(spot.shard);
    }

    void ask(Spot spot, List<MemberId> readers) {
        readers.forEach(reader -> asks.add(new Situation.Serving(reader, spot.shard)));
    }

    boolean isReady(Spot spot, MemberId reader) {
        return situation.ready().contains(new Situation.Serving(reader, spot.shard));
    }

    void uneven() {
        uneven = true;
    }

    PlacementPlan plan() {
        List<PlaceShards.Placing> changes = spots.stream()
                .filter(Spot::isChanged)
                .map(spot -> new PlaceShards.Placing(spot.shard, spot.before, spot.after))
                .toList();
        return new PlacementPlan(changes, waiting, asks, uneven);
    }
}
