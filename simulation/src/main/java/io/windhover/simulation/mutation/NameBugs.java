package io.windhover.simulation.mutation;

import io.windhover.coordinator.garbage.InUse;
import io.windhover.embedded.Wiring;
import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.PartitionId;
import io.windhover.model.PersistentMap;
import io.windhover.model.RequestId;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.Partition;
import io.windhover.model.role.Command;
import io.windhover.model.role.CommandResult;
import io.windhover.model.role.CoordinatorRole;
import io.windhover.runtime.Runtime;
import io.windhover.simulation.network.Between;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Bugs that show where several clients change the same names, and where calls arrive more than once. */
final class NameBugs {
    private NameBugs() {}

    /** An alias is pointed elsewhere by a drop and a create. */
    static Wiring aliasMovesInTwoSteps(Runtime runtime) {
        return CoordinatorBugs.submits(Wiring.Caller.PROXY, (behind, command, request) -> {
            if (command instanceof Command.AlterAlias alter
                    && behind.catalog()
                            .collection(
                                    behind.catalog()
                                            .requireDatabase(alter.database())
                                            .id(),
                                    alter.alias())
                            .isPresent()) {
                Command drop = new Command.DropAlias(alter.database(), alter.alias());
                behind.submit(drop, new RequestId(request.value() + "-drop"));
                runtime.sleep(Duration.ofMillis(2));
                return behind.submit(
                        new Command.CreateAlias(alter.database(), alter.collection(), alter.alias()), request);
            }
            return behind.submit(command, request);
        });
    }

    /** Whether a partition is there already is looked up in a catalog up to 50 ms old, not where it is decided. */
    static Wiring namesAreResolvedEarly(Runtime runtime) {
        Catalog[] old = new Catalog[1];
        long[] untilNs = new long[1];
        return CoordinatorBugs.submits(Wiring.Caller.PROXY, (behind, command, request) -> {
            if (old[0] == null || runtime.monotonicNs() > untilNs[0]) {
                old[0] = behind.catalog();
                untilNs[0] = runtime.monotonicNs() + 50_000_000L;
            }
            return command instanceof Command.CreatePartitions create && areThere(old[0], create)
                    ? new CommandResult(old[0].version(), 0, false)
                    : behind.submit(command, request);
        });
    }

    private static boolean areThere(Catalog catalog, Command.CreatePartitions create) {
        try {
            Collection collection = catalog.requireCollection(create.database(), create.collection());
            return create.partitions().stream()
                    .allMatch(name -> collection.partition(name).isPresent());
        } catch (DatabaseException absent) {
            return false;
        }
    }

    /** A command that arrives twice acts twice. */
    static Wiring requestIdsAreIgnored() {
        int[] calls = new int[1];
        return CoordinatorBugs.submits(
                Wiring.Caller.PROXY,
                (behind, command, request) ->
                        behind.submit(command, new RequestId(request.value() + "-" + ++calls[0])));
    }

    /** A command that changed nothing is not remembered, and acts when it arrives again. */
    static Wiring refusalsAreNotRemembered() {
        Set<String> quiet = new TreeSet<>();
        return CoordinatorBugs.submits(Wiring.Caller.PROXY, (behind, command, request) -> {
            boolean again = quiet.contains(request.value());
            return remembering(quiet, behind, command, again ? new RequestId(request.value() + "-again") : request);
        });
    }

    private static CommandResult remembering(
            Set<String> quiet, CoordinatorRole behind, Command command, RequestId request) {
        try {
            CommandResult result = behind.submit(command, request);
            if (!result.changed()) {
                quiet.add(request.value());
            }
            return result;
        } catch (DatabaseException refusal) {
            quiet.add(request.value());
            throw refusal;
        }
    }

    /** A release of partitions is answered and now and then not done. */
    static Wiring releaseIsForgotten() {
        int[] releases = new int[1];
        return CoordinatorBugs.submits(
                Wiring.Caller.PROXY,
                (behind, command, request) -> command instanceof Command.Release && ++releases[0] % 7 == 0
                        ? new CommandResult(behind.catalog().version(), 0, true)
                        : behind.submit(command, request));
    }

    /** Who has read a collection never lets go of it. */
    static Wiring readersAreNeverDone() {
        return new Wiring() {
            @Override
            public InUse inUse(InUse behind) {
                return new InUse() {
                    @Override
                    public boolean inUse(CollectionId collection) {
                        return collection.value() % 2 == 0 || behind.inUse(collection);
                    }

                    @Override
                    public boolean inUse(CollectionId collection, PartitionId partition) {
                        return behind.inUse(collection, partition);
                    }
                };
            }
        };
    }

    /** A partition that is created again has the id of the one before. */
    static Wiring partitionIdsComeAgain() {
        Map<String, PartitionId> first = new TreeMap<>();
        return CoordinatorBugs.coordinator(
                Wiring.Caller.PROXY,
                behind -> Between.put(CoordinatorRole.class, behind, (method, arguments, next) -> {
                    Object answer = next.with(arguments);
                    return answer instanceof Catalog catalog ? withFirstIds(catalog, first) : answer;
                }));
    }

    private static Catalog withFirstIds(Catalog catalog, Map<String, PartitionId> first) {
        PersistentMap<CollectionId, Collection> collections = catalog.collections();
        for (Collection collection : catalog.collections().values().toList()) {
            collections = collections.with(collection.id(), withFirstIds(collection, first));
        }
        return new Catalog(
                catalog.version(),
                catalog.databases(),
                catalog.databaseNames(),
                collections,
                catalog.collectionNames(),
                catalog.aliases(),
                catalog.resourceGroups());
    }

    /** Only those into which nobody writes: the rows of others would be lost, and that would be another bug. */
    private static Collection withFirstIds(Collection collection, Map<String, PartitionId> first) {
        PersistentMap<PartitionId, Partition> partitions = collection.partitions();
        PersistentMap<String, PartitionId> names = collection.partitionNames();
        for (Partition partition : collection.activePartitions().toList()) {
            if (partition.name().startsWith("shared")) {
                PartitionId id = first.computeIfAbsent(collection.id() + partition.name(), name -> partition.id());
                Partition shown = new Partition(id, partition.name(), partition.createdAt(), partition.state());
                partitions = partitions.without(partition.id()).with(id, shown);
                names = names.with(partition.name(), id);
            }
        }
        return new Collection(
                collection.id(),
                collection.database(),
                collection.name(),
                collection.createdAt(),
                collection.state(),
                collection.schema(),
                collection.settings(),
                partitions,
                names,
                collection.indexes(),
                collection.load(),
                collection.storage(),
                collection.placements());
    }
}
