package io.windhover.coordinator.catalog;

import io.windhover.coordinator.catalog.CatalogChange.PlacementPut;
import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.MemberId;
import io.windhover.model.PersistentMap;
import io.windhover.model.ShardId;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.ResourceGroup;
import io.windhover.model.catalog.ShardPlacement;
import io.windhover.model.cluster.ClusterRole;
import io.windhover.model.cluster.Groups;
import io.windhover.model.cluster.Member;
import io.windhover.model.cluster.Members;
import io.windhover.model.role.Command.PlaceShards;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Changes of who is in charge of shards. A collection gets owners when it is created and readers when it is loaded, each
 * in the same decision; every choice falls on who has the fewest shards, the first by name among equals. In a database of
 * one process nothing is placed.
 */
final class PlacementDecisions {
    private PlacementDecisions() {}

    static Decision place(Draft draft, PlaceShards command) {
        for (PlaceShards.Placing placing : command.changes()) {
            int number = placing.shard().number();
            Optional<Collection> collection =
                    draft.catalog().collections().find(placing.shard().collection());
            boolean applies = collection
                    .filter(Collection::isActive)
                    .filter(c -> number < c.settings().shardCount())
                    .filter(c -> c.placement(number).equals(placing.before()))
                    .isPresent();
            ShardPlacement after = after(draft, placing);
            if (applies && !after.equals(placing.before())) {
                draft.change(new PlacementPut(placing.shard(), after));
            }
        }
        return draft.done(0);
    }

    /** An owner that stays goes on with its tenure, whatever else changes. */
    private static ShardPlacement after(Draft draft, PlaceShards.Placing placing) {
        boolean isSameOwner = placing.after().owner().equals(placing.before().owner());
        return isSameOwner ? placing.before().readBy(placing.after().readers()) : begun(draft, placing.after());
    }

    /** Gives owners to the shards of a new collection; while nobody is there to own, it has none. */
    static void owners(Draft draft, CollectionId id) {
        if (draft.members().equals(Members.NONE)) {
            return;
        }
        List<MemberId> present = placeable(draft, ClusterRole.DATA);
        int shards =
                draft.catalog().collections().find(id).orElseThrow().settings().shardCount();
        for (int number = 0; number < shards; number++) {
            PersistentMap<MemberId, Integer> owned = draft.totals().owned();
            Optional<MemberId> owner = present.stream().min(byLoad(owned));
            draft.change(new PlacementPut(new ShardId(id, number), begun(draft, ShardPlacement.NOBODY.ownedBy(owner))));
        }
    }

    /** Notes under which incarnation the owner is one, and since when. */
    private static ShardPlacement begun(Draft draft, ShardPlacement placement) {
        long incarnation = placement
                .owner()
                .flatMap(draft.members()::find)
                .map(Member::incarnation)
                .orElse(0L);
        return placement.since(draft.nextVersion(), incarnation);
    }

    /**
     * Refuses replicas for which there are too few readers.
     *
     * @param replicas the resource group of each
     * @throws DatabaseException SERVICE_UNAVAILABLE if no query node is there; RESOURCE_GROUP_NODE_NOT_ENOUGH if fewer are
     *     in a group than replicas; PARAMETER_INVALID for more than one in a database of one process
     */
    static void requireReaders(Draft draft, List<String> replicas) {
        if (draft.members().equals(Members.NONE)) {
            if (!replicas.contains(ResourceGroup.DEFAULT_NAME)) {
                throw tooFew(replicas.getFirst(), 0, replicas.size());
            }
            if (replicas.size() > 1) {
                throw DatabaseException.invalid(
                        "the number of replicas (%d) exceeds the number of query nodes (1)", replicas.size());
            }
            return;
        }
        if (draft.members().placeable(ClusterRole.QUERY).isEmpty()) {
            // One always comes back; that the cluster is too small is another thing.
            throw new DatabaseException(
                    ErrorCode.SERVICE_UNAVAILABLE, "no query node is there to load the collection, try again later");
        }
        Groups groups = new Groups(draft.catalog(), draft.members());
        for (String group : new TreeSet<>(replicas)) {
            int present = groups.placeable(group).size();
            int wanted = Collections.frequency(replicas, group);
            if (present < wanted) {
                throw tooFew(group, present, wanted);
            }
        }
    }

    /**
     * Gives readers to the shards of a collection; there must be enough.
     *
     * @param replicas the resource group of each
     */
    static void readers(Draft draft, Collection collection, List<String> replicas) {
        if (draft.members().equals(Members.NONE)) {
            return;
        }
        Groups groups = new Groups(draft.catalog(), draft.members());
        for (int number = 0; number < collection.settings().shardCount(); number++) {
            PersistentMap<MemberId, Integer> read = draft.totals().read();
            List<MemberId> readers = new TreeSet<>(replicas)
                    .stream()
                            .flatMap(group -> groups.placeable(group).stream()
                                    .map(Member::id)
                                    .sorted(byLoad(read))
                                    .limit(Collections.frequency(replicas, group)))
                            .toList();
            draft.change(new PlacementPut(
                    new ShardId(collection.id(), number),
                    collection.placement(number).readBy(readers)));
        }
    }

    private static DatabaseException tooFew(String group, int present, int replicas) {
        DatabaseException base = DatabaseException.of(
                ErrorCode.RESOURCE_GROUP_NODE_NOT_ENOUGH,
                "rg",
                group,
                "currentNodeNum",
                present,
                "expectedNodeNum",
                replicas);
        return new DatabaseException(base.code(), "failed to spawn replica for collection: " + base.getMessage());
    }

    /** Takes the readers from the shards of a collection that is no longer loaded. */
    static void noReaders(Draft draft, Collection collection) {
        for (Map.Entry<Integer, ShardPlacement> entry : collection.placements()) {
            if (!entry.getValue().readers().isEmpty()) {
                draft.change(new PlacementPut(
                        new ShardId(collection.id(), entry.getKey()),
                        entry.getValue().readBy(List.of())));
            }
        }
    }

    private static List<MemberId> placeable(Draft draft, ClusterRole role) {
        return draft.members().placeable(role).stream().map(Member::id).toList();
    }

    private static Comparator<MemberId> byLoad(PersistentMap<MemberId, Integer> loads) {
        return Comparator.comparing((MemberId member) -> loads.find(member).orElse(0))
                .thenComparing(Comparator.naturalOrder());
    }
}
