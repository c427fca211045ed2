package io.windhover.server.shared;

import io.windhover.model.MemberId;
import io.windhover.model.cluster.ClusterRole;
import io.windhover.server.network.NetworkTls;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a process is in a cluster.
 *
 * @param name          its own; it keeps it when it is restarted
 * @param roles         what it is, at least one
 * @param address       host:port where the other members call it, and on whose port it listens for them
 * @param listenHost    where it listens for them, if not on the address's own host
 * @param resourceGroup the group of readers it belongs to
 * @param tls           how members know each other; empty: in clear text
 * @param term          how long it serves after it last heard from etcd
 * @param drain         how long a stop waits until what it is in charge of has moved to others
 */
public record ClusterSettings(
        MemberId name,
        Set<ClusterRole> roles,
        String address,
        Optional<String> listenHost,
        String resourceGroup,
        Optional<NetworkTls> tls,
        Duration term,
        Duration drain) {
    /** Copies the set, in the order in which roles are declared. */
    public ClusterSettings {
        roles = Collections.unmodifiableSet(EnumSet.copyOf(roles));
    }
}
