package io.windhover.server.command.cluster;

import java.util.List;
import java.util.Map;

/**
 * How it goes with a cluster.
 *
 * @param uris     where clients connect, with commas between
 * @param services whether each runs
 * @param members  each of them
 */
record ClusterReport(String uris, Map<String, Boolean> services, List<MemberReport> members) {
    boolean isWell() {
        return members.stream().allMatch(MemberReport::isWell)
                && services.values().stream().allMatch(isAlive -> isAlive);
    }

    /** Returns a line for each, and one as {@code name=value}. */
    String text() {
        StringBuilder text = new StringBuilder();
        services.forEach((name, isAlive) -> text.append("%-16s %s%n".formatted(name, isAlive ? "runs" : "ended")));
        members.forEach(member -> text.append(member.text()).append('\n'));
        return text.append("cluster=" + (isWell() ? "well" : "unwell") + " uris=" + uris)
                .toString();
    }
}
