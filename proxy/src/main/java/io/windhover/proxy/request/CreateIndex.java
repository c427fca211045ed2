package io.windhover.proxy.request;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An index as the user wants it.
 *
 * @param collection which
 * @param field      which
 * @param indexName  empty = the field's name
 * @param params     index_type, metric_type and build parameters by Milvus's names, nested ones flattened
 */
public record CreateIndex(CollectionRef collection, String field, String indexName, Map<String, String> params) {
    /** Copies the parameters. */
    public CreateIndex {
        params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
    }
}
