package io.windhover.index.scalar;

import io.windhover.index.bits.Bits;
import io.windhover.index.block.Block;
import io.windhover.model.DatabaseException;
import io.windhover.model.Invariant;
import io.windhover.model.row.FieldColumn;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Optional;

/** Builds and opens scalar indexes. */
public final class ScalarIndexes {
    /** Distinct values up to which AUTOINDEX takes BITMAP, unless the index says otherwise. */
    public static final int BITMAP_CARDINALITY_LIMIT = 100;

    private static final String BITMAP_CARDINALITY_LIMIT_NAME = "bitmap_cardinality_limit";
    private static final int BITMAP_CARDINALITY_LIMIT_MAX = 1000;

    private ScalarIndexes() {}

    /** Builds an index on a column of a sealed segment. */
    public static ScalarIndex build(ScalarIndexType type, FieldColumn column) {
        ScalarValues values = ScalarValues.of(column.column());
        Optional<Bits> valid = column.nulls().map(nulls -> {
            Bits rows = Bits.all(values.rowCount());
            nulls.stream().forEach(rows::clear);
            return rows;
        });
        return build(type, values, valid);
    }

    /** Builds an index on values; {@code valid} has a bit set for each row that is not null, empty = all. */
    public static ScalarIndex build(ScalarIndexType type, ScalarValues values, Optional<Bits> valid) {
        return build(type, values, valid, BITMAP_CARDINALITY_LIMIT);
    }

    /**
     * Builds an index on values, on the heap; write it out and open it mapped to keep it.
     *
     * @param type                   what to build; must fit the values
     * @param values                 one value or array per row
     * @param valid                  bit set for each row that is not null, empty = all
     * @param bitmapCardinalityLimit distinct values up to which AUTOINDEX takes BITMAP
     * @throws DatabaseException PARAMETER_INVALID if the type does not fit the values
     */
    public static ScalarIndex build(
            ScalarIndexType type, ScalarValues values, Optional<Bits> valid, int bitmapCardinalityLimit) {
        boolean isArray = values instanceof ScalarValues.Lists;
        Inversion inversion = Inversion.of(values, valid);
        ScalarIndexType resolved = resolve(type, inversion, isArray, bitmapCardinalityLimit);
        switch (resolved) {
            case BITMAP -> require(!inversion.isReal(), "BITMAP index on real numbers");
            case STL_SORT -> require(!isArray, "STL_SORT index on arrays");
            case TRIE -> require(!isArray && inversion.isText(), "TRIE index on a field that is not VarChar");
            case INVERTED -> {}
            case AUTOINDEX -> throw Invariant.unreachable("an unresolved index type");
        }
        return of(IndexBlock.write(resolved, inversion, isArray, values.rowCount(), valid));
    }

    private static ScalarIndexType resolve(
            ScalarIndexType type, Inversion inversion, boolean isArray, int bitmapCardinalityLimit) {
        if (type != ScalarIndexType.AUTOINDEX) {
            return type;
        }
        if (inversion.isReal()) {
            return isArray ? ScalarIndexType.INVERTED : ScalarIndexType.STL_SORT;
        }
        return inversion.distinctCount() <= bitmapCardinalityLimit ? ScalarIndexType.BITMAP : ScalarIndexType.INVERTED;
    }

    /**
     * Opens a serialised index in place: the result reads {@code bytes} as long as it lives.
     *
     * @throws DatabaseException DATA_INTEGRITY if the bytes are not a whole, unharmed index
     */
    public static ScalarIndex open(MemorySegment bytes) {
        return of(IndexBlock.open(bytes));
    }

    /**
     * Opens a serialised index in place, and checks that it is what the catalog says.
     *
     * @throws DatabaseException DATA_INTEGRITY if the bytes are not a whole, unharmed index of {@code rowCount} rows,
     *     or of another type
     */
    public static ScalarIndex open(ScalarIndexType type, int rowCount, MemorySegment bytes) {
        ScalarIndex index = open(bytes);
        Block.check(
                type == ScalarIndexType.AUTOINDEX || index.type() == type,
                "scalar index is %s, not %s",
                index.type(),
                type);
        Block.check(index.rowCount() == rowCount, "scalar index of %d rows, not %d", index.rowCount(), rowCount);
        return index;
    }

    private static ScalarIndex of(IndexBlock content) {
        return content.isArray() ? new ArrayIndex(content) : new ValueIndex(content);
    }

    /**
     * Returns {@code bitmap_cardinality_limit} of the parameters of an index, or the usual limit.
     *
     * @throws DatabaseException PARAMETER_INVALID
     */
    public static int bitmapCardinalityLimit(Map<String, String> parameters) {
        String text = parameters.get(BITMAP_CARDINALITY_LIMIT_NAME);
        if (text == null) {
            return BITMAP_CARDINALITY_LIMIT;
        }
        try {
            int limit = Integer.parseInt(text);
            require(
                    limit > 0 && limit <= BITMAP_CARDINALITY_LIMIT_MAX,
                    "failed to check bitmap cardinality limit, should be larger than 0 and smaller than 1000");
            return limit;
        } catch (NumberFormatException e) {
            throw DatabaseException.invalid(
                    "failed to check bitmap cardinality limit, should be larger than 0 and smaller than 1000");
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw DatabaseException.invalid("%s", message);
        }
    }
}
