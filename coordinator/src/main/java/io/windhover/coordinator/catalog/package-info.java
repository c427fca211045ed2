/**
 * Decides every change of the catalog and keeps it durable. Start at {@link
 * io.windhover.coordinator.catalog.CatalogDecider}, which is pure; {@link io.windhover.coordinator.catalog.CatalogLoop}
 * commits what it decided. May not touch objects, logs or nodes.
 */
package io.windhover.coordinator.catalog;
