package io.windhover.model.catalog;

import io.windhover.model.DatabaseId;
import io.windhover.model.Timestamp;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A namespace of collections. */
public record Database(DatabaseId id, String name, Map<String, String> properties, Timestamp createdAt) {
    /** The one that always exists. */
    public static final DatabaseId DEFAULT_ID = new DatabaseId(1);

    /** Name of the one that always exists. */
    public static final String DEFAULT_NAME = "default";

    /** Copies the properties. */
    public Database {
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }
}
