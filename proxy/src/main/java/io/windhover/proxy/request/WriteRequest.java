package io.windhover.proxy.request;

import java.util.List;

/**
 * Rows to insert or upsert.
 *
 * @param collection where
 * @param partition  empty = the default one, or by partition key
 * @param columns    one for each field that brings values
 * @param rowCount   of each column
 */
public record WriteRequest(CollectionRef collection, String partition, List<NamedColumn> columns, int rowCount) {
    /** Copies the list. */
    public WriteRequest {
        columns = List.copyOf(columns);
    }
}
