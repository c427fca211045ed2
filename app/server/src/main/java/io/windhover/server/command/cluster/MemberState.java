package io.windhover.server.command.cluster;

import java.util.List;
import java.util.Optional;

/**
 * A process of a cluster, as the file of the cluster has it.
 *
 * @param name           its own and its folder's
 * @param roles          as its configuration has them
 * @param port           for clients
 * @param memberPort     for other members
 * @param managementPort for health and metrics
 * @param run            the process; empty if it was ended on purpose
 */
record MemberState(String name, List<String> roles, int port, int memberPort, int managementPort, Optional<Run> run) {
    /** What a member can be. */
    static final List<String> ROLES = List.of("proxy", "coordinator", "data", "query");

    static final String PROXY = ROLES.getFirst();

    /** Ports of one member, side by side. */
    static final int PORTS = 3;

    /** Copies the list. */
    MemberState {
        roles = List.copyOf(roles);
    }

    /** Plans one that does not run yet, from its first port. */
    static MemberState planned(String name, List<String> roles, int port) {
        return new MemberState(name, roles, port, port + 1, port + 2, Optional.empty());
    }

    MemberState with(Optional<Run> run) {
        return new MemberState(name, roles, port, memberPort, managementPort, run);
    }

    boolean isProxy() {
        return roles.contains(PROXY);
    }

    boolean isAlive() {
        return run.map(Run::isAlive).orElse(false);
    }

    /** Returns where clients connect. */
    String uri() {
        return "http://127.0.0.1:" + port;
    }
}
