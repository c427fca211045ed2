package io.windhover.embedded;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.row.Column;
import io.windhover.model.schema.FieldSchema;
import io.windhover.proxy.Requests;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.CreateIndex;
import io.windhover.proxy.request.DeleteRequest;
import io.windhover.proxy.request.FlushResult;
import io.windhover.proxy.request.LoadRequest;
import io.windhover.proxy.request.LoadStatus;
import io.windhover.proxy.request.QueryRequest;
import io.windhover.proxy.request.QueryResult;
import io.windhover.proxy.request.ReadConsistency;
import io.windhover.proxy.request.SearchOptions;
import io.windhover.proxy.request.SearchRequest;
import io.windhover.proxy.request.SearchResult;
import io.windhover.proxy.request.WriteRequest;
import io.windhover.proxy.request.WriteResult;
import io.windhover.runtime.Runtime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * One collection of an embedded database, rows as maps. Everything here is a short form of {@link Requests}, which has
 * the whole language and moves columns without an object per row. All reads are strong. Errors are {@link
 * DatabaseException}s.
 */
public final class CollectionHandle {
    private static final Duration POLL = Duration.ofMillis(2);
    private static final Duration WAIT_MAX = Duration.ofMinutes(10);

    private final Requests requests;
    private final Runtime runtime;
    private final CollectionRef ref;

    /** Takes a collection of the default database of whatever answers {@code requests}. */
    public CollectionHandle(Requests requests, Runtime runtime, String name) {
        this.requests = requests;
        this.runtime = runtime;
        this.ref = new CollectionRef(name);
    }

    /** Adds rows: values by field name, unnamed keys go into the dynamic field. Returns what was written. */
    public WriteResult insert(List<? extends Map<String, ?>> rows) {
        return requests.insert(write(rows));
    }

    /** Replaces rows by primary key, or adds them. */
    public WriteResult upsert(List<? extends Map<String, ?>> rows) {
        return requests.upsert(write(rows));
    }

    private WriteRequest write(List<? extends Map<String, ?>> rows) {
        var schema = requests.describeCollection(ref).collection().schema();
        return new WriteRequest(ref, "", RowColumns.columns(schema, rows), rows.size());
    }

    /** Deletes the rows that a filter matches; returns how many keys were deleted. */
    public long delete(String filter) {
        return requests.delete(new DeleteRequest(ref, "", filter, Map.of(), ReadConsistency.STRONG))
                .count();
    }

    /** Creates an index on a vector or scalar field; {@code params} by Milvus's names (metric_type, M…). */
    public void createIndex(String field, String indexType, Map<String, String> params) {
        Map<String, String> all = new LinkedHashMap<>(params);
        all.put("index_type", indexType);
        requests.createIndex(new CreateIndex(ref, field, "", all));
    }

    /** Creates partitions in one step, all or none; those that exist stay as they are. */
    public void createPartitions(List<String> names) {
        requests.createPartitions(ref, names);
    }

    /** Drops released partitions with their rows in one step, all or none; absent ones are fine. */
    public void dropPartitions(List<String> names) {
        requests.dropPartitions(ref, names);
    }

    /** Makes the collection searchable and waits until it is. */
    public void load() {
        requests.load(new LoadRequest(ref, List.of(), 1, List.of()));
        await("load", () -> requests.loadStatus(ref, List.of()) instanceof LoadStatus.Loaded);
    }

    /** Gives the memory of a loaded collection back. */
    public void release() {
        requests.release(ref, List.of());
    }

    /** Brings everything written so far into segment files and waits until it is there. */
    public void flush() {
        for (FlushResult flush : requests.flush(ref.database(), List.of(ref.name()))) {
            await("flush", () -> requests.isFlushed(ref, flush.upTo()));
        }
    }

    private void await(String what, BooleanSupplier done) {
        long from = runtime.monotonicNs();
        while (!done.getAsBoolean()) {
            if (runtime.monotonicNs() - from > WAIT_MAX.toNanos()) {
                throw new DatabaseException(
                        ErrorCode.DEADLINE_EXCEEDED, what + " of " + ref.name() + " took more than " + WAIT_MAX);
            }
            runtime.sleep(POLL);
        }
    }

    /** Finds the rows nearest to a vector: float[] for FloatVector, byte[] for others, a Map for sparse ones. */
    public List<Hit> search(String vectorField, Object vector, int limit, String filter, String... outputFields) {
        FieldSchema field = requests.describeCollection(ref)
                .collection()
                .schema()
                .field(vectorField)
                .orElseThrow(() -> DatabaseException.invalid("field %s not exist", vectorField));
        Column queries = RowColumns.values(field, field.type(), List.of(vector));
        SearchResult result = requests.search(new SearchRequest(
                ref,
                List.of(),
                queries,
                SearchOptions.of(vectorField, limit),
                filter,
                Map.of(),
                List.of(outputFields),
                ReadConsistency.STRONG));
        List<Hit> hits = new ArrayList<>();
        for (int row = 0; row < result.scores().length; row++) {
            hits.add(new Hit(result.keys().at(row), result.scores()[row], ColumnRows.row(result.columns(), row)));
        }
        return hits;
    }

    /** Reads the rows that a filter matches in order of their primary keys, at most {@code limit}. */
    public List<Map<String, Object>> query(String filter, int limit, String... outputFields) {
        QueryResult result = requests.query(read(filter, limit, List.of(outputFields)));
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int row = 0; row < result.rowCount(); row++) {
            rows.add(ColumnRows.row(result.columns(), row));
        }
        return rows;
    }

    /** Counts the rows that a filter matches; a blank filter counts all. */
    public long count(String filter) {
        return requests.query(read(filter, -1, List.of("count(*)"))).count().orElseThrow();
    }

    private QueryRequest read(String filter, long limit, List<String> outputFields) {
        return new QueryRequest(
                ref, List.of(), filter, Map.of(), Optional.empty(), outputFields, limit, 0, ReadConsistency.STRONG);
    }
}
