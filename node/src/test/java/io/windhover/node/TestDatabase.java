package io.windhover.node;

import io.windhover.coordinator.Coordinator;
import io.windhover.coordinator.CoordinatorSettings;
import io.windhover.model.FieldId;
import io.windhover.model.PartitionId;
import io.windhover.model.RequestId;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.CollectionSettings;
import io.windhover.model.catalog.ConsistencyLevel;
import io.windhover.model.catalog.Partition;
import io.windhover.model.catalog.TimeToLive;
import io.windhover.model.role.Command;
import io.windhover.model.role.CommandResult;
import io.windhover.model.role.DataRole;
import io.windhover.model.role.QueryRole;
import io.windhover.model.role.ShardWrite;
import io.windhover.model.row.Column;
import io.windhover.model.row.FieldColumn;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.row.RowBatch;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.schema.FieldTraits;
import io.windhover.model.search.Guarantee;
import io.windhover.model.search.QueryPlan;
import io.windhover.model.search.SearchParams;
import io.windhover.model.search.SearchPlan;
import io.windhover.model.search.ShardHits;
import io.windhover.model.search.ShardRows;
import io.windhover.runtime.local.LocalMetaStore;
import io.windhover.runtime.local.LocalObjectStore;
import io.windhover.runtime.local.LocalWal;
import io.windhover.runtime.production.DirectoryDisk;
import io.windhover.runtime.production.ProductionRuntime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A coordinator and a node on a folder: the whole database but its proxy, with shorthands for collections of one shard
 * with an int64 key, a vector of four floats and an int64 value. Reopening it on the same folder is a restart.
 */
public final class TestDatabase implements AutoCloseable {
    /** Dimensions of the vectors. */
    public static final int DIM = 4;

    private static final AtomicLong REQUESTS = new AtomicLong();
    private static final FieldId PK = new FieldId(100);
    private static final FieldId VECTOR = new FieldId(101);
    private static final FieldId VALUE = new FieldId(102);

    private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    private final ProductionRuntime runtime = ProductionRuntime.start((fiber, cause) -> failures.add(cause));
    private final DirectoryDisk disk;
    private final FaultyWal wal;
    private final LocalMetaStore meta;
    private final LocalObjectStore objects;
    private final Coordinator coordinator;
    private final Node node;

    /** Opens the database in a folder. */
    public TestDatabase(Path folder, NodeSettings settings) {
        disk = DirectoryDisk.open(folder);
        wal = new FaultyWal(LocalWal.open(runtime, disk, "wal"), runtime);
        meta = LocalMetaStore.open(runtime, disk, "meta");
        objects = LocalObjectStore.open(disk, "objects");
        coordinator = Coordinator.open(runtime, meta, CoordinatorSettings.EMBEDDED);
        node = Node.start(new NodePorts(runtime, coordinator, wal, objects), settings);
    }

    public ProductionRuntime runtime() {
        return runtime;
    }

    public Coordinator coordinator() {
        return coordinator;
    }

    public LocalObjectStore objects() {
        return objects;
    }

    public FaultyWal wal() {
        return wal;
    }

    public Node node() {
        return node;
    }

    public DataRole data() {
        return node.data();
    }

    public QueryRole query() {
        return node.query();
    }

    /** Returns what ended a fiber though it should not have. */
    public List<Throwable> failures() {
        return failures;
    }

    public CommandResult submit(Command command) {
        return coordinator.submit(
                command, new RequestId("test-" + System.nanoTime() + "-" + REQUESTS.incrementAndGet()));
    }

    public Collection collection(String name) {
        return coordinator.catalog().requireCollection("", name);
    }

    public PartitionId partition(String collection, String partition) {
        return collection(collection).partition(partition).orElseThrow().id();
    }

    /** Creates a collection, its index definition, and loads it. */
    public void createLoaded(String name, String indexType) {
        create(name, indexType);
        submit(new Command.Load("", name, List.of(), 1, List.of()));
    }

    /** Creates a collection and its index definition. */
    public void create(String name, String indexType) {
        create(name, indexType, DIM);
    }

    /** As {@link #create(String, String)} with vectors of other dimensions. */
    public void create(String name, String indexType, int dim) {
        submit(new Command.CreateCollection(
                "",
                name,
                "",
                List.of(
                        new FieldSchema(PK, "pk", DataType.INT64, FieldTraits.key(false), Map.of()),
                        new FieldSchema(
                                VECTOR, "vec", DataType.FLOAT_VECTOR, FieldTraits.PLAIN, Map.of("dim", "" + dim)),
                        new FieldSchema(VALUE, "value", DataType.INT64, FieldTraits.PLAIN, Map.of())),
                new CollectionSettings(1, ConsistencyLevel.STRONG, Map.of(), 0)));
        Map<String, String> params = Map.of("metric_type", "L2", "M", "8", "efConstruction", "64");
        submit(new Command.CreateIndex("", name, "vec", "", indexType, params, params));
    }

    /** Writes rows into the default partition; the vector of a row is {@code (value, 0, 0, 0)}. */
    public Timestamp insert(String collection, long[] keys, long[] values) {
        return write(collection, Partition.DEFAULT_NAME, keys, values, Optional.empty());
    }

