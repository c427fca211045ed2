package io.windhover.proxy.request;

import io.windhover.model.Timestamp;
import io.windhover.model.row.PrimaryKeys;
import java.util.List;
import java.util.Optional;

/**
 * Hits, query after query, best first within each.
 *
 * @param collection  the collection's own name
 * @param primaryField name of the primary key
 * @param hitCounts   of each query
 * @param keys        of all hits
 * @param scores      of all hits
 * @param columns     output fields of all hits
 * @param outputFields names answered for what was asked
 * @param groupBy     values of the grouping field of all hits
 * @param servedAt    exactly the changes up to here were visible
 */
public record SearchResult(
        String collection,
        String primaryField,
        int[] hitCounts,
        PrimaryKeys keys,
        float[] scores,
        List<NamedColumn> columns,
        List<String> outputFields,
        Optional<NamedColumn> groupBy,
        Timestamp servedAt) {
    /** Copies the lists. */
    public SearchResult {
        columns = List.copyOf(columns);
        outputFields = List.copyOf(outputFields);
    }
}
