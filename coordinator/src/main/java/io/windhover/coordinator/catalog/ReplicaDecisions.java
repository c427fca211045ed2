package io.windhover.coordinator.catalog;

import io.windhover.coordinator.catalog.CatalogChange.LoadPut;
import io.windhover.coordinator.catalog.CatalogChange.PlacementPut;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.MemberId;
import io.windhover.model.ShardId;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.Database;
import io.windhover.model.catalog.LoadState;
import io.windhover.model.catalog.ResourceGroup;
import io.windhover.model.catalog.ShardPlacement;
import io.windhover.model.cluster.Groups;
import io.windhover.model.cluster.Member;
import io.windhover.model.role.Command;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How many replicas a collection has and in which resource groups. What is loaded already changes in the catalog only;
 * readers follow step by step, each taking over before the one before it goes.
 */
final class ReplicaDecisions {
    private static final String COLLECTION_REPLICAS = "collection.replica.number";
    private static final String COLLECTION_GROUPS = "collection.resource_groups";
    private static final String DATABASE_REPLICAS = "database.replica.number";
    private static final String DATABASE_GROUPS = "database.resource_groups";

    /** No cluster has more readers. */
    private static final int REPLICAS_MAX = 4_096;

    private ReplicaDecisions() {}

    /**
     * Returns the resource group of each replica that a load asks for: as it says; else as what is loaded has it; else as
     * the properties of the collection or its database say; else one in the default group.
     *
     * @throws DatabaseException PARAMETER_INVALID for another number of groups than none, one or that of replicas, for too
     *     many replicas, or for a property that is no number; RESOURCE_GROUP_NOT_FOUND
     */
    static List<String> wanted(Draft draft, Collection collection, int replicas, List<String> groups) {
        LoadState present = collection.load();
        int number = Stream.of(
                        replicas,
                        present.replicas(),
                        number(collection.settings().properties(), COLLECTION_REPLICAS),
                        number(database(draft, collection).properties(), DATABASE_REPLICAS))
                .filter(count -> count > 0)
                .findFirst()
                .orElse(1);
        if (number > REPLICAS_MAX) {
            throw DatabaseException.invalid(
                    "the number of replicas (%d) is more than any collection can have (%d)", number, REPLICAS_MAX);
        }
        if (groups.isEmpty() && number == present.replicas()) {
            return present.replicaGroups();
        }
        List<String> distinct = present.replicaGroups().stream().distinct().toList();
        List<String> used = distinct.size() == 1 ? distinct : List.of();
        List<String> names = Stream.of(
                        groups,
                        used,
                        names(collection.settings().properties(), COLLECTION_GROUPS),
                        names(database(draft, collection).properties(), DATABASE_GROUPS))
                .filter(list -> !list.isEmpty())
                .findFirst()
                .orElse(List.of(ResourceGroup.DEFAULT_NAME));
        return spread(draft, number, names);
    }

    private static Database database(Draft draft, Collection collection) {
        return draft.catalog().databases().find(collection.database()).orElseThrow();
    }

    private static List<String> spread(Draft draft, int replicas, List<String> names) {
        if (names.size() != 1 && names.size() != replicas) {
            throw DatabaseException.invalid(
                    "failed to spawn replica for collection: replica=[%d] resource group=[%s], "
                            + "resource group num can only be 0, 1 or same as replica number",
                    replicas, String.join(",", names));
        }
        Groups groups = new Groups(draft.catalog(), draft.members());
        for (String name : names) {
            if (!groups.exists(name)) {
                throw DatabaseException.of(ErrorCode.RESOURCE_GROUP_NOT_FOUND, "rg", name);
            }
        }
        return names.size() == replicas ? names : Collections.nCopies(replicas, names.getFirst());
    }

