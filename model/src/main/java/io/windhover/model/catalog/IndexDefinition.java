package io.windhover.model.catalog;

import io.windhover.model.FieldId;
import io.windhover.model.IndexId;
import io.windhover.model.Timestamp;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An index that every sealed segment of a collection is to have.
 *
 * @param id        of this definition
 * @param field     what it indexes
 * @param name      unique within the collection
 * @param indexType resolved type by Milvus's name (HNSW, BITMAP…); never AUTOINDEX
 * @param params    resolved build parameters, metric_type among them
 * @param userParams what the user gave, as answered by describe
 * @param createdAt when
 */
public record IndexDefinition(
        IndexId id,
        FieldId field,
        String name,
        String indexType,
        Map<String, String> params,
        Map<String, String> userParams,
        Timestamp createdAt) {
    /** Copies the parameters. */
    public IndexDefinition {
        params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
        userParams = Collections.unmodifiableMap(new LinkedHashMap<>(userParams));
    }
}
