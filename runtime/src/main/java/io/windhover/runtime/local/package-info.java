/**
 * The ports of a single machine, written against the {@code Disk} port alone, so that the same code runs on a real
 * directory and on a simulated disk that loses power. Start at {@link io.windhover.runtime.local.SegmentedLog}, on which
 * the write-ahead log and the metadata journal stand. The metadata store is a sorted map with a journal and snapshots
 * of its own rather than a storage library, because a library opens its files itself and could not be met by simulated
 * power loss. May not touch a file but through {@code Disk}.
 */
package io.windhover.runtime.local;
