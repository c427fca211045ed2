package io.windhover.proxy.request;

import io.windhover.model.MemberId;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One replica of a loaded collection.
 *
 * @param number   from 0
 * @param group    the resource group it is loaded into
 * @param readers  who reads each shard, by the number of the shard; a shard that nobody reads yet is not there
 * @param outbound readers that are in other groups, by group
 */
public record ReplicaDescription(
        int number, String group, Map<Integer, MemberId> readers, Map<String, Integer> outbound) {
    /** Copies the readers. */
    public ReplicaDescription {
        readers = Collections.unmodifiableMap(new TreeMap<>(readers));
        outbound = Collections.unmodifiableMap(new TreeMap<>(outbound));
    }
}
