package io.windhover.proxy.request;

import io.windhover.model.Timestamp;
import java.util.List;
import java.util.OptionalLong;

/**
 * Rows in ascending order of the primary key, or groups in ascending order of what they have in common.
 *
 * @param collection   the collection's own name
 * @param primaryField name of the primary key
 * @param columns      output fields, all of {@code rowCount} rows
 * @param outputFields names answered for what was asked
 * @param rowCount     rows returned
 * @param count        set when count(*) was asked
 * @param servedAt     exactly the changes up to here were visible
 */
public record QueryResult(
        String collection,
        String primaryField,
        List<NamedColumn> columns,
        List<String> outputFields,
        int rowCount,
        OptionalLong count,
        Timestamp servedAt) {
    /** Copies the lists. */
    public QueryResult {
        columns = List.copyOf(columns);
        outputFields = List.copyOf(outputFields);
    }
}
