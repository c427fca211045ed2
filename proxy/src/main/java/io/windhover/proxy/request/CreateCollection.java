package io.windhover.proxy.request;

import io.windhover.model.catalog.ConsistencyLevel;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A collection as the user wants it.
 *
 * @param collection  database and name
 * @param description free text
 * @param fields      without the hidden dynamic field
 * @param dynamic     keep keys that the schema does not name
 * @param shardCount  0 = the default of 1
 * @param consistency default of its reads
 * @param properties  by Milvus's names
 * @param keyPartitions partitions a partition key spreads over; 0 = the default of 16
 */
public record CreateCollection(
        CollectionRef collection,
        String description,
        List<FieldSpec> fields,
        boolean dynamic,
        int shardCount,
        ConsistencyLevel consistency,
        Map<String, String> properties,
        int keyPartitions) {
    /** Copies the lists. */
    public CreateCollection {
        fields = List.copyOf(fields);
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }
}