    private static int number(Map<String, String> properties, String key) {
        String text = properties.getOrDefault(key, "0");
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException _) {
            throw DatabaseException.invalid("property %s is no number: %s", key, text);
        }
    }

    private static List<String> names(Map<String, String> properties, String key) {
        return Stream.of(properties.getOrDefault(key, "").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** Changes the replicas of a loaded collection after its properties were set, if they say how many or where. */
    static void altered(Draft draft, Collection before, Map<String, String> set) {
        if (!before.load().isLoaded()
                || !(set.containsKey(COLLECTION_REPLICAS) || set.containsKey(COLLECTION_GROUPS))) {
            return;
        }
        List<String> groups = wanted(draft, before, number(set, COLLECTION_REPLICAS), names(set, COLLECTION_GROUPS));
        replicate(draft, before, before.load().replicated(groups.size(), groups));
    }

    /** Gives a loaded collection another load state with other replicas, if there are enough readers for it. */
    static void replicate(Draft draft, Collection collection, LoadState after) {
        if (!after.equals(collection.load())) {
            PlacementDecisions.requireReaders(draft, after.replicaGroups());
            draft.change(new LoadPut(collection.id(), after));
        }
    }

    static Decision transfer(Draft draft, Command.TransferReplica command) {
        Collection collection = draft.catalog().requireCollection(command.database(), command.collection());
        requireGroup(draft, "source", command.source());
        requireGroup(draft, "target", command.target());
        GroupDecisions.requireDifferent(command.source(), command.target());
        if (command.count() <= 0) {
            throw DatabaseException.of(
                    ErrorCode.PARAMETER_INVALID,
                    "expected",
                    "NumReplica > 0",
                    "actual",
                    "invalid NumReplica " + command.count());
        }
        List<String> groups = new ArrayList<>(collection.load().replicaGroups());
        int there = Collections.frequency(groups, command.source());
        if (there < command.count()) {
            throw DatabaseException.of(
                    ErrorCode.PARAMETER_INVALID,
                    "expected",
                    "NumReplica not greater than the number of replica in source resource group",
                    "actual",
                    "only found [" + there + "] replicas of collection [" + collection.id()
                            + "] in source resource group [" + command.source() + "], but it require "
                            + command.count());
        }
        for (int i = 0; i < command.count(); i++) {
            groups.set(groups.indexOf(command.source()), command.target());
        }
        replicate(draft, collection, collection.load().replicated(groups.size(), groups));
        return draft.done(0);
    }

    private static void requireGroup(Draft draft, String which, String name) {
        if (draft.catalog().resourceGroup(name).isEmpty()) {
            DatabaseException base = DatabaseException.of(ErrorCode.RESOURCE_GROUP_NOT_FOUND, "rg", name);
            throw new DatabaseException(
                    base.code(), "the " + which + " resource group[" + name + "] doesn't exist: " + base.getMessage());
        }
    }

    /**
     * Adds the reader that takes over to every shard asked for; placing takes the other out once it serves. Refuses what
     * balancing would undo; of all that a reader has as many shards are moved as balancing leaves there.
     */
    static Decision move(Draft draft, Command.MoveReaders command) {
        Collection collection = draft.catalog().requireCollection(command.database(), command.collection());
        if (!collection.load().isLoaded()) {
            throw DatabaseException.of(ErrorCode.COLLECTION_NOT_LOADED, "collection", collection.name());
        }
        Groups groups = new Groups(draft.catalog(), draft.members());
        String group = groups.of(command.from())
                .filter(_ -> shards(collection, command).findAny().isPresent())
                .orElseThrow(() -> notFound(command.from(), "source node not found in any replica"));
        List<MemberId> there = groups.placeable(group).stream()
                .map(Member::id)
                .filter(member -> !member.equals(command.from()))
                .toList();
        for (MemberId target : command.targets()) {
            if (!there.contains(target)) {
                throw notFound(target, "destination node not found in the same replica");
            }
        }
        List<MemberId> targets = command.targets().isEmpty() ? there : command.targets();
        if (targets.isEmpty()) {
            throw notFound(command.from(), "no other node in resource group " + group);
        }
        int moved = 0;
        for (int shard : shards(collection, command).toList()) {
            Optional<ShardPlacement> after = takenOver(draft, collection.placement(shard), command, targets, moved);
            if (after.isEmpty() && moved > 0 && command.shards().isEmpty()) {
                break;
            }
            draft.change(new PlacementPut(
                    new ShardId(collection.id(), shard),
                    after.orElseThrow(() -> DatabaseException.invalid(
                            "the destination nodes would read more shards than node %s then, "
                                    + "and balancing would move them back",
                            command.from()))));
            moved++;
        }
        return draft.done(0);
    }

    private static Stream<Integer> shards(Collection collection, Command.MoveReaders command) {
        return IntStream.range(0, collection.settings().shardCount())
                .boxed()
                .filter(shard -> command.shards().isEmpty() || command.shards().contains(shard))
                .filter(shard -> collection.placement(shard).readers().contains(command.from()));
    }

    /** Adds the one who takes over; nothing if that one would have more shards than who gives. */
    private static Optional<ShardPlacement> takenOver(
            Draft draft, ShardPlacement before, Command.MoveReaders command, List<MemberId> targets, int moved) {
        MemberId target = targets.stream()
                .filter(member -> !before.readers().contains(member))
                .min(Comparator.comparing(member -> read(draft, member)))
                .orElseThrow(() ->
                        DatabaseException.invalid("every destination node reads what node %s reads", command.from()));
        if (read(draft, target) >= read(draft, command.from()) - moved) {
            return Optional.empty();
        }
        List<MemberId> readers = new ArrayList<>(List.of(command.from()));
        before.readers().stream()
                .filter(reader -> !reader.equals(command.from()))
                .forEach(readers::add);
        readers.add(target);
        return Optional.of(before.readBy(readers));
    }

    private static int read(Draft draft, MemberId member) {
        return draft.totals().read().find(member).orElse(0);
    }

    private static DatabaseException notFound(MemberId member, String why) {
        DatabaseException base = DatabaseException.of(ErrorCode.NODE_NOT_FOUND, "node", member);
        return new DatabaseException(base.code(), why + ": " + base.getMessage());
    }
}
