package io.windhover.coordinator;

import io.windhover.coordinator.catalog.CatalogLimits;
import io.windhover.coordinator.catalog.CatalogSettings;
import io.windhover.model.cluster.Members;
import io.windhover.runtime.port.MetaStore;
import java.util.function.Supplier;

/**
 * How a coordinator works.
 *
 * @param catalog of the catalog and its durability
 */
public record CoordinatorSettings(CatalogSettings catalog) {
    /** For one process with a local metadata store. */
    public static final CoordinatorSettings EMBEDDED = new CoordinatorSettings(CatalogSettings.EMBEDDED);

    /** Returns these settings with other bounds of what waits, of all collections and of one. */
    public CoordinatorSettings withWaiting(int ofAll, int ofOne) {
        return new CoordinatorSettings(catalog.withWaiting(ofAll, ofOne));
    }

    /** Returns these settings for one of several processes that could lead, with so many keys a transaction. */
    public CoordinatorSettings withLeader(MetaStore.Condition condition, int operationsMax) {
        return new CoordinatorSettings(catalog.withLeader(condition, operationsMax));
    }

    /** Returns these settings for a cluster with such members. */
    public CoordinatorSettings withMembers(Supplier<Members> present) {
        return new CoordinatorSettings(catalog.withMembers(present));
    }

    /** Returns these settings with other limits. */
    public CoordinatorSettings with(CatalogLimits limits) {
        return new CoordinatorSettings(catalog.with(limits));
    }
}
