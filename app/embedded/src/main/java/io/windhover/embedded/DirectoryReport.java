package io.windhover.embedded;

import io.windhover.coordinator.garbage.Inventory;
import io.windhover.model.catalog.Catalog;
import java.util.Map;

/**
 * What a data directory holds.
 *
 * @param catalog       what exists for users, and what is being dropped
 * @param inventory     objects and logs with their owners
 * @param metadataKeys  keys of the metadata store by kind, in order of kind
 * @param folderBytes   bytes of files by top folder, in order of folder
 */
public record DirectoryReport(
        Catalog catalog, Inventory inventory, Map<String, Integer> metadataKeys, Map<String, Long> folderBytes) {}
