package io.windhover.proxy.request;

import io.windhover.model.row.Column;
import io.windhover.model.row.PrimaryKeys;

/** What a search looks for. */
public sealed interface SearchInput {
    /** Returns how many queries it is. */
    int count();

    /** Vectors, one row a query. */
    record Vectors(Column rows) implements SearchInput {
        @Override
        public int count() {
            return rows.rowCount();
        }
    }

    /** The vectors that rows of the collection have, one key a query. */
    record Stored(PrimaryKeys keys) implements SearchInput {
        @Override
        public int count() {
            return keys.count();
        }
    }
}
