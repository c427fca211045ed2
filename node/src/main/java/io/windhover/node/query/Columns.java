package io.windhover.node.query;

import io.windhover.model.Invariant;
import io.windhover.model.row.Column;
import io.windhover.model.row.Column.ArrayColumn;
import io.windhover.model.row.Column.BoolColumn;
import io.windhover.model.row.Column.ByteVectorColumn;
import io.windhover.model.row.Column.DoubleColumn;
import io.windhover.model.row.Column.FloatColumn;
import io.windhover.model.row.Column.FloatVectorColumn;
import io.windhover.model.row.Column.IntColumn;
import io.windhover.model.row.Column.JsonColumn;
import io.windhover.model.row.Column.LongColumn;
import io.windhover.model.row.Column.SparseVectorColumn;
import io.windhover.model.row.Column.StringColumn;
import io.windhover.model.row.FieldColumn;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.row.RowBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Makes new columns out of old ones: some rows of one, or several one after the other. */
final class Columns {
    private Columns() {}

    /** Returns the given rows of a batch, in the given order. */
    public static RowBatch select(RowBatch batch, int[] rows) {
        List<FieldColumn> columns = new ArrayList<>();
        for (FieldColumn column : batch.columns()) {
            columns.add(select(column, rows));
        }
        return new RowBatch(columns, rows.length);
    }

    /** Returns the given rows of a column with their nulls. */
    public static FieldColumn select(FieldColumn column, int[] rows) {
        return new FieldColumn(
                column.field(), select(column.column(), rows), column.nulls().map(nulls -> select(nulls, rows)));
    }

    /** Returns the given rows' nulls. */
    public static BitSet select(BitSet nulls, int[] rows) {
        BitSet selected = new BitSet(rows.length);
        for (int i = 0; i < rows.length; i++) {
            if (nulls.get(rows[i])) {
                selected.set(i);
            }
        }
        return selected;
    }

    /** Returns the given rows of a column. */
    public static Column select(Column column, int[] rows) {
        int count = rows.length;
        return switch (column) {
            case BoolColumn c -> {
                boolean[] values = new boolean[count];
                for (int i = 0; i < count; i++) {
                    values[i] = c.values()[rows[i]];
                }
                yield new BoolColumn(values);
            }
            case IntColumn c ->
                new IntColumn(Arrays.stream(rows).map(r -> c.values()[r]).toArray());
            case LongColumn c ->
                new LongColumn(Arrays.stream(rows).mapToLong(r -> c.values()[r]).toArray());
            case FloatColumn c -> new FloatColumn(selectFloats(c.values(), 1, rows));
            case DoubleColumn c ->
                new DoubleColumn(
                        Arrays.stream(rows).mapToDouble(r -> c.values()[r]).toArray());
            case StringColumn c ->
                new StringColumn(
                        Arrays.stream(rows).mapToObj(r -> c.values()[r]).toArray(String[]::new));
            case JsonColumn c ->
                new JsonColumn(Arrays.stream(rows).mapToObj(r -> c.values()[r]).toArray(byte[][]::new));
            case ArrayColumn c -> selectArrays(c, rows);
            case FloatVectorColumn c -> new FloatVectorColumn(selectFloats(c.values(), c.dim(), rows), c.dim());
            case ByteVectorColumn c -> {
                byte[] values = new byte[count * c.rowBytes()];
                for (int i = 0; i < count; i++) {
                    System.arraycopy(c.values(), rows[i] * c.rowBytes(), values, i * c.rowBytes(), c.rowBytes());
                }
                yield new ByteVectorColumn(values, c.rowBytes());
            }
            case SparseVectorColumn c -> selectSparse(c, rows);
        };
    }

    private static float[] selectFloats(float[] from, int width, int[] rows) {
        float[] values = new float[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(from, rows[i] * width, values, i * width, width);
        }
        return values;
    }

    private static Column selectArrays(ArrayColumn column, int[] rows) {
        int[] offsets = selectOffsets(column.offsets(), rows);
        return new ArrayColumn(offsets, select(column.elements(), selectElements(column.offsets(), rows, offsets)));
    }

    private static Column selectSparse(SparseVectorColumn column, int[] rows) {
        int[] offsets = selectOffsets(column.offsets(), rows);
        int[] elements = selectElements(column.offsets(), rows, offsets);
        int[] dimensions =
                Arrays.stream(elements).map(e -> column.dimensions()[e]).toArray();
        return new SparseVectorColumn(offsets, dimensions, selectFloats(column.values(), 1, elements));
    }

    private static int[] selectOffsets(int[] from, int[] rows) {
        int[] offsets = new int[rows.length + 1];
        for (int i = 0; i < rows.length; i++) {
            offsets[i + 1] = offsets[i] + from[rows[i] + 1] - from[rows[i]];
        }
        return offsets;
    }

    private static int[] selectElements(int[] from, int[] rows, int[] offsets) {
        int[] elements = new int[offsets[rows.length]];
        int at = 0;
        for (int row : rows) {
            for (int e = from[row]; e < from[row + 1]; e++) {
                elements[at++] = e;
            }
        }
        return elements;
    }

    /** Returns all rows of the batches, one after the other; all have the same fields in the same order. */
    public static RowBatch concat(List<RowBatch> batches) {
        if (batches.size() == 1) {
            return batches.getFirst();
        }
        Invariant.check(!batches.isEmpty(), "nothing to put together");
        List<FieldColumn> columns = new ArrayList<>();
        for (int i = 0; i < batches.getFirst().columns().size(); i++) {
            int index = i;
            columns.add(concatFields(
                    batches.stream().map(b -> b.columns().get(index)).toList()));
        }
        return new RowBatch(
                columns, batches.stream().mapToInt(RowBatch::rowCount).sum());
    }

