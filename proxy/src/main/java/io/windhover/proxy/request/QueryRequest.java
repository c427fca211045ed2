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
 * @param outputFields names, "*" = all, "count(*)" alone = how many
 * @param limit        rows wanted; negative = all
 * @param offset       rows left out before
 * @param consistency  how fresh
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
        ReadConsistency consistency) {
    /** Copies the lists. */
    public QueryRequest {
        partitions = List.copyOf(partitions);
        templates = Map.copyOf(templates);
        outputFields = List.copyOf(outputFields);
    }
}
