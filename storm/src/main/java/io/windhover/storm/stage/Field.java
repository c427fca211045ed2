package io.windhover.storm.stage;

import io.milvus.v2.common.DataType;
import io.milvus.v2.common.IndexParam.IndexType;
import io.milvus.v2.common.IndexParam.MetricType;
import java.util.function.LongFunction;

/**
 * One field, its index and what it holds in each row.
 *
 * @param name    also the name of its index
 * @param type    of the field
 * @param element of an array; {@code None} else
 * @param index   {@code None} if it has none
 * @param metric  of a vector; {@code INVALID} else
 * @param size    dimensions of a vector, most characters of a text, most elements of an array; 0 else
 * @param value   by row id: Boolean, Integer, Long, Float, Double, String, List of those, Map for JSON, null for an absent
 *                one; float[] for dense vectors of both widths, byte[] for binary ones, SortedMap for sparse ones
 */
public record Field(
        String name,
        DataType type,
        DataType element,
        IndexType index,
        MetricType metric,
        int size,
        LongFunction<Object> value) {
    /** Tells whether it is a vector. */
    public boolean isVector() {
        return metric != MetricType.INVALID;
    }

    /** Tells whether it has an index that is dropped and made again while the collection is loaded. */
    public boolean isRebuilt() {
        return !isVector() && index != IndexType.None;
    }

    /** Tells whether its index finds exactly the nearest, not most of them. */
    public boolean isExact() {
        return index == IndexType.BIN_FLAT || index == IndexType.SPARSE_INVERTED_INDEX;
    }

    /** Returns it without an index. */
    public Field bare() {
        return new Field(name, type, element, IndexType.None, metric, size, value);
    }

    /** Tells whether rows may lack it. */
    public boolean isNullable() {
        return name.equals(Rows.NULLABLE);
    }

    /** Returns what a user would call it: type and index. */
    public String title() {
        String kind = element == DataType.None ? type.toString() : "Array<" + element + ">";
        return index == IndexType.None ? kind : kind + " with " + index.getName();
    }
}
