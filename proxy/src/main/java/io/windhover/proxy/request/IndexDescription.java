package io.windhover.proxy.request;

import io.windhover.model.catalog.IndexDefinition;

/**
 * An index and how far its building is.
 *
 * @param index       the definition
 * @param fieldName   what it indexes
 * @param indexedRows rows of sealed segments that have it (or are too few to need it)
 * @param totalRows   rows of all sealed segments
 * @param pendingRows rows of sealed segments that wait for it
 */
public record IndexDescription(
        IndexDefinition index, String fieldName, long indexedRows, long totalRows, long pendingRows) {
    /** Tells whether no sealed row waits. */
    public boolean finished() {
        return pendingRows == 0;
    }
}
