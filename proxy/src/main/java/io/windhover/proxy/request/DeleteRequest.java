package io.windhover.proxy.request;

import io.windhover.model.row.Value;
import java.util.Map;

/** Rows to delete: those of one partition (empty = all) that a filter matches. */
public record DeleteRequest(
        CollectionRef collection,
        String partition,
        String filter,
        Map<String, Value> templates,
        ReadConsistency reads) {
    /** Copies the values. */
    public DeleteRequest {
        templates = Map.copyOf(templates);
    }
}
