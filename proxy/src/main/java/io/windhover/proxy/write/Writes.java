package io.windhover.proxy.write;

import io.windhover.model.DatabaseException;
import io.windhover.model.PartitionId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.Partition;
import io.windhover.model.role.IdWindow;
import io.windhover.model.role.ShardWrite;
import io.windhover.model.role.ShardWrite.KeyDeletes;
import io.windhover.model.role.ShardWrite.PartitionRows;
import io.windhover.model.row.Column;
import io.windhover.model.row.Columns;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.row.RowBatch;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.NamedColumn;
import io.windhover.proxy.request.WriteRequest;
import io.windhover.proxy.request.WriteResult;
import io.windhover.proxy.route.Roles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Inserts, upserts and deletes by key. */
public final class Writes {
    private final Roles roles;

    /** Creates the writes of one proxy. */
    public Writes(Roles roles) {
        this.roles = roles;
    }

    /** Adds rows. */
    public WriteResult insert(WriteRequest request) {
        return write(request, false);
    }

    /** Replaces rows by primary key, or adds them; of rows with equal keys in one request the last one stays. */
    public WriteResult upsert(WriteRequest request) {
        return write(request, true);
    }

    private WriteResult write(WriteRequest request, boolean upsert) {
        Catalog catalog = roles.catalog();
        CollectionRef ref = request.collection();
        Collection collection = catalog.requireCollection(ref.database(), ref.name());
        FieldSchema keyField = collection.schema().primaryKey();
        Optional<PrimaryKeys> replaced = upsert ? Optional.of(sentKeys(keyField, request)) : Optional.empty();
        RowBatch rows = RowCompletion.complete(
                collection.schema(), withoutGivenKey(keyField, request, upsert), newKeys(keyField, request));
        PrimaryKeys keys = keysOf(keyField, rows);
        RowBatch sent = lastOfEach(rows, keys, upsert);
        List<PartitionId> targets = targets(collection, request.partition());
        Timestamp at = roles.refreshing(() -> append(collection, targets, sent, replaced));
        return new WriteResult(keys, keys.count(), at);
    }

    /** Writes to partitions, or to those that took their places when the collection was truncated. */
    private Timestamp append(
            Collection planned, List<PartitionId> targets, RowBatch rows, Optional<PrimaryKeys> replaced) {
        Catalog catalog = roles.catalog();
        Collection now = catalog.collections().find(planned.id()).orElse(planned);
        List<PartitionId> present = targets.stream().map(now::successor).toList();
        return appendAll(catalog.version(), planned, present, rows, replaced);
    }

    private static WriteRequest withoutGivenKey(FieldSchema key, WriteRequest request, boolean upsert) {
        if (!key.traits().autoId()) {
            return request;
        }
        boolean sent = request.columns().stream().anyMatch(c -> c.name().equals(key.name()));
        if (sent && !upsert) {
            throw DatabaseException.invalid(
                    "the primary key %s is auto generated, no need to input: got %d values",
                    key.name(), request.rowCount());
        }
        List<NamedColumn> others = request.columns().stream()
                .filter(c -> !c.name().equals(key.name()))
                .toList();
        return new WriteRequest(request.collection(), request.partition(), others, request.rowCount());
    }

    private Optional<Column> newKeys(FieldSchema key, WriteRequest request) {
        if (!key.traits().autoId() || request.rowCount() <= 0) {
            return Optional.empty();
        }
        IdWindow ids = roles.coordinator().allocateIds(request.rowCount());
        return Optional.of(
                key.type() == DataType.INT64
                        ? new Column.LongColumn(IntStream.range(0, ids.count())
                                .mapToLong(i -> ids.first() + i)
                                .toArray())
                        : new Column.StringColumn(IntStream.range(0, ids.count())
                                .mapToObj(i -> Long.toString(ids.first() + i))
                                .toArray(String[]::new)));
    }

    /** Returns the keys that the rows of an upsert name. */
    public static PrimaryKeys sentKeys(FieldSchema key, WriteRequest request) {
        NamedColumn column = request.columns().stream()
                .filter(c -> c.name().equals(key.name()))
                .findFirst()
                .orElseThrow(
                        () -> DatabaseException.invalid("must assign pk when upsert, primary field: %s", key.name()));
        ValueCheck.check(key, column.column(), Optional.empty());
        return Routing.keys(column.column());
    }

