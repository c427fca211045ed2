package io.windhover.embedded;

import java.util.Map;

/**
 * One row a search found.
 *
 * @param key    primary key, a Long or a String
 * @param score  the metric's own (L2: squared distance, smaller is nearer; IP and COSINE: greater is nearer)
 * @param fields output fields by name, nulls included
 */
public record Hit(Object key, float score, Map<String, Object> fields) {}
