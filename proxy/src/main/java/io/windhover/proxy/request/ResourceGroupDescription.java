package io.windhover.proxy.request;

import io.windhover.model.catalog.ResourceGroup;
import io.windhover.model.cluster.Member;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A resource group and how it is used.
 *
 * @param group    as the catalog has it
 * @param members  readers in it that are there; empty for a database in one process
 * @param replicas by the name of the collection, how many are loaded into it
 * @param outgoing by the name of the collection, readers of those replicas that are in other groups
 * @param incoming by the name of the collection, readers in this group of replicas that are loaded into others
 */
public record ResourceGroupDescription(
        ResourceGroup group,
        List<Member> members,
        Map<String, Integer> replicas,
        Map<String, Integer> outgoing,
        Map<String, Integer> incoming) {
    /** Copies the members and counts. */
    public ResourceGroupDescription {
        members = List.copyOf(members);
        replicas = Collections.unmodifiableMap(new LinkedHashMap<>(replicas));
        outgoing = Collections.unmodifiableMap(new LinkedHashMap<>(outgoing));
        incoming = Collections.unmodifiableMap(new LinkedHashMap<>(incoming));
    }
}
