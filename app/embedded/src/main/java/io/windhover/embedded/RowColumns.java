package io.windhover.embedded;

import io.windhover.model.DatabaseException;
import io.windhover.model.row.Column;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.proxy.request.NamedColumn;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Turns rows as maps into columns, by the schema's types. Keys without a field go into the dynamic field. */
final class RowColumns {
    private RowColumns() {}

    static List<NamedColumn> columns(CollectionSchema schema, List<? extends Map<String, ?>> rows) {
        List<NamedColumn> columns = new ArrayList<>();
        for (FieldSchema field : schema.fields()) {
            if (!field.traits().dynamic() && rows.stream().anyMatch(row -> row.containsKey(field.name()))) {
                columns.add(column(field, rows));
            }
        }
        dynamic(schema, rows).ifPresent(columns::add);
        return columns;
    }

    private static NamedColumn column(FieldSchema field, List<? extends Map<String, ?>> rows) {
        BitSet nulls = new BitSet();
        List<Object> values = new ArrayList<>(rows.size());
        for (int row = 0; row < rows.size(); row++) {
            Object value = rows.get(row).get(field.name());
            if (value == null) {
                nulls.set(row);
            }
            values.add(value);
        }
        return new NamedColumn(
                field.name(),
                field.type(),
                field.elementType(),
                values(field, field.type(), values),
                nulls.isEmpty() ? Optional.empty() : Optional.of(nulls),
                false);
    }

    /** Returns values of one type as a column; nulls become zeros. */
    static Column values(FieldSchema field, DataType type, List<Object> values) {
        int count = values.size();
        return switch (type) {
            case BOOL -> {
                boolean[] out = new boolean[count];
                for (int i = 0; i < count; i++) {
                    out[i] = values.get(i) != null && of(field, Boolean.class, values.get(i));
                }
                yield new Column.BoolColumn(out);
            }
            case INT8, INT16, INT32 ->
                new Column.IntColumn(values.stream()
                        .mapToInt(v -> Math.toIntExact(whole(field, v)))
                        .toArray());
            case INT64 ->
                new Column.LongColumn(
                        values.stream().mapToLong(v -> whole(field, v)).toArray());
            case FLOAT -> {
                float[] out = new float[count];
                for (int i = 0; i < count; i++) {
                    out[i] = values.get(i) == null
                            ? 0
                            : of(field, Number.class, values.get(i)).floatValue();
                }
                yield new Column.FloatColumn(out);
            }
            case DOUBLE ->
                new Column.DoubleColumn(values.stream()
                        .mapToDouble(
                                v -> v == null ? 0 : of(field, Number.class, v).doubleValue())
                        .toArray());
            case VARCHAR ->
                new Column.StringColumn(values.stream()
                        .map(v -> v == null ? "" : of(field, String.class, v))
                        .toArray(String[]::new));
            case JSON ->
                new Column.JsonColumn(values.stream()
                        .map(v -> JsonText.write(v).getBytes(StandardCharsets.UTF_8))
                        .toArray(byte[][]::new));
            case ARRAY -> arrays(field, values);
            case FLOAT_VECTOR -> floats(field, values);
            case BINARY_VECTOR, FLOAT16_VECTOR, BFLOAT16_VECTOR, INT8_VECTOR -> bytes(field, values);
            case SPARSE_FLOAT_VECTOR -> sparse(field, values);
        };
    }

    private static long whole(FieldSchema field, Object value) {
        if (value == null) {
            return 0;
        }
        return switch (value) {
            case Long n -> n;
            case Integer n -> n;
            case Short n -> n;
            case Byte n -> n;
            default -> throw wrong(field, value);
        };
    }

    private static <T> T of(FieldSchema field, Class<T> type, Object value) {
        if (!type.isInstance(value)) {
            throw wrong(field, value);
        }
        return type.cast(value);
    }

    private static DatabaseException wrong(FieldSchema field, Object value) {
        return DatabaseException.invalid(
                "field %s of type %s cannot hold the value %s of %s",
                field.name(),
                field.type().wireName(),
                value,
                value == null ? "null" : value.getClass().getSimpleName());
    }

    private static Column arrays(FieldSchema field, List<Object> values) {
        int[] offsets = new int[values.size() + 1];
        List<Object> elements = new ArrayList<>();
        for (int row = 0; row < values.size(); row++) {
            if (values.get(row) != null) {
                List<?> ofRow = of(field, List.class, values.get(row));
                elements.addAll(ofRow);
            }
            offsets[row + 1] = elements.size();
        }
        return new Column.ArrayColumn(offsets, values(field, field.elementType().orElseThrow(), elements));
    }

    private static Column floats(FieldSchema field, List<Object> values) {
        float[] out = new float[values.size() * field.dim()];
        for (int row = 0; row < values.size(); row++) {
            float[] vector = of(field, float[].class, values.get(row));
            if (vector.length != field.dim()) {
                throw DatabaseException.invalid(
                        "the dim (%d) of field data(%s) is not equal to schema dim (%d)",
                        vector.length, field.name(), field.dim());
            }
            System.arraycopy(vector, 0, out, row * field.dim(), field.dim());
        }
        return new Column.FloatVectorColumn(out, field.dim());
    }

    private static Column bytes(FieldSchema field, List<Object> values) {
        int rowBytes = field.fixedBytes();
        byte[] out = new byte[values.size() * rowBytes];
        for (int row = 0; row < values.size(); row++) {
            byte[] vector = of(field, byte[].class, values.get(row));
            if (vector.length != rowBytes) {
                throw DatabaseException.invalid(
                        "field %s needs %d bytes a vector, got %d", field.name(), rowBytes, vector.length);
            }
            System.arraycopy(vector, 0, out, row * rowBytes, rowBytes);
        }
        return new Column.ByteVectorColumn(out, rowBytes);
    }

    private static Column sparse(FieldSchema field, List<Object> values) {
        int[] offsets = new int[values.size() + 1];
        List<Map.Entry<Long, Float>> pairs = new ArrayList<>();
        for (int row = 0; row < values.size(); row++) {
            SortedMap<Long, Float> sorted = new TreeMap<>();
            Map<?, ?> ofRow = of(field, Map.class, values.get(row));
            ofRow.forEach((dimension, weight) -> sorted.put(
                    whole(field, dimension), of(field, Number.class, weight).floatValue()));
            pairs.addAll(sorted.entrySet());
            offsets[row + 1] = pairs.size();
        }
        int[] dimensions = pairs.stream().mapToInt(p -> p.getKey().intValue()).toArray();
        float[] weights = new float[pairs.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = pairs.get(i).getValue();
        }
        return new Column.SparseVectorColumn(offsets, dimensions, weights);
    }

    private static Optional<NamedColumn> dynamic(CollectionSchema schema, List<? extends Map<String, ?>> rows) {
        byte[][] documents = new byte[rows.size()][];
        boolean any = false;
        for (int row = 0; row < documents.length; row++) {
            Map<String, Object> extra = new LinkedHashMap<>(rows.get(row));
            schema.fields().forEach(field -> extra.remove(field.name()));
            any |= !extra.isEmpty();
            documents[row] = JsonText.write(extra).getBytes(StandardCharsets.UTF_8);
        }
        if (!any) {
            return Optional.empty();
        }
        return Optional.of(new NamedColumn(
                FieldSchema.DYNAMIC_NAME,
                DataType.JSON,
                Optional.empty(),
                new Column.JsonColumn(documents),
                Optional.empty(),
                true));
    }
}
