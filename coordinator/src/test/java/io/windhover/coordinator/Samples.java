package io.windhover.coordinator;

import io.windhover.model.CollectionId;
import io.windhover.model.FieldId;
import io.windhover.model.IndexId;
import io.windhover.model.PartitionId;
import io.windhover.model.PersistentMap;
import io.windhover.model.SegmentId;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.CollectionSettings;
import io.windhover.model.catalog.ConsistencyLevel;
import io.windhover.model.catalog.ResourceGroup;
import io.windhover.model.catalog.SegmentEntry;
import io.windhover.model.catalog.StorageNames;
import io.windhover.model.catalog.StoredFile;
import io.windhover.model.role.Command;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.schema.FieldTraits;
import java.util.List;
import java.util.Map;

/** Commands and entries that tests use. */
public final class Samples {
    private Samples() {}

    /** Returns fields: an int64 key, a vector, a text. */
    public static List<FieldSchema> fields() {
        return List.of(
                new FieldSchema(new FieldId(100), "pk", DataType.INT64, FieldTraits.key(false), Map.of()),
                new FieldSchema(new FieldId(101), "vec", DataType.FLOAT_VECTOR, FieldTraits.PLAIN, Map.of("dim", "8")),
                new FieldSchema(
                        new FieldId(102), "text", DataType.VARCHAR, FieldTraits.PLAIN, Map.of("max_length", "64")));
    }

    /** Returns settings with so many shards. */
    public static CollectionSettings settings(int shards) {
        return new CollectionSettings(shards, ConsistencyLevel.BOUNDED, Map.of(), 0);
    }

    /** Creates a collection of one shard in the default database. */
    public static Command create(String collection) {
        return new Command.CreateCollection("", collection, "", fields(), settings(1));
    }

    /** Creates a vector index. */
    public static Command index(String collection) {
        Map<String, String> params = Map.of("metric_type", "L2");
        return new Command.CreateIndex("", collection, "vec", "", "HNSW", params, params);
    }

    /** Creates a partition. */
    public static Command partition(String collection, String partition) {
        return new Command.CreatePartitions("", collection, partition);
    }

    /** Drops a partition. */
    public static Command dropPartition(String collection, String partition) {
        return new Command.DropPartitions("", collection, partition);
    }

    /** Loads a collection or some partitions. */
    public static Command load(String collection, String... partitions) {
        return new Command.Load("", collection, List.of(partitions), 1, List.of());
    }

    /** Releases a collection or some partitions. */
    public static Command release(String collection, String... partitions) {
        return new Command.Release("", collection, List.of(partitions));
    }

    /** Returns a segment with 10 rows and no index files. */
    public static SegmentEntry segment(long collection, long partition, long id) {
        ShardId shard = new ShardId(new CollectionId(collection), 0);
        return new SegmentEntry(
                new SegmentId(id),
                shard,
                new PartitionId(partition),
                10,
                new Timestamp(1),
                new Timestamp(2),
                Timestamp.ZERO,
                new StoredFile(StorageNames.segment(shard.collection(), new SegmentId(id), 1), 100),
                PersistentMap.empty(),
                false);
    }

    /** Returns an index file. */
    public static StoredFile indexFile(long collection, long segment, long index) {
        return new StoredFile(
                StorageNames.index(new CollectionId(collection), new SegmentId(segment), new IndexId(index), 1), 50);
    }

    /** Loads a collection in so many replicas (0 = not said) into resource groups. */
    public static Command load(String collection, int replicas, String... groups) {
        return new Command.Load("", collection, List.of(), replicas, List.of(), List.of(groups));
    }

    /** Creates a resource group. */
    public static Command group(String name, int requests, int limits) {
        return new Command.CreateResourceGroup(name, ResourceGroup.Config.of(requests, limits));
    }
}
