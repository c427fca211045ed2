package io.windhover.coordinator.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.coordinator.Crowd;
import io.windhover.coordinator.Samples;
import io.windhover.model.CollectionId;
import io.windhover.model.IndexId;
import io.windhover.model.Invariant.BrokenInvariantException;
import io.windhover.model.MemberId;
import io.windhover.model.PartitionId;
import io.windhover.model.SegmentId;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.Database;
import io.windhover.model.catalog.DeltaEntry;
import io.windhover.model.catalog.LoadState;
import io.windhover.model.catalog.Partition;
import io.windhover.model.catalog.QualifiedName;
import io.windhover.model.catalog.ResourceGroup;
import io.windhover.model.catalog.SegmentEntry;
import io.windhover.model.catalog.ShardCheckpoint;
import io.windhover.model.catalog.ShardPlacement;
import io.windhover.model.catalog.StoredFile;
import io.windhover.model.cluster.Members;
import io.windhover.model.role.Command;
import io.windhover.runtime.port.MetaStore;
import io.windhover.runtime.port.MetaStore.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random commands of every kind, valid or not, against what must always hold. */
class RandomCommandsTest {
    private static final int STEPS = 400;
    private static final CatalogLimits LIMITS = new CatalogLimits(2, 6, 5, 4, 24, 3, 8, 4);

    private final TreeMap<String, byte[]> stored = new TreeMap<>();
    private Deciding deciding;
    private SplittableRandom chance;
    private int commits;
    private final TreeMap<String, MetaStore.Event> step = new TreeMap<>();
    private CatalogReplica replica = CatalogReplica.of(new MetaStore.Snapshot(0, List.of()));

