package io.windhover.cluster.call;

import io.windhover.model.catalog.Catalog;
import java.time.Duration;

/** The catalog as a process follows it; never goes back. */
public interface CatalogSource {
    /** Returns the newest one that is published here. */
    Catalog catalog();

    /** Waits until a version is published here; throws DEADLINE_EXCEEDED after {@code timeout}. */
    Catalog awaitVersion(long atLeast, Duration timeout);
}
