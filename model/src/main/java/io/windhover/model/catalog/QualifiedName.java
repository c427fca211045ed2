package io.windhover.model.catalog;

import io.windhover.model.DatabaseId;

/** The name of a collection or alias within its database. */
public record QualifiedName(DatabaseId database, String name) implements Comparable<QualifiedName> {
    @Override
    public int compareTo(QualifiedName other) {
        int byDatabase = database.compareTo(other.database);
        return byDatabase != 0 ? byDatabase : name.compareTo(other.name);
    }
}
