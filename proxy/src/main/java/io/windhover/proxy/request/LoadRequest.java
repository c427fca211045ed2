package io.windhover.proxy.request;

import java.util.List;

/**
 * What shall be searchable: a collection (no partitions named) or some partitions.
 *
 * @param replicas 0 = as it is, or as properties say, or one
 * @param fields   empty = all
 * @param groups   resource groups, one for all replicas or one for each; empty = as for {@code replicas}
 */
public record LoadRequest(
        CollectionRef collection, List<String> partitions, int replicas, List<String> fields, List<String> groups) {
    /** Copies the lists. */
    public LoadRequest {
        partitions = List.copyOf(partitions);
        fields = List.copyOf(fields);
        groups = List.copyOf(groups);
    }

    /** Loads into resource groups that are not named. */
    public LoadRequest(CollectionRef collection, List<String> partitions, int replicas, List<String> fields) {
        this(collection, partitions, replicas, fields, List.of());
    }
}