    /** Returns all rows of the columns of one field, one after the other. */
    public static FieldColumn concatFields(List<FieldColumn> columns) {
        BitSet nulls = new BitSet();
        int from = 0;
        for (FieldColumn column : columns) {
            int start = from;
            column.nulls().ifPresent(bits -> bits.stream().forEach(row -> nulls.set(start + row)));
            from += column.column().rowCount();
        }
        return new FieldColumn(
                columns.getFirst().field(),
                concatColumns(columns.stream().map(FieldColumn::column).toList()),
                nulls.isEmpty() ? Optional.empty() : Optional.of(nulls));
    }

    /** Returns all rows of columns of one kind, one after the other. */
    public static Column concatColumns(List<Column> columns) {
        int count = columns.stream().mapToInt(Column::rowCount).sum();
        return switch (columns.getFirst()) {
            case BoolColumn ignored -> {
                boolean[] values = new boolean[count];
                int at = 0;
                for (Column column : columns) {
                    boolean[] part = ((BoolColumn) column).values();
                    System.arraycopy(part, 0, values, at, part.length);
                    at += part.length;
                }
                yield new BoolColumn(values);
            }
            case IntColumn ignored ->
                new IntColumn(columns.stream()
                        .flatMapToInt(c -> Arrays.stream(((IntColumn) c).values()))
                        .toArray());
            case LongColumn ignored ->
                new LongColumn(columns.stream()
                        .flatMapToLong(c -> Arrays.stream(((LongColumn) c).values()))
                        .toArray());
            case FloatColumn ignored ->
                new FloatColumn(concatFloats(
                        columns.stream().map(c -> ((FloatColumn) c).values()).toList()));
            case DoubleColumn ignored ->
                new DoubleColumn(columns.stream()
                        .flatMapToDouble(c -> Arrays.stream(((DoubleColumn) c).values()))
                        .toArray());
            case StringColumn ignored ->
                new StringColumn(columns.stream()
                        .flatMap(c -> Arrays.stream(((StringColumn) c).values()))
                        .toArray(String[]::new));
            case JsonColumn ignored ->
                new JsonColumn(columns.stream()
                        .flatMap(c -> Arrays.stream(((JsonColumn) c).values()))
                        .toArray(byte[][]::new));
            case ArrayColumn arrays -> concatArrays(columns, count);
            case FloatVectorColumn first ->
                new FloatVectorColumn(
                        concatFloats(columns.stream()
                                .map(c -> ((FloatVectorColumn) c).values())
                                .toList()),
                        first.dim());
            case ByteVectorColumn first -> concatByteVectors(columns, count, first.rowBytes());
            case SparseVectorColumn ignored -> concatSparse(columns, count);
        };
    }

    private static Column concatByteVectors(List<Column> columns, int count, int rowBytes) {
        byte[] values = new byte[count * rowBytes];
        int at = 0;
        for (Column column : columns) {
            byte[] part = ((ByteVectorColumn) column).values();
            System.arraycopy(part, 0, values, at, part.length);
            at += part.length;
        }
        return new ByteVectorColumn(values, rowBytes);
    }

    private static Column concatArrays(List<Column> columns, int count) {
        List<int[]> offsets =
                columns.stream().map(c -> ((ArrayColumn) c).offsets()).toList();
        return new ArrayColumn(
                concatOffsets(offsets, count),
                concatColumns(
                        columns.stream().map(c -> ((ArrayColumn) c).elements()).toList()));
    }

    private static Column concatSparse(List<Column> columns, int count) {
        List<SparseVectorColumn> parts =
                columns.stream().map(c -> (SparseVectorColumn) c).toList();
        return new SparseVectorColumn(
                concatOffsets(parts.stream().map(SparseVectorColumn::offsets).toList(), count),
                parts.stream().flatMapToInt(p -> Arrays.stream(p.dimensions())).toArray(),
                concatFloats(parts.stream().map(SparseVectorColumn::values).toList()));
    }

    private static int[] concatOffsets(List<int[]> parts, int count) {
        int[] offsets = new int[count + 1];
        int row = 0;
        for (int[] part : parts) {
            int base = offsets[row];
            for (int i = 1; i < part.length; i++) {
                offsets[++row] = base + part[i];
            }
        }
        return offsets;
    }

    private static float[] concatFloats(List<float[]> parts) {
        float[] values = new float[parts.stream().mapToInt(p -> p.length).sum()];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, values, at, part.length);
            at += part.length;
        }
        return values;
    }

    /** Returns the given keys, in the given order. */
    public static PrimaryKeys select(PrimaryKeys keys, int[] rows) {
        return switch (keys) {
            case PrimaryKeys.LongKeys longs ->
                new PrimaryKeys.LongKeys(
                        Arrays.stream(rows).mapToLong(r -> longs.values()[r]).toArray());
            case PrimaryKeys.StringKeys strings ->
                new PrimaryKeys.StringKeys(
                        Arrays.stream(rows).mapToObj(r -> strings.values()[r]).toArray(String[]::new));
        };
    }

    /** Returns all keys, one list after the other; all are of one type. */
    public static PrimaryKeys concatKeys(List<PrimaryKeys> lists) {
        return switch (lists.getFirst()) {
            case PrimaryKeys.LongKeys ignored ->
                new PrimaryKeys.LongKeys(lists.stream()
                        .flatMapToLong(k -> Arrays.stream(((PrimaryKeys.LongKeys) k).values()))
                        .toArray());
            case PrimaryKeys.StringKeys ignored ->
                new PrimaryKeys.StringKeys(lists.stream()
                        .flatMap(k -> Arrays.stream(((PrimaryKeys.StringKeys) k).values()))
                        .toArray(String[]::new));
        };
    }
}
