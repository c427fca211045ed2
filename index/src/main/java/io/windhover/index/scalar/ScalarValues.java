package io.windhover.index.scalar;

import io.windhover.model.DatabaseException;
import io.windhover.model.row.Column;
import java.nio.charset.StandardCharsets;

/** The values to index, one per row; the place of a null row may hold anything of the type (no null reference). */
public sealed interface ScalarValues {
    /** Returns the number of rows. */
    int rowCount();

    /**
     * Bool (0, 1) and Int8 to Int64.
     *
     * @param values one per row
     */
    record Wholes(long[] values) implements ScalarValues {
        @Override
        public int rowCount() {
            return values.length;
        }
    }

    /**
     * Float and Double. Minus zero equals zero; NaN equals nothing and lies in no range.
     *
     * @param values one per row
     */
    record Reals(double[] values) implements ScalarValues {
        @Override
        public int rowCount() {
            return values.length;
        }
    }

    /**
     * VarChar, ordered by unsigned bytes.
     *
     * @param values UTF-8, one per row
     */
    record Texts(byte[][] values) implements ScalarValues {
        @Override
        public int rowCount() {
            return values.length;
        }
    }

    /**
     * Arrays: row i has the elements {@code offsets[i]} to {@code offsets[i + 1]}.
     *
     * @param offsets  rows + 1, ascending from 0
     * @param elements all elements, not arrays themselves
     */
    record Lists(int[] offsets, ScalarValues elements) implements ScalarValues {
        @Override
        public int rowCount() {
            return offsets.length - 1;
        }
    }

    /** Returns the values of a column; fails with PARAMETER_INVALID for JSON and vectors. */
    static ScalarValues of(Column column) {
        return switch (column) {
            case Column.BoolColumn typed -> new Wholes(widen(typed.values()));
            case Column.IntColumn typed -> new Wholes(widen(typed.values()));
            case Column.LongColumn typed -> new Wholes(typed.values());
            case Column.FloatColumn typed -> new Reals(widen(typed.values()));
            case Column.DoubleColumn typed -> new Reals(typed.values());
            case Column.StringColumn typed -> new Texts(encode(typed.values()));
            case Column.ArrayColumn arrays -> new Lists(arrays.offsets(), of(arrays.elements()));
            case Column.JsonColumn json -> throw unsupported(json);
            case Column.FloatVectorColumn vectors -> throw unsupported(vectors);
            case Column.ByteVectorColumn vectors -> throw unsupported(vectors);
            case Column.SparseVectorColumn vectors -> throw unsupported(vectors);
        };
    }

    private static DatabaseException unsupported(Column column) {
        return DatabaseException.invalid(
                "no scalar index on %s", column.getClass().getSimpleName());
    }

    private static long[] widen(boolean[] values) {
        long[] wide = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            wide[i] = values[i] ? 1 : 0;
        }
        return wide;
    }

    private static long[] widen(int[] values) {
        long[] wide = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    private static double[] widen(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    private static byte[][] encode(String[] values) {
        byte[][] encoded = new byte[values.length][];
        for (int i = 0; i < values.length; i++) {
            encoded[i] = values[i] == null ? new byte[0] : values[i].getBytes(StandardCharsets.UTF_8);
        }
        return encoded;
    }
}
