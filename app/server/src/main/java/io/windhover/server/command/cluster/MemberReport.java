package io.windhover.server.command.cluster;

import java.util.List;
import java.util.Locale;

/**
 * How it goes with a process.
 *
 * @param name      its own
 * @param roles     as it was started
 * @param pid       of its process; -1 if it was ended on purpose
 * @param isAlive   whether that process runs
 * @param upSeconds since when
 * @param uri       where clients connect
 * @param condition as it says, in words
 * @param states    of its roles, as it says
 */
record MemberReport(
        String name,
        List<String> roles,
        long pid,
        boolean isAlive,
        long upSeconds,
        String uri,
        String condition,
        List<String> states) {
    static MemberReport of(MemberState member, MemberHealth health) {
        boolean isAlive = member.isAlive();
        return new MemberReport(
                member.name(),
                member.roles(),
                member.run().map(Run::pid).orElse(-1L),
                isAlive,
                isAlive ? member.run().map(run -> run.age().toSeconds()).orElse(0L) : 0,
                member.uri(),
                isAlive ? words(health.condition()) : member.run().isPresent() ? "ended by itself" : "killed",
                isAlive ? health.roles() : List.of());
    }

    private static String words(MemberHealth.Condition condition) {
        return condition.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    boolean isWell() {
        return isAlive && List.of("ready", "standby").contains(condition);
    }

    /** Returns it as one line; what a role says that is more than its state is below. */
    String text() {
        StringBuilder text = new StringBuilder("%-16s %-18s pid %-8s %-16s %s"
                .formatted(name, String.join(",", roles), isAlive ? pid : "-", condition, uri));
        states.stream()
                .filter(state -> state.contains(":"))
                .forEach(state -> text.append("\n    ").append(state));
        return text.toString();
    }
}