    /** Replaces rows. */
    public Timestamp upsert(String collection, long[] keys, long[] values) {
        return write(collection, Partition.DEFAULT_NAME, keys, values, Optional.of(keys));
    }

    /** Deletes rows in all partitions. */
    public Timestamp delete(String collection, long... keys) {
        return write(collection, Partition.DEFAULT_NAME, new long[0], new long[0], Optional.of(keys));
    }

    /** Writes deletes, then rows. */
    public Timestamp write(String collection, String partition, long[] keys, long[] values, Optional<long[]> deletes) {
        Collection owner = collection(collection);
        return data().append(shardWrite(
                owner, owner.partition(partition).orElseThrow().id(), keys, values, deletes));
    }

    /** Makes a write of one shard. */
    public ShardWrite shardWrite(
            Collection owner, PartitionId partition, long[] keys, long[] values, Optional<long[]> deletes) {
        List<ShardWrite.PartitionRows> rows =
                keys.length == 0 ? List.of() : List.of(new ShardWrite.PartitionRows(partition, batch(keys, values)));
        return new ShardWrite(
                new ShardId(owner.id(), 0),
                coordinator.catalog().version(),
                rows,
                deletes.map(d -> new ShardWrite.KeyDeletes(new PrimaryKeys.LongKeys(d), List.of())));
    }

    private static RowBatch batch(long[] keys, long[] values) {
        float[] vectors = new float[keys.length * DIM];
        for (int i = 0; i < keys.length; i++) {
            vectors[i * DIM] = values[i];
        }
        return new RowBatch(
                List.of(
                        new FieldColumn(PK, new Column.LongColumn(keys)),
                        new FieldColumn(VECTOR, new Column.FloatVectorColumn(vectors, DIM)),
                        new FieldColumn(VALUE, new Column.LongColumn(values))),
                keys.length);
    }

    /** Finds the keys nearest to a value, nearest first, in all active partitions. */
    public long[] search(String collection, float value, int topK) {
        Collection owner = collection(collection);
        List<PartitionId> partitions =
                owner.activePartitions().map(Partition::id).toList();
        ShardHits hits = query().search(
                        new QueryRole.ShardRead(
                                new ShardId(owner.id(), 0),
                                coordinator.catalog().version(),
                                new Guarantee.Newest(),
                                true),
                        new SearchPlan(
                                owner.id(),
                                partitions,
                                VECTOR,
                                new Column.FloatVectorColumn(new float[] {value, 0, 0, 0}, DIM),
                                new SearchParams(
                                        topK,
                                        "L2",
                                        OptionalDouble.empty(),
                                        OptionalDouble.empty(),
                                        Map.of("ef", "64"),
                                        false,
                                        Optional.empty()),
                                Optional.empty(),
                                List.of(VALUE),
                                expiredUpTo(owner)));
        return ((PrimaryKeys.LongKeys) hits.keys()).values();
    }

    private Timestamp expiredUpTo(Collection owner) {
        return TimeToLive.expiredUpTo(owner.settings().properties(), runtime.epochMs());
    }

    /** Returns all rows as (key, value), in order of key. */
    public List<long[]> rows(String collection) {
        ShardRows rows = read(collection, false);
        long[] keys = ((PrimaryKeys.LongKeys) rows.keys()).values();
        List<long[]> all = new ArrayList<>();
        long[] values = keys.length == 0
                ? new long[0]
                : ((Column.LongColumn) rows.rows().column(VALUE).orElseThrow().column()).values();
        for (int i = 0; i < keys.length; i++) {
            all.add(new long[] {keys[i], values[i]});
        }
        return all;
    }

    /** Counts all rows. */
    public long count(String collection) {
        return read(collection, true).count();
    }

    private ShardRows read(String collection, boolean countOnly) {
        Collection owner = collection(collection);
        return query().query(
                        new QueryRole.ShardRead(
                                new ShardId(owner.id(), 0),
                                coordinator.catalog().version(),
                                new Guarantee.Newest(),
                                true),
                        new QueryPlan(
                                owner.id(),
                                owner.activePartitions().map(Partition::id).toList(),
                                Optional.empty(),
                                Optional.empty(),
                                countOnly ? List.of() : List.of(VALUE),
                                -1,
                                countOnly,
                                expiredUpTo(owner)));
    }

    /** Flushes a collection and waits until all of it is in files. */
    public void flush(String collection) {
        Collection owner = collection(collection);
        DataRole.FlushTicket ticket = data().flush(owner.id());
        await("flush of " + collection, () -> data().isFlushed(owner.id(), ticket.upTo()));
    }

    /** Waits for something that another fiber brings about. */
    public void await(String what, java.util.function.BooleanSupplier isSo) {
        for (int i = 0; i < 3000; i++) {
            if (isSo.getAsBoolean()) {
                return;
            }
            runtime.sleep(Duration.ofMillis(10));
        }
        throw new AssertionError("still waiting for " + what);
    }

    /** Ends as a killed process does: nothing is told, nothing is finished. */
    public void crash() {
        runtime.close();
        disk.close();
    }

    @Override
    public void close() {
        node.close();
        coordinator.close();
        wal.close();
        meta.close();
        objects.close();
        runtime.close();
        disk.close();
    }
}
