package io.windhover.server.command.cluster;

import io.windhover.server.command.cluster.relay.Relay;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What runs in a folder.
 *
 * @param firstPort of all ports
 * @param heaps     of each role, as the JVM's -Xmx takes it
 * @param services  where the services below are, by the names that their script prints
 * @param pids      of the services
 * @param members   in the order in which they were started
 * @param relay     what all that is between processes goes through; empty if they call each other directly
 */
record ClusterState(
        int firstPort,
        Map<String, String> heaps,
        Map<String, String> services,
        Map<String, Long> pids,
        List<MemberState> members,
        Optional<Run> relay) {
    /** Members there is room for between the first port and those of services. */
    static final int MEMBERS_MAX = 30;

    /** Copies what it is made of. */
    ClusterState {
        heaps = Map.copyOf(heaps);
        services = new LinkedHashMap<>(services);
        pids = new LinkedHashMap<>(pids);
        members = List.copyOf(members);
    }

    ClusterState withServices(Map<String, String> where, Map<String, Long> ids) {
        return new ClusterState(firstPort, heaps, where, ids, members, relay);
    }

    ClusterState withRelay(Run run) {
        return new ClusterState(firstPort, heaps, services, pids, members, Optional.of(run));
    }

    /** Returns the host on which processes call each other. */
    String host() {
        return relay.isPresent() ? Relay.HOST : "127.0.0.1";
    }

    /** Replaces the member of the same name, or adds it. */
    ClusterState with(MemberState member) {
        List<MemberState> all = new ArrayList<>(members);
        all.replaceAll(one -> one.name().equals(member.name()) ? member : one);
        if (!all.contains(member)) {
            all.add(member);
        }
        return new ClusterState(firstPort, heaps, services, pids, all, relay);
    }

    ClusterState without(String name) {
        List<MemberState> rest =
                members.stream().filter(member -> !member.name().equals(name)).toList();
        return new ClusterState(firstPort, heaps, services, pids, rest, relay);
    }

    MemberState member(String name) {
        return members.stream()
                .filter(member -> member.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ClusterException("there is no process \"%s\" in this cluster, but %s"
                        .formatted(name, members.stream().map(MemberState::name).collect(Collectors.joining(", ")))));
    }

    /** Plans a further member under a name and on ports that no other has. */
    MemberState next(List<String> roles) {
        int number = 1;
        while (isTaken(named(roles.getFirst() + "-" + number))) {
            number++;
        }
        int place = 0;
        while (isTaken(at(port(place)))) {
            place++;
        }
        if (place >= MEMBERS_MAX) {
            throw new ClusterException("a cluster on one machine has at most " + MEMBERS_MAX + " processes");
        }
        return MemberState.planned(roles.getFirst() + "-" + number, roles, port(place));
    }

    private static Predicate<MemberState> named(String name) {
        return member -> member.name().equals(name);
    }

    private static Predicate<MemberState> at(int port) {
        return member -> member.port() == port;
    }

    private boolean isTaken(Predicate<MemberState> by) {
        return members.stream().anyMatch(by);
    }

    private int port(int place) {
        return firstPort + place * MemberState.PORTS;
    }

    int servicePort() {
        return port(MEMBERS_MAX);
    }

    /** Returns the largest heap of some roles, if any is chosen. */
    Optional<String> heap(List<String> roles) {
        return roles.stream()
                .map(heaps::get)
                .filter(heap -> heap != null)
                .max((a, b) -> Long.compare(bytes(a), bytes(b)));
    }

    private static long bytes(String heap) {
        long number = Long.parseLong(heap.replaceAll("\\D", ""));
        return switch (Character.toLowerCase(heap.charAt(heap.length() - 1))) {
            case 'k' -> number << 10;
            case 'm' -> number << 20;
            case 'g' -> number << 30;
            default -> number;
        };
    }

    /** Returns where clients connect, with commas between. */
    String uris() {
        return members.stream()
                .filter(MemberState::isProxy)
                .map(MemberState::uri)
                .collect(Collectors.joining(","));
    }
}
