package io.windhover.simulation.database;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.catalog.ConsistencyLevel;
import io.windhover.model.row.Column;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldTraits;
import io.windhover.proxy.Requests;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.CreateCollection;
import io.windhover.proxy.request.CreateIndex;
import io.windhover.proxy.request.DeleteRequest;
import io.windhover.proxy.request.FieldSpec;
import io.windhover.proxy.request.NamedColumn;
import io.windhover.proxy.request.QueryRequest;
import io.windhover.proxy.request.QueryResult;
import io.windhover.proxy.request.ReadConsistency;
import io.windhover.proxy.request.SearchOptions;
import io.windhover.proxy.request.SearchRequest;
import io.windhover.proxy.request.SearchResult;
import io.windhover.proxy.request.WriteRequest;
import io.windhover.runtime.Runtime;
import io.windhover.simulation.BrokenPromiseException;
import io.windhover.simulation.Tally;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The database as the storm speaks to it: rows of a key, a content number, a flag and a vector made from the content.
 * What may be asked again is asked again while the error says that this can help, for two minutes at most.
 */
record Front(Requests requests, Runtime runtime, Tally tally) {
    private static final int DIM = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Asks until it is answered; fails the run if that takes too long, or at once if asking again cannot help. */
    <T> T patiently(String what, Supplier<T> request) {
        long fromNs = runtime.monotonicNs();
        while (true) {
            try {
                return request.get();
            } catch (DatabaseException cause) {
                if (cause.code().retry() == ErrorCode.Retry.NEVER) {
                    throw new IllegalStateException(what + ": " + cause.getMessage(), cause);
                }
                tally.count("retry_" + cause.code().name().toLowerCase(Locale.ROOT));
                boolean late = runtime.monotonicNs() - fromNs > PATIENCE.toNanos();
                BrokenPromiseException.unless(!late, "%s is not answered for %s: %s", what, PATIENCE, cause);
                runtime.sleep(Duration.ofMillis(5 + runtime.random(50)));
            }
        }
    }

    void patiently(String what, Runnable request) {
        patiently(what, () -> {
            request.run();
            return true;
        });
    }

    void createCollection(CollectionRef ref) {
        Requests api = requests;
        patiently("create " + ref.name(), () -> {
            if (!api.hasCollection(ref)) {
                api.createCollection(creation(ref));
            }
        });
    }

    private static CreateCollection creation(CollectionRef ref) {
        List<FieldSpec> fields = List.of(
                new FieldSpec("id", DataType.INT64, FieldTraits.key(false), Map.of()),
                new FieldSpec("content", DataType.INT64, FieldTraits.PLAIN, Map.of()),
                new FieldSpec("flag", DataType.INT32, FieldTraits.PLAIN, Map.of()),
                new FieldSpec("vector", DataType.FLOAT_VECTOR, FieldTraits.PLAIN, Map.of("dim", "" + DIM)));
        return new CreateCollection(ref, "", fields, false, 1, ConsistencyLevel.STRONG, Map.of(), 0);
    }

    boolean hasVectorIndex(CollectionRef ref) {
        return patiently("indexes of " + ref.name(), () -> {
            try {
                return !requests.describeIndexes(ref, "vector", "").isEmpty();
            } catch (DatabaseException cause) {
                if (cause.code() == ErrorCode.INDEX_NOT_FOUND) {
                    return false;
                }
                throw cause;
            }
        });
    }

    void index(CollectionRef ref, String field, String type) {
        Map<String, String> params = field.equals("vector")
                ? Map.of("index_type", type, "metric_type", "L2", "nlist", "4")
                : Map.of("index_type", type);
        patiently(
                "index " + field + " of " + ref.name(),
                () -> requests.createIndex(new CreateIndex(ref, field, "", params)));
    }

    boolean hasPartition(CollectionRef ref, String partition) {
        return patiently("has " + partition, () -> requests.hasPartition(ref, partition));
    }

    /** Writes rows of one content; the caller deals with failures, since the outcome is then unknown. */
    void write(CollectionRef ref, String partition, Collection<Long> keys, long content, boolean upsert) {
        int count = keys.size();
        long[] contents = new long[count];
        int[] flags = new int[count];
        float[] vectors = new float[count * DIM];
        for (int row = 0; row < count; row++) {
            contents[row] = content;
            flags[row] = flag(content);
            System.arraycopy(vector(content), 0, vectors, row * DIM, DIM);
        }
        long[] ids = keys.stream().mapToLong(Long::longValue).toArray();
        List<NamedColumn> columns = List.of(
                new NamedColumn("id", DataType.INT64, new Column.LongColumn(ids)),
                new NamedColumn("content", DataType.INT64, new Column.LongColumn(contents)),
                new NamedColumn("flag", DataType.INT32, new Column.IntColumn(flags)),
                new NamedColumn("vector", DataType.FLOAT_VECTOR, new Column.FloatVectorColumn(vectors, DIM)));
        WriteRequest request = new WriteRequest(ref, partition, columns, count);
        if (upsert) {
            requests.upsert(request);
        } else {
            requests.insert(request);
        }
    }

    /** Deletes rows; failures are the caller's. */
    void delete(CollectionRef ref, String partition, Collection<Long> keys) {
        requests.delete(new DeleteRequest(ref, partition, "id in " + keys, Map.of(), ReadConsistency.STRONG));
    }

    /** Reads content by key of all rows that a filter matches. */
    TreeMap<Long, Long> read(CollectionRef ref, List<String> partitions, String filter) {
        QueryRequest query = new QueryRequest(
                ref,
                partitions,
                filter,
                Map.of(),
                Optional.empty(),
                List.of("id", "content"),
                -1,
                0,
                ReadConsistency.STRONG);
        QueryResult result = patiently("read " + ref.name() + partitions, () -> requests.query(query));
        long[] ids = longs(result.columns(), "id");
        long[] contents = longs(result.columns(), "content");
        TreeMap<Long, Long> found = new TreeMap<>();
        for (int row = 0; row < result.rowCount(); row++) {
            Long twice = found.put(ids[row], contents[row]);
            BrokenPromiseException.unless(twice == null, "row %s of %s is there twice", ids[row], ref.name());
        }
        return found;
    }

    private static long[] longs(List<NamedColumn> columns, String name) {
        for (NamedColumn column : columns) {
            if (column.name().equals(name)) {
                return ((Column.LongColumn) column.column()).values();
            }
        }
        throw new BrokenPromiseException("the answer lacks field " + name);
    }

    /** Finds the nearest rows to the vector of a content, best first. */
    long[] search(CollectionRef ref, List<String> partitions, long content, int limit) {
        SearchRequest search = new SearchRequest(
                ref,
                partitions,
                new Column.FloatVectorColumn(vector(content), DIM),
                SearchOptions.of("vector", limit),
                "",
                Map.of(),
                List.of(),
                ReadConsistency.STRONG);
        SearchResult result = patiently("search " + ref.name() + partitions, () -> requests.search(search));
        for (int hit = 1; hit < result.scores().length; hit++) {
            BrokenPromiseException.unless(
                    result.scores()[hit - 1] <= result.scores()[hit], "hits of %s are not in order", ref.name());
        }
        return ((PrimaryKeys.LongKeys) result.keys()).values();
    }

    static int flag(long content) {
        return (int) (content % 4);
    }

    private static float[] vector(long content) {
        SplittableRandom random = new SplittableRandom(content);
        float[] vector = new float[DIM];
        for (int i = 0; i < DIM; i++) {
            vector[i] = (float) random.nextDouble(-1, 1);
        }
        return vector;
    }
}
