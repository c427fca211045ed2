package io.windhover.model.row;

import io.windhover.model.Invariant;

/**
 * The values of one field for a run of rows, in arrays. The place of a null row holds any value of the type (zero,
 * empty). Arrays belong to the column and are not changed after it was made.
 */
public sealed interface Column {
    /** Returns the number of rows. */
    int rowCount();

    /** Bool. */
    record BoolColumn(boolean[] values) implements Column {
        @Override
        public int rowCount() {
            return values.length;
        }
    }

    /** Int8, Int16 and Int32; the field's type tells which. */
    record IntColumn(int[] values) implements Column {
        @Override
        public int rowCount() {
            return values.length;
        }
    }

    /** Int64. */
    record LongColumn(long[] values) implements Column {
        @Override
        public int rowCount() {
            return values.length;
        }
    }

    /** Float. */
    record FloatColumn(float[] values) implements Column {
        @Override
        public int rowCount() {
            return values.length;
        }
    }

    /** Double. */
    record DoubleColumn(double[] values) implements Column {
        @Override
        public int rowCount() {
            return values.length;
        }
    }

    /** VarChar. */
    record StringColumn(String[] values) implements Column {
        @Override
        public int rowCount() {
            return values.length;
        }
    }

    /** JSON documents as UTF-8 text. */
    record JsonColumn(byte[][] values) implements Column {
        @Override
        public int rowCount() {
            return values.length;
        }
    }

    /** Arrays: row i has the elements {@code offsets[i]} to {@code offsets[i + 1]}. */
    record ArrayColumn(int[] offsets, Column elements) implements Column {
        /** Checks that offsets and elements belong together. */
        public ArrayColumn {
            Invariant.check(offsets.length > 0 && offsets[0] == 0, "array offsets do not start at 0");
            Invariant.check(
                    offsets[offsets.length - 1] == elements.rowCount(), "array offsets do not end at the elements");
        }

        @Override
        public int rowCount() {
            return offsets.length - 1;
        }
    }

    /** FloatVector: row i is {@code values[i * dim .. (i + 1) * dim)}. */
    record FloatVectorColumn(float[] values, int dim) implements Column {
        @Override
        public int rowCount() {
            return values.length / dim;
        }
    }

    /** BinaryVector, Float16Vector, BFloat16Vector (both little endian) and Int8Vector, in bytes. */
    record ByteVectorColumn(byte[] values, int rowBytes) implements Column {
        @Override
        public int rowCount() {
            return values.length / rowBytes;
        }
    }

    /**
     * SparseFloatVector: row i has the pairs {@code offsets[i]} to {@code offsets[i + 1]}; dimensions ascend within a
     * row and are unsigned 32-bit numbers.
     */
    record SparseVectorColumn(int[] offsets, int[] dimensions, float[] values) implements Column {
        @Override
        public int rowCount() {
            return offsets.length - 1;
        }
    }
}
