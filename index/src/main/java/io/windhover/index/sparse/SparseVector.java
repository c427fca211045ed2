package io.windhover.index.sparse;

import io.windhover.model.DatabaseException;
import java.util.Arrays;

/**
 * A query: pairs of a dimension and a weight.
 *
 * @param dimensions unsigned 32-bit numbers, ascending, no two the same
 * @param values     one weight per dimension, finite; may be negative or zero
 */
public record SparseVector(int[] dimensions, float[] values) {
    /** Checks the order. */
    public SparseVector {
        if (dimensions.length != values.length) {
            throw DatabaseException.invalid(
                    "sparse vector of %d indices and %d values", dimensions.length, values.length);
        }
        for (int i = 1; i < dimensions.length; i++) {
            if (Integer.compareUnsigned(dimensions[i - 1], dimensions[i]) >= 0) {
                throw DatabaseException.invalid("unsorted or same indices in sparse float vector");
            }
        }
    }

    /**
     * Returns this vector without its smallest weights, by absolute value.
     *
     * @param ratio the part of the weights to leave out, 0 to 1
     */
    SparseVector withoutSmallest(double ratio) {
        int dropped = (int) (ratio * values.length);
        if (dropped == 0) {
            return this;
        }
        float[] sizes = new float[values.length];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Math.abs(values[i]);
        }
        Arrays.sort(sizes);
        float least = sizes[dropped];
        int[] keptDimensions = new int[values.length];
        float[] keptValues = new float[values.length];
        int kept = 0;
        for (int i = 0; i < values.length; i++) {
            if (Math.abs(values[i]) >= least) {
                keptDimensions[kept] = dimensions[i];
                keptValues[kept++] = values[i];
            }
        }
        return new SparseVector(Arrays.copyOf(keptDimensions, kept), Arrays.copyOf(keptValues, kept));
    }
}
