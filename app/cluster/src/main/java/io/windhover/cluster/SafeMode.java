package io.windhover.cluster;

import io.windhover.model.role.Lack;
import io.windhover.model.role.RoleHealth;
import java.util.List;
import java.util.Optional;

/**
 * Whether a role is in safe mode. What it answers meanwhile is in {@code docs/safe-mode.md}.
 *
 * <pre>
 * state    health          next     said
 * Normal   without lack    Normal   nothing
 * Normal   with lacks      Safe     entered
 * Safe     the same lacks  Safe     nothing
 * Safe     other lacks     Safe     changed
 * Safe     without lack    Normal   left
 * </pre>
 */
sealed interface SafeMode {
    /** The role does everything. */
    record Normal() implements SafeMode {}

    /**
     * The role does what it safely can.
     *
     * @param lacks   what it is without
     * @param answers whether it answers at all
     * @param sinceNs when it was entered, in monotonic nanoseconds
     */
    record Safe(List<Lack> lacks, boolean answers, long sinceNs) implements SafeMode {}

    /** A state and what is to be said of the way there. */
    record Step(SafeMode next, Optional<String> said) {}

    /** Takes note of how it goes with the role. */
    static Step after(SafeMode state, RoleHealth now, long nowNs) {
        boolean answers = now.state() == RoleHealth.State.SERVING;
        return switch (state) {
            case Normal _
            when now.isSafeMode() -> new Step(new Safe(now.lacks(), answers, nowNs), said("entered", now, answers));
            case Safe safe
            when !now.isSafeMode() ->
                new Step(
                        new Normal(),
                        Optional.of("safe mode left role=" + now.role() + " seconds="
                                + (nowNs - safe.sinceNs()) / 1_000_000_000L));
            case Safe safe
            when !safe.lacks().equals(now.lacks()) || safe.answers() != answers ->
                new Step(new Safe(now.lacks(), answers, safe.sinceNs()), said("changed", now, answers));
            case Normal _, Safe _ -> new Step(state, Optional.empty());
        };
    }

    private static Optional<String> said(String what, RoleHealth now, boolean answers) {
        return Optional.of("safe mode " + what + " role=" + now.role() + " lacks="
                + String.join(",", now.lacks().stream().map(Lack::name).toList()) + " answers=" + answers
                + " reasons=\"" + String.join("; ", now.reasons()).replace('"', '\'') + "\"");
    }
}
