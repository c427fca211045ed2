package io.windhover.proxy.request;

import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.Database;
import java.util.List;

/** A collection with its database and the aliases that point at it. */
public record CollectionDescription(Database database, Collection collection, List<String> aliases) {
    /** Copies the list. */
    public CollectionDescription {
        aliases = List.copyOf(aliases);
    }
}
