package io.windhover.cluster;

import io.windhover.model.ShardId;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a process is at a moment.
 *
 * @param incarnation of its name, another one each time it takes it; empty while it does not hold it
 * @param leadsSince  the version of the metadata store at which it began to lead; empty while it does not
 * @param openShards  whose logs it has open, with the catalog version that made it their owner
 */
public record Standing(Optional<Long> incarnation, Optional<Long> leadsSince, SortedMap<ShardId, Long> openShards) {
    /** Copies the shards. */
    public Standing {
        openShards = Collections.unmodifiableSortedMap(new TreeMap<>(openShards));
    }
}
