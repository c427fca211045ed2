package io.windhover.server.milvus;

import io.windhover.model.row.Column;
import java.util.BitSet;

/** Gives every null row a place in a column that came without one. */
final class ColumnSpread {
    private ColumnSpread() {}

    /**
     * Returns the column with {@code rowCount} rows.
     *
     * @param column values of the rows that are not null, in order
     * @param nulls  bit per row, set = null; the column has exactly the other rows
     */
    static Column spread(Column column, int rowCount, BitSet nulls) {
        return switch (column) {
            case Column.BoolColumn c -> {
                boolean[] values = new boolean[rowCount];
                place(nulls, rowCount, (from, to) -> values[to] = c.values()[from]);
                yield new Column.BoolColumn(values);
            }
            case Column.IntColumn c -> {
                int[] values = new int[rowCount];
                place(nulls, rowCount, (from, to) -> values[to] = c.values()[from]);
                yield new Column.IntColumn(values);
            }
            case Column.LongColumn c -> {
                long[] values = new long[rowCount];
                place(nulls, rowCount, (from, to) -> values[to] = c.values()[from]);
                yield new Column.LongColumn(values);
            }
            case Column.FloatColumn c -> {
                float[] values = new float[rowCount];
                place(nulls, rowCount, (from, to) -> values[to] = c.values()[from]);
                yield new Column.FloatColumn(values);
            }
            case Column.DoubleColumn c -> {
                double[] values = new double[rowCount];
                place(nulls, rowCount, (from, to) -> values[to] = c.values()[from]);
                yield new Column.DoubleColumn(values);
            }
            case Column.StringColumn c -> {
                String[] values = new String[rowCount];
                java.util.Arrays.fill(values, "");
                place(nulls, rowCount, (from, to) -> values[to] = c.values()[from]);
                yield new Column.StringColumn(values);
            }
            case Column.JsonColumn c -> {
                byte[][] values = new byte[rowCount][0];
                place(nulls, rowCount, (from, to) -> values[to] = c.values()[from]);
                yield new Column.JsonColumn(values);
            }
            case Column.ArrayColumn c -> new Column.ArrayColumn(offsets(c.offsets(), rowCount, nulls), c.elements());
            case Column.FloatVectorColumn c -> {
                float[] values = new float[Math.multiplyExact(rowCount, c.dim())];
                place(
                        nulls,
                        rowCount,
                        (from, to) -> System.arraycopy(c.values(), from * c.dim(), values, to * c.dim(), c.dim()));
                yield new Column.FloatVectorColumn(values, c.dim());
            }
            case Column.ByteVectorColumn c -> {
                int bytes = c.rowBytes();
                byte[] values = new byte[Math.multiplyExact(rowCount, bytes)];
                place(
                        nulls,
                        rowCount,
                        (from, to) -> System.arraycopy(c.values(), from * bytes, values, to * bytes, bytes));
                yield new Column.ByteVectorColumn(values, bytes);
            }
            case Column.SparseVectorColumn c ->
                new Column.SparseVectorColumn(offsets(c.offsets(), rowCount, nulls), c.dimensions(), c.values());
        };
    }

    private interface Move {
        void row(int from, int to);
    }

    private static void place(BitSet nulls, int rowCount, Move move) {
        int from = 0;
        for (int to = nulls.nextClearBit(0); to < rowCount; to = nulls.nextClearBit(to + 1)) {
            move.row(from++, to);
        }
    }

    private static int[] offsets(int[] dense, int rowCount, BitSet nulls) {
        int[] offsets = new int[rowCount + 1];
        int from = 0;
        for (int to = 0; to < rowCount; to++) {
            offsets[to + 1] = nulls.get(to) ? offsets[to] : dense[++from];
        }
        return offsets;
    }
}
