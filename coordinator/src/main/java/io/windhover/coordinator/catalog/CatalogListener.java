package io.windhover.coordinator.catalog;

import io.windhover.model.catalog.Catalog;

/** Is told of new catalogs, on a fiber of its own. */
public interface CatalogListener {
    /** Takes the newest catalog; versions ascend, and versions in between may be left out. */
    void published(Catalog catalog);
}