    static LongStream seeds() {
        Long only = Long.getLong("seed");
        return only != null ? LongStream.of(only) : LongStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsStoredSummedAndNamedAlwaysAgrees(long seed) {
        // Goal: no command leaves the catalog in two minds. Method: after each of 400 random commands: sums and names
        // are recomputed, references resolved, the store's keys read back; the state before is untouched. Commands that
        // become durable together, some at a time, must lead a follower to the same.
        System.out.println("seed " + seed);
        chance = new SplittableRandom(seed);
        deciding = new Deciding(LIMITS).in(seed % 2 == 0 ? Members.NONE : Crowd.of("a", "b", "c"));
        keep(new CatalogChange.DatabasePut(deciding.catalog().requireDatabase("")));
        for (int step = 0; step < STEPS; step++) {
            Command command = command();
            CatalogState before = deciding.state();
            Catalog copy = before.catalog();
            try {
                if (deciding.decide(command) instanceof Decision.Commit commit) {
                    commits++;
                    commit.changes().forEach(this::keep);
                    assertThat(commit.next().catalog().version())
                            .isEqualTo(before.catalog().version() + 1);
                }
            } catch (BrokenInvariantException broken) {
                assertThat(broken).hasMessageContaining("purged while in use");
            }
            assertThat(before.catalog()).isSameAs(copy);
            checkTotals(deciding.state());
            checkReferences(deciding.catalog());
            if (chance.nextInt(40) == 0) {
                checkFollowed();
            }
        }
        checkStored();
        assertThat(commits).isGreaterThan(STEPS / 20);
    }

    private void keep(CatalogChange change) {
        switch (CatalogCodec.encode(change)) {
            case Change.Put put -> {
                stored.put(put.key(), put.value());
                happened(put.key(), Optional.of(put.value()));
            }
            case Change.Delete delete -> {
                stored.remove(delete.key());
                happened(delete.key(), Optional.empty());
            }
        }
    }

    private void happened(String key, Optional<byte[]> value) {
        step.put(key, new MetaStore.Event(key, value, 1));
    }

    private void checkFollowed() {
        CatalogHead head = new CatalogHead(deciding.catalog().version(), new Timestamp(1), 1, 1, 1, CatalogFormats.OWN);
        if (CatalogCodec.encode(head) instanceof Change.Put put) {
            happened(put.key(), Optional.of(put.value()));
        }
        replica = replica.after(List.copyOf(step.values()));
        step.clear();
        assertThat(replica.catalog()).isEqualTo(deciding.catalog());
    }

    private void checkStored() {
        List<MetaStore.Entry> entries = new ArrayList<>();
        stored.forEach((key, value) -> entries.add(new MetaStore.Entry(key, value, 1)));
        CatalogState loaded =
                CatalogCodec.load(new MetaStore.Snapshot(1, entries)).state();
        assertThat(loaded.atVersion(deciding.catalog().version())).isEqualTo(deciding.state());
    }

    private static void checkTotals(CatalogState state) {
        long units = 0;
        Map<Object, Integer> collections = new TreeMap<>();
        Map<Object, Integer> segments = new TreeMap<>();
        for (Collection c : state.catalog().collections().values().toList()) {
            if (c.isActive()) {
                units += c.activePartitions().count() * c.settings().shardCount();
                collections.merge(c.database(), 1, Integer::sum);
            }
            c.storage().segments().values().forEach(s -> segments.merge(s.partition(), 1, Integer::sum));
        }
        Map<Object, Integer> owned = new TreeMap<>();
        Map<Object, Integer> read = new TreeMap<>();
        state.catalog()
                .collections()
                .values()
                .filter(Collection::isActive)
                .flatMap(c -> c.placements().values())
                .forEach(p -> {
                    p.owner().ifPresent(owner -> owned.merge(owner, 1, Integer::sum));
                    p.readers().forEach(reader -> read.merge(reader, 1, Integer::sum));
                });
        assertThat(entries(state.totals().owned().entries())).isEqualTo(owned);
        assertThat(entries(state.totals().read().entries())).isEqualTo(read);
        Map<Object, Integer> aliases = new TreeMap<>();
        state.catalog().aliases().values().forEach(id -> aliases.merge(id, 1, Integer::sum));
        assertThat(state.totals().capacityUnits()).isEqualTo(units);
        assertThat(units).isLessThanOrEqualTo(LIMITS.capacityUnits());
        assertThat(entries(state.totals().collections().entries())).isEqualTo(collections);
        assertThat(entries(state.totals().segments().entries())).isEqualTo(segments);
        assertThat(entries(state.totals().aliases().entries())).isEqualTo(aliases);
    }

    private static <K> Map<Object, Integer> entries(Stream<Map.Entry<K, Integer>> entries) {
        Map<Object, Integer> map = new TreeMap<>();
        entries.forEach(e -> map.put(e.getKey(), e.getValue()));
        return map;
    }

    private static void checkReferences(Catalog catalog) {
        long active =
                catalog.collections().values().filter(Collection::isActive).count();
        assertThat((long) catalog.collectionNames().size()).isEqualTo(active);
        assertThat(catalog.databaseNames().size()).isEqualTo(catalog.databases().size());
        for (Map.Entry<QualifiedName, CollectionId> name : catalog.collectionNames()) {
            Collection c = catalog.collections().find(name.getValue()).orElseThrow();
            assertThat(name.getKey()).isEqualTo(new QualifiedName(c.database(), c.name()));
            assertThat(catalog.databases().contains(c.database())).isTrue();
        }
        for (Map.Entry<QualifiedName, CollectionId> alias : catalog.aliases()) {
            Collection c = catalog.collections().find(alias.getValue()).orElseThrow();
            assertThat(c.isActive()).isTrue();
            assertThat(c.database()).isEqualTo(alias.getKey().database());
            assertThat(catalog.collectionNames().contains(alias.getKey())).isFalse();
        }
        catalog.collections().values().forEach(RandomCommandsTest::checkCollection);
    }

    private static void checkCollection(Collection c) {
        assertThat(c.partitionNames().size())
                .isEqualTo((int) c.activePartitions().count());
        c.partitionNames()
                .forEach(e -> assertThat(c.partitions().find(e.getValue()).map(Partition::name))
                        .contains(e.getKey()));
        assertThat(c.partitionNames().size()).isLessThanOrEqualTo(LIMITS.partitions());
        List<PartitionId> referenced = switch (c.load()) {
            case LoadState.Released _ -> List.of();
            case LoadState.CollectionLoaded all -> all.released();
            case LoadState.PartitionsLoaded some -> some.partitions();
        };
        assertThat(c.isActive() || !c.load().isLoaded()).isTrue();
        for (PartitionId id : referenced) {
            assertThat(c.partitions().find(id).map(Partition::isActive)).contains(true);
        }
        for (SegmentEntry segment : c.storage().segments().values().toList()) {
            assertThat(c.partitions().contains(segment.partition())).isTrue();
            segment.indexes()
                    .keys()
                    .forEach(i -> assertThat(c.indexes().contains(i)).isTrue());
        }
    }

    private Command command() {
        return switch (chance.nextInt(12)) {
            case 0 -> database();
            case 1, 2 -> collection();
            case 3, 4, 5 -> partition();
            case 6 -> alias();
            case 7 -> chance.nextInt(3) > 0 ? index() : group();
            case 8, 9 -> load();
            default -> storage();
        };
    }

    private Command database() {
        String name = chance.nextBoolean() ? "" : "db" + chance.nextInt(4);
        return switch (chance.nextInt(3)) {
            case 0 -> new Command.CreateDatabase("db" + chance.nextInt(4), Map.of());
            case 1 -> new Command.DropDatabase(name);
            default -> new Command.AlterDatabase(name, Map.of("k" + chance.nextInt(2), "v"), List.of("k0"));
        };
    }

    private Command collection() {
        return switch (chance.nextInt(5)) {
            case 0, 1 ->
                new Command.CreateCollection(
                        anyDatabase(), anyName(), "", Samples.fields(), Samples.settings(1 + chance.nextInt(4)));
            case 2 -> new Command.DropCollection(anyDatabase(), anyName());
            case 3 -> new Command.RenameCollection(anyDatabase(), anyName(), anyDatabase(), anyName());
            default ->
                new Command.AlterCollection(anyDatabase(), anyName(), Map.of("k", "" + chance.nextInt(3)), List.of());
        };
    }

    private Command partition() {
        return chance.nextBoolean()
                ? new Command.CreatePartitions(anyDatabase(), anyName(), anyPartitions())
                : new Command.DropPartitions(anyDatabase(), anyName(), anyPartitions());
    }

    private List<String> anyPartitions() {
        return Stream.generate(this::anyPartition).limit(1 + chance.nextInt(3)).toList();
    }

    private Command alias() {
        return switch (chance.nextInt(3)) {
            case 0 -> new Command.CreateAlias(anyDatabase(), anyName(), anyName());
            case 1 -> new Command.AlterAlias(anyDatabase(), anyName(), anyName());
            default -> new Command.DropAlias(anyDatabase(), anyName());
        };
    }

    private Command index() {
        Map<String, String> params = Map.of("metric_type", chance.nextBoolean() ? "L2" : "IP");
        String field = chance.nextBoolean() ? "vec" : "text";
        return chance.nextInt(3) > 0
                ? new Command.CreateIndex(anyDatabase(), anyName(), field, "", "T", params, params)
                : new Command.DropIndex(anyDatabase(), anyName(), field, "");
    }

    private Command group() {
        String group = anyGroup();
        int requests = chance.nextInt(2);
        return switch (chance.nextInt(6)) {
            case 0 -> Samples.group(group, requests, requests + 1);
            case 1 -> new Command.DropResourceGroup(group);
            case 2 -> new Command.UpdateResourceGroups(Map.of(group, ResourceGroup.Config.of(0, requests)));
            case 3 -> new Command.TransferNode(anyGroup(), anyGroup(), 1);
            case 4 -> new Command.TransferReplica(anyDatabase(), anyName(), anyGroup(), anyGroup(), 1);
            default -> new Command.Load(anyDatabase(), anyName(), List.of(), 1, List.of(), List.of(group));
        };
    }

    private String anyGroup() {
        return chance.nextBoolean() ? ResourceGroup.DEFAULT_NAME : "g" + chance.nextInt(4);
    }

    private Command load() {
        List<String> partitions = chance.nextBoolean() ? List.of() : List.of(anyPartition());
        return chance.nextBoolean()
                ? new Command.Load(anyDatabase(), anyName(), partitions, 1, List.of())
                : new Command.Release(anyDatabase(), anyName(), partitions);
    }

    private Command storage() {
        List<Collection> all = deciding.catalog().collections().values().toList();
        if (all.isEmpty()) {
            return collection();
        }
        Collection c = all.get(chance.nextInt(all.size()));
        List<PartitionId> partitions = c.partitions().keys().toList();
        PartitionId partition = partitions.get(chance.nextInt(partitions.size()));
        return switch (chance.nextInt(7)) {
            case 0, 1 -> flush(c, partition);
            case 6 -> place(c);
            case 2 -> new Command.IndexBuilt(c.id(), anySegment(), anyIndex(c), new StoredFile("i", 1));
            case 3 -> new Command.SegmentsCompacted(c.id(), List.of(anySegment()), outputs(c, partition), List.of());
            case 4 -> new Command.PartitionPurged(c.id(), partition);
            default -> new Command.CollectionPurged(c.id());
        };
    }

    private Command place(Collection c) {
        ShardPlacement before = c.placement(0);
        ShardPlacement after = chance.nextBoolean()
                ? before.ownedBy(Optional.of(new MemberId("d")))
                : before.readBy(List.of(new MemberId("a"), new MemberId("d")));
        return new Command.PlaceShards(List.of(new Command.PlaceShards.Placing(new ShardId(c.id(), 0), before, after)));
    }

    private Command flush(Collection c, PartitionId partition) {
        ShardId shard = new ShardId(c.id(), 0);
        long position = 1 + chance.nextInt(50);
        SegmentEntry segment =
                Samples.segment(c.id().value(), partition.value(), anySegment().value());
        Optional<DeltaEntry> delta = chance.nextBoolean()
                ? Optional.empty()
                : Optional.of(new DeltaEntry(
                        anySegment(), shard, 1, new Timestamp(1), new Timestamp(2), new StoredFile("d", 1)));
        return new Command.SegmentsFlushed(
                shard, List.of(segment), delta, new ShardCheckpoint(position, new Timestamp(position)));
    }

    private List<SegmentEntry> outputs(Collection c, PartitionId partition) {
        return chance.nextBoolean()
                ? List.of()
                : List.of(Samples.segment(
                        c.id().value(), partition.value(), anySegment().value()));
    }

    private SegmentId anySegment() {
        return new SegmentId(1 + chance.nextInt(12));
    }

    private IndexId anyIndex(Collection c) {
        return c.indexes().keys().findFirst().orElse(new IndexId(1));
    }

    private String anyDatabase() {
        return chance.nextInt(4) > 0
                ? ""
                : List.of(Database.DEFAULT_NAME, "db0", "db1").get(chance.nextInt(3));
    }

    private String anyName() {
        return "c" + chance.nextInt(4);
    }

    private String anyPartition() {
        return chance.nextInt(5) == 0 ? Partition.DEFAULT_NAME : "p" + chance.nextInt(4);
    }
}
