package io.windhover.segment.filter;

import io.windhover.model.FieldId;
import io.windhover.model.row.Column;
import io.windhover.model.row.FieldColumn;
import io.windhover.model.row.RowBatch;
import io.windhover.model.row.Value;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.schema.FieldTraits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * The rows of {@link TestColumns} as batches that segments take, and the schemas of them: a first one, and the whole one,
 * which some fields were added to later, with a default or without one.
 */
public final class ColumnBatches {
    private final TestColumns columns;
    private final CollectionSchema first;
    private final CollectionSchema whole;

    /** Chooses fields that come later; their first {@code oldRows} values become the default or null. */
    public ColumnBatches(TestColumns columns, int oldRows, Random random) {
        this.columns = columns;
        List<FieldSchema> early = new ArrayList<>();
        List<FieldSchema> late = new ArrayList<>();
        early.add(new FieldSchema(TestColumns.KEY, "id", DataType.INT64, FieldTraits.key(false), Map.of()));
        Map<FieldId, DataType> all = new LinkedHashMap<>(TestColumns.TYPES);
        TestColumns.ELEMENTS.keySet().forEach(array -> all.put(array, DataType.ARRAY));
        all.forEach((id, type) -> {
            boolean isLate = random.nextInt(5) == 0;
            Object value = isLate && type != DataType.JSON && type != DataType.ARRAY && random.nextBoolean()
                    ? TestColumns.scalar(random, type)
                    : null;
            (isLate ? late : early).add(field(id, type, Optional.ofNullable(value)));
            if (isLate) {
                columns.fill(id, oldRows, value);
            }
        });
        this.first = new CollectionSchema("", early, 0);
        List<FieldSchema> fields = new ArrayList<>(early);
        fields.addAll(late);
        this.whole = new CollectionSchema("", fields, 1);
    }

    private static FieldSchema field(FieldId id, DataType type, Optional<Object> value) {
        return new FieldSchema(
                id,
                "f" + id,
                type,
                Optional.ofNullable(TestColumns.ELEMENTS.get(id)),
                FieldTraits.NULLABLE,
                Map.of("max_length", "100", "max_capacity", "10"),
                value.map(ColumnBatches::constant),
                "");
    }

    private static Value constant(Object value) {
        return switch (value) {
            case Boolean bool -> new Value.BoolValue(bool);
            case Long number -> new Value.LongValue(number);
            case Double real -> new Value.DoubleValue(real);
            default -> new Value.StringValue((String) value);
        };
    }

    /** Returns a constant as a plain object. */
    public static Object plain(Value value) {
        return NaiveEvaluator.plain(value);
    }

    /** Returns the schema of the old rows. */
    public CollectionSchema first() {
        return first;
    }

    /** Returns the schema with every field. */
    public CollectionSchema whole() {
        return whole;
    }

    /** Returns rows {@code from} to {@code to - 1}. */
    public RowBatch batch(CollectionSchema schema, int from, int to) {
        List<FieldColumn> batch = new ArrayList<>();
        for (FieldSchema field : schema.fields()) {
            BitSet nulls = new BitSet();
            List<Object> values = new ArrayList<>();
            for (int row = from; row < to; row++) {
                Object value = columns.at(field.id(), row);
                nulls.set(row - from, value == null);
                values.add(field.type() == DataType.JSON && value != null ? columns.json(row) : value);
            }
            Column column = field.type() == DataType.ARRAY
                    ? lists(values, field.elementType().orElseThrow())
                    : column(values, field.type());
            batch.add(new FieldColumn(field.id(), column, Optional.of(nulls).filter(bits -> !bits.isEmpty())));
        }
        return new RowBatch(batch, to - from);
    }

    private static Column lists(List<Object> lists, DataType element) {
        int[] offsets = new int[lists.size() + 1];
        List<Object> elements = new ArrayList<>();
        for (int row = 0; row < lists.size(); row++) {
            elements.addAll(lists.get(row) == null ? List.of() : (List<?>) lists.get(row));
            offsets[row + 1] = elements.size();
        }
        return new Column.ArrayColumn(offsets, column(elements, element));
    }

    private static Column column(List<Object> values, DataType type) {
        int count = values.size();
        switch (type) {
            case BOOL -> {
                boolean[] bools = new boolean[count];
                for (int i = 0; i < count; i++) {
                    bools[i] = Boolean.TRUE.equals(values.get(i));
                }
                return new Column.BoolColumn(bools);
            }
            case FLOAT -> {
                float[] reals = new float[count];
                for (int i = 0; i < count; i++) {
                    reals[i] = ((Number) orZero(values.get(i))).floatValue();
                }
                return new Column.FloatColumn(reals);
            }
            case DOUBLE -> {
                return new Column.DoubleColumn(values.stream()
                        .mapToDouble(v -> ((Number) orZero(v)).doubleValue())
                        .toArray());
            }
            case INT64 -> {
                return new Column.LongColumn(values.stream()
                        .mapToLong(v -> ((Number) orZero(v)).longValue())
                        .toArray());
            }
            case VARCHAR -> {
                return new Column.StringColumn(
                        values.stream().map(v -> v == null ? "" : (String) v).toArray(String[]::new));
            }
            case JSON -> {
                return new Column.JsonColumn(values.stream()
                        .map(v -> v == null ? "{}".getBytes(StandardCharsets.UTF_8) : (byte[]) v)
                        .toArray(byte[][]::new));
            }
            default -> {
                return new Column.IntColumn(values.stream()
                        .mapToInt(v -> ((Number) orZero(v)).intValue())
                        .toArray());
            }
        }
    }

    private static Object orZero(Object value) {
        return value == null ? 0L : value;
    }
}
