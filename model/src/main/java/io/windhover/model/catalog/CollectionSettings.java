package io.windhover.model.catalog;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a user may choose for a collection.
 *
 * @param shardCount   fixed at creation
 * @param consistency  the default of its reads
 * @param properties   by Milvus's names, in order
 * @param keyPartitions how many partitions a partition key spreads over; 0 = no partition key
 */
public record CollectionSettings(
        int shardCount, ConsistencyLevel consistency, Map<String, String> properties, int keyPartitions) {
    /** Copies the properties. */
    public CollectionSettings {
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }
}
