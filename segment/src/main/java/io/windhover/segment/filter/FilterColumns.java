package io.windhover.segment.filter;

import io.windhover.index.bits.Bits;
import io.windhover.index.scalar.NgramIndex;
import io.windhover.index.scalar.ScalarIndex;
import io.windhover.model.FieldId;
import io.windhover.model.catalog.IndexedPath;
import java.util.List;
import java.util.Optional;

/**
 * The columns of one segment as a filter reads them: in blocks of rows, copied into plain arrays. The rows are 0 to
 * {@code rowCount - 1} of the evaluation that asks, and do not change while it runs. A field that the schema got after
 * the segment reads as its default or as null in every row.
 */
public interface FilterColumns {
    /** Adds the rows of {@code 0 .. nulls.size() - 1} that have no value in {@code field}. */
    void addNulls(FieldId field, Bits nulls);

    /**
     * Reads whole numbers: Int8 to Int64, and Bool as 0 or 1.
     *
     * @param from   first row
     * @param count  of rows, at most {@link FilterEvaluator#BLOCK_ROWS}
     * @param target filled from 0; what stands for a null row is any value
     */
    void readLongs(FieldId field, int from, int count, long[] target);

    /** Reads Float and Double, in the way of {@link #readLongs}. */
    void readDoubles(FieldId field, int from, int count, double[] target);

    /** Reads the UTF-8 bytes of VarChar and JSON: appends one text for each row; any text for a null row. */
    void readTexts(FieldId field, int from, int count, TextBlock target);

    /** Reads arrays: appends the elements and the end of each row; any elements for a null row. */
    void readArrays(FieldId field, int from, int count, ArrayBlock target);

    /** Returns the index on a field that answers for exactly these rows, if one is open. */
    default Optional<ScalarIndex> index(FieldId field) {
        return Optional.empty();
    }

    /** Returns the index on some values in a JSON field that answers for exactly these rows, if one is open. */
    default Optional<ScalarIndex> index(FieldId field, IndexedPath path) {
        return Optional.empty();
    }

    /**
     * Returns the index on the n-grams of a field's texts that answers for exactly these rows, if one is open.
     *
     * @param path where the texts are in a JSON field; empty for a VarChar field
     */
    default Optional<NgramIndex> ngrams(FieldId field, List<String> path) {
        return Optional.empty();
    }
}
