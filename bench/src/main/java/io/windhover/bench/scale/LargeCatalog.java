package io.windhover.bench.scale;

import io.windhover.coordinator.catalog.CatalogChange;
import io.windhover.coordinator.catalog.CatalogChange.CollectionHead;
import io.windhover.coordinator.catalog.CatalogCodec;
import io.windhover.model.CollectionId;
import io.windhover.model.FieldId;
import io.windhover.model.IndexId;
import io.windhover.model.MemberId;
import io.windhover.model.PartitionId;
import io.windhover.model.PersistentMap;
import io.windhover.model.SegmentId;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.CollectionSettings;
import io.windhover.model.catalog.ConsistencyLevel;
import io.windhover.model.catalog.Database;
import io.windhover.model.catalog.IndexDefinition;
import io.windhover.model.catalog.LoadState;
import io.windhover.model.catalog.Partition;
import io.windhover.model.catalog.SegmentEntry;
import io.windhover.model.catalog.ShardCheckpoint;
import io.windhover.model.catalog.ShardPlacement;
import io.windhover.model.catalog.StorageNames;
import io.windhover.model.catalog.StoredFile;
import io.windhover.model.cluster.ClusterRole;
import io.windhover.model.cluster.Member;
import io.windhover.model.cluster.Members;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.schema.FieldTraits;
import io.windhover.runtime.port.MetaStore.Change;
import io.windhover.runtime.port.MetaStore.Entry;
import io.windhover.runtime.port.MetaStore.Event;
import io.windhover.runtime.port.MetaStore.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The metadata of a made-up database of many segments, spread evenly over collections, shards and members. */
final class LargeCatalog {
    private static final int REPLICAS = 2;
    private static final Timestamp THEN = Timestamp.ofMillis(1_700_000_000_000L);

    private final int segments;
    private final int collections;
    private final int shards;
    private final int nodes;

    /** Describes one: {@code shards} of each collection, {@code nodes} that own shards and as many that read them. */
    LargeCatalog(int segments, int collections, int shards, int nodes) {
        this.segments = segments;
        this.collections = collections;
        this.shards = shards;
        this.nodes = nodes;
    }

    /** Returns all its keys, in no order that means anything. */
    Snapshot keys() {
        List<Entry> entries = new ArrayList<>();
        Consumer<CatalogChange> add = change -> entries.add(entry(change));
        add.accept(new CatalogChange.DatabasePut(
                new Database(Database.DEFAULT_ID, Database.DEFAULT_NAME, Map.of(), THEN)));
        for (int i = 0; i < collections; i++) {
            collection(i, add);
        }
        for (int i = 0; i < segments; i++) {
            add.accept(new CatalogChange.SegmentPut(segment(i)));
        }
        return new Snapshot(1, entries);
    }

    private static Entry entry(CatalogChange change) {
        Change.Put put = (Change.Put) CatalogCodec.encode(change);
        return new Entry(put.key(), put.value(), 1);
    }

    private void collection(int number, Consumer<CatalogChange> add) {
        CollectionId id = new CollectionId(100L + number);
        List<FieldSchema> fields = List.of(
                new FieldSchema(new FieldId(100), "id", DataType.INT64, FieldTraits.key(false), Map.of()),
                new FieldSchema(
                        new FieldId(101), "vector", DataType.FLOAT_VECTOR, FieldTraits.PLAIN, Map.of("dim", "768")),
                new FieldSchema(
                        new FieldId(102), "title", DataType.VARCHAR, FieldTraits.PLAIN, Map.of("max_length", "512")));
        add.accept(new CatalogChange.CollectionPut(new CollectionHead(
                id,
                Database.DEFAULT_ID,
                "collection_" + number,
                THEN,
                new Collection.CollectionState.Active(),
                new CollectionSchema("", fields, 0),
                new CollectionSettings(shards, ConsistencyLevel.BOUNDED, Map.of(), 0))));
        add.accept(new CatalogChange.PartitionPut(
                id, new Partition(partition(number), "_default", THEN, new Partition.PartitionState.Active())));
        Map<String, String> params = Map.of("metric_type", "COSINE", "M", "16", "efConstruction", "200");
        add.accept(new CatalogChange.IndexPut(
                id, new IndexDefinition(index(number), new FieldId(101), "vector", "HNSW", params, params, THEN)));
        add.accept(new CatalogChange.LoadPut(id, new LoadState.CollectionLoaded(REPLICAS, List.of())));
        for (int shard = 0; shard < shards; shard++) {
            ShardId shardId = new ShardId(id, shard);
            add.accept(new CatalogChange.CheckpointPut(shardId, new ShardCheckpoint(1L << 40, THEN)));
            add.accept(new CatalogChange.PlacementPut(shardId, placement(number * shards + shard)));
        }
    }

    private ShardPlacement placement(int spot) {
        List<MemberId> readers = new ArrayList<>();
        for (int replica = 0; replica < REPLICAS; replica++) {
            readers.add(reader((spot + replica * (nodes / REPLICAS)) % nodes));
        }
        return new ShardPlacement(Optional.of(owner(spot % nodes)), 1, 1, readers);
    }

    private SegmentEntry segment(int number) {
        int collection = number % collections;
        long id = 1_000_000L + number;
        CollectionId owner = new CollectionId(100L + collection);
        SegmentId segment = new SegmentId(id);
        return new SegmentEntry(
                segment,
                new ShardId(owner, number / collections % shards),
                partition(collection),
                100_000,
                THEN,
                Timestamp.ofMillis(1_700_000_100_000L),
                THEN,
                new StoredFile(StorageNames.segment(owner, segment, id + 1), 330_000_000),
                PersistentMap.<IndexId, StoredFile>empty()
                        .with(
                                index(collection),
                                new StoredFile(
                                        StorageNames.index(owner, segment, index(collection), id + 2), 30_000_000)),
                false);
    }

    private static PartitionId partition(int collection) {
        return new PartitionId(200_000L + collection);
    }

    private static IndexId index(int collection) {
        return new IndexId(300_000L + collection);
    }

    private static MemberId owner(int number) {
        return new MemberId("data-" + number);
    }

    private static MemberId reader(int number) {
        return new MemberId("query-" + number);
    }

    /** Returns who is in charge of it. */
    Members members() {
        List<Member> all = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            all.add(member(owner(i), ClusterRole.DATA));
            all.add(member(reader(i), ClusterRole.QUERY));
        }
        return new Members(1, all);
    }

    private static Member member(MemberId id, ClusterRole role) {
        return new Member(id, 1, id + ":1", Set.of(role), Member.DEFAULT_GROUP, false, "1");
    }

    /** Returns what a watch delivers when a segment gets its file, the {@code number}th time. */
    List<Event> change(int number) {
        Entry entry = entry(new CatalogChange.SegmentPut(segment(number % segments)));
        return List.of(new Event(entry.key(), Optional.of(entry.value()), 2L + number));
    }

    /** Returns what a watch delivers when a partition is created. */
    static List<Event> creation(int number) {
        Entry entry = entry(new CatalogChange.PartitionPut(
                new CollectionId(100),
                new Partition(
                        new PartitionId(10_000_000L + number),
                        "created_" + number,
                        THEN,
                        new Partition.PartitionState.Active())));
        return List.of(new Event(entry.key(), Optional.of(entry.value()), 2L + number));
    }

    /** Returns the bytes of the keys and values of some events. */
    static long bytes(List<Event> events) {
        return events.stream()
                .mapToLong(event -> event.key().length()
                        + event.value().map(value -> value.length).orElse(0))
                .sum();
    }
}
