package io.windhover.proxy.request;

import io.windhover.model.row.Column;
import io.windhover.model.row.Value;
import java.util.List;
import java.util.Map;

/**
 * A vector search.
 *
 * @param collection   where
 * @param partitions   empty = all
 * @param input        what to look for
 * @param options      how
 * @param filter       empty = every row may be found
 * @param templates    values of the filter's {name} places
 * @param outputFields names, "*" = all scalar and vector fields
 * @param consistency  how fresh
 */
public record SearchRequest(
        CollectionRef collection,
        List<String> partitions,
        SearchInput input,
        SearchOptions options,
        String filter,
        Map<String, Value> templates,
        List<String> outputFields,
        ReadConsistency consistency) {
    /** Copies the lists. */
    public SearchRequest {
        partitions = List.copyOf(partitions);
        templates = Map.copyOf(templates);
        outputFields = List.copyOf(outputFields);
    }

    /** A search for vectors, one row a query. */
    public SearchRequest(
            CollectionRef collection,
            List<String> partitions,
            Column queries,
            SearchOptions options,
            String filter,
            Map<String, Value> templates,
            List<String> outputFields,
            ReadConsistency consistency) {
        this(
                collection,
                partitions,
                new SearchInput.Vectors(queries),
                options,
                filter,
                templates,
                outputFields,
                consistency);
    }
}
