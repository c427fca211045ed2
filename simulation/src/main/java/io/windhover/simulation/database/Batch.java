package io.windhover.simulation.database;

import io.windhover.model.row.Column;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldTraits;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.FieldSpec;
import io.windhover.proxy.request.NamedColumn;
import io.windhover.proxy.request.WriteRequest;
import java.util.List;
import java.util.Map;

/** Rows as requests carry them, and the schema that they need. */
final class Batch {
    static final String KEY = "id";
    static final String VERSION = "version";
    static final String TAG = "tag";
    static final String TEXT = "text";
    static final String VECTOR = "vec";

    private Batch() {}

    static List<FieldSpec> fields() {
        return List.of(
                new FieldSpec(KEY, DataType.INT64, FieldTraits.key(false), Map.of()),
                new FieldSpec(VERSION, DataType.INT64, FieldTraits.PLAIN, Map.of()),
                new FieldSpec(TAG, DataType.INT32, FieldTraits.PLAIN, Map.of()),
                new FieldSpec(TEXT, DataType.VARCHAR, FieldTraits.PLAIN, Map.of("max_length", "64")),
                new FieldSpec(VECTOR, DataType.FLOAT_VECTOR, FieldTraits.PLAIN, Map.of("dim", "" + Row.DIM)));
    }

    static WriteRequest request(CollectionRef ref, String partition, List<Row> rows) {
        int count = rows.size();
        float[] vectors = new float[count * Row.DIM];
        for (int row = 0; row < count; row++) {
            for (int i = 0; i < Row.DIM; i++) {
                vectors[row * Row.DIM + i] =
                        Row.coordinate(rows.get(row).key(), rows.get(row).version(), i);
            }
        }
        return new WriteRequest(
                ref,
                partition,
                List.of(
                        longs(KEY, rows.stream().mapToLong(Row::key).toArray()),
                        longs(VERSION, rows.stream().mapToLong(Row::version).toArray()),
                        new NamedColumn(
                                TAG,
                                DataType.INT32,
                                new Column.IntColumn(rows.stream()
                                        .mapToInt(r -> (int) r.tag())
                                        .toArray())),
                        new NamedColumn(
                                TEXT,
                                DataType.VARCHAR,
                                new Column.StringColumn(
                                        rows.stream().map(Row::text).toArray(String[]::new))),
                        new NamedColumn(VECTOR, DataType.FLOAT_VECTOR, new Column.FloatVectorColumn(vectors, Row.DIM))),
                count);
    }

    private static NamedColumn longs(String name, long[] values) {
        return new NamedColumn(name, DataType.INT64, new Column.LongColumn(values));
    }
}
