package io.windhover.proxy.request;

import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.row.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A read of rows.
 *
 * @param collection   where
 * @param partitions   empty = all
 * @param filter       empty = every row (a limit or keys are then needed)
 * @param templates    values of the filter's {name} places
 * @param keys         only these keys
 * @param outputFields names, "*" = all, "count(*)" alone = how many; with aggregates (sum(x), min(x), max(x), avg(x),
 *     count(x)) only those and fields of {@code groupBy}
 * @param limit        rows (or groups) wanted; negative = all
 * @param offset       rows (or groups) left out before
 * @param consistency  how fresh
 * @param groupBy      names of the fields whose equal values make a group; empty = all rows are one, if aggregated
 */
public record QueryRequest(
        CollectionRef collection,
        List<String> partitions,
        String filter,
        Map<String, Value> templates,
        Optional<PrimaryKeys> keys,
        List<String> outputFields,
        long limit,
        long offset,
        ReadConsistency consistency,
        List<String> groupBy) {
    /** Copies the lists. */
    public QueryRequest {
        partitions = List.copyOf(partitions);
        templates = Map.copyOf(templates);
        outputFields = List.copyOf(outputFields);
        groupBy = List.copyOf(groupBy);
    }

    /** A read of rows that are not grouped. */
    public QueryRequest(
            CollectionRef collection,
            List<String> partitions,
            String filter,
            Map<String, Value> templates,
            Optional<PrimaryKeys> keys,
            List<String> outputFields,
            long limit,
            long offset,
            ReadConsistency consistency) {
        this(collection, partitions, filter, templates, keys, outputFields, limit, offset, consistency, List.of());
    }
}
