package io.windhover.proxy.request;

import java.util.List;

/** What shall be searchable: a collection (no partitions named) or some partitions; {@code fields} empty = all. */
public record LoadRequest(CollectionRef collection, List<String> partitions, int replicas, List<String> fields) {
    /** Copies the lists. */
    public LoadRequest {
        partitions = List.copyOf(partitions);
        fields = List.copyOf(fields);
    }
}