    private static PrimaryKeys keysOf(FieldSchema key, RowBatch rows) {
        return Routing.keys(rows.column(key.id()).orElseThrow().column());
    }

    private static RowBatch lastOfEach(RowBatch rows, PrimaryKeys keys, boolean upsert) {
        if (!upsert) {
            return rows;
        }
        Map<Object, Integer> last = new HashMap<>();
        for (int row = 0; row < rows.rowCount(); row++) {
            last.put(keys.at(row), row);
        }
        if (last.size() == rows.rowCount()) {
            return rows;
        }
        return Columns.select(
                rows,
                last.values().stream().mapToInt(Integer::intValue).sorted().toArray());
    }

    private static List<PartitionId> targets(Collection collection, String partitionName) {
        if (collection.schema().partitionKey().isPresent()) {
            if (!partitionName.isEmpty()) {
                throw DatabaseException.invalid(
                        "not support manually specifying the partition names if partition key mode is used");
            }
            return collection.activePartitions().map(Partition::id).toList();
        }
        String name = partitionName.isEmpty() ? Partition.DEFAULT_NAME : partitionName;
        return List.of(Catalog.requirePartition(collection, name).id());
    }

    private Timestamp appendAll(
            long catalogVersion,
            Collection collection,
            List<PartitionId> targets,
            RowBatch rows,
            Optional<PrimaryKeys> replaced) {
        int shards = collection.settings().shardCount();
        FieldSchema key = collection.schema().primaryKey();
        List<int[]> rowsOf = shards == 1 ? List.of() : Routing.split(keysOf(key, rows), shards);
        List<int[]> keysOf = shards == 1 || replaced.isEmpty() ? List.of() : Routing.split(replaced.get(), shards);
        List<Timestamp> times = roles.fanOut(collection, "write", shard -> {
            RowBatch part = shards == 1 ? rows : Columns.select(rows, rowsOf.get(shard.number()));
            Optional<KeyDeletes> deletes = replaced.map(keys ->
                    new KeyDeletes(shards == 1 ? keys : Columns.select(keys, keysOf.get(shard.number())), List.of()));
            return append(new ShardWrite(shard, catalogVersion, byPartition(collection, targets, part), deletes));
        });
        return times.stream().reduce(Timestamp.ZERO, Timestamp::max);
    }

    private static List<PartitionRows> byPartition(Collection collection, List<PartitionId> targets, RowBatch rows) {
        if (rows.rowCount() == 0) {
            return List.of();
        }
        if (targets.size() == 1) {
            return List.of(new PartitionRows(targets.getFirst(), rows));
        }
        FieldSchema key = collection.schema().partitionKey().orElseThrow();
        List<int[]> rowsOf = Routing.split(rows.column(key.id()).orElseThrow().column(), targets.size());
        List<PartitionRows> parts = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            if (rowsOf.get(i).length > 0) {
                parts.add(new PartitionRows(targets.get(i), Columns.select(rows, rowsOf.get(i))));
            }
        }
        return parts;
    }

    private Timestamp append(ShardWrite write) {
        boolean nothing = write.inserts().isEmpty()
                && write.deletes().map(d -> d.keys().count() == 0).orElse(true);
        return nothing ? Timestamp.ZERO : roles.data().append(write);
    }

    /** Deletes rows by key in some partitions (none given: in all). */
    public Timestamp deleteKeys(
            Catalog catalog, Collection collection, List<PartitionId> partitions, PrimaryKeys keys) {
        int shards = collection.settings().shardCount();
        List<int[]> keysOf = shards == 1 ? List.of() : Routing.split(keys, shards);
        List<Timestamp> times = roles.refreshing(() -> roles.fanOut(collection, "delete", shard -> {
            PrimaryKeys part = shards == 1 ? keys : Columns.select(keys, keysOf.get(shard.number()));
            return append(
                    new ShardWrite(shard, catalog.version(), List.of(), Optional.of(new KeyDeletes(part, partitions))));
        }));
        return times.stream().reduce(Timestamp.ZERO, Timestamp::max);
    }
}
