package io.windhover.model.role;

import java.util.List;

/**
 * How it goes with one role.
 *
 * @param role    its name: coordinator, data, query
 * @param state   what it still does
 * @param reasons why it does not do all it should, one line each; empty when all is well
 */
public record RoleHealth(String role, State state, List<String> reasons) {
    /** What a role still does. */
    public enum State {
        /** Everything, but for single things that the reasons name. */
        SERVING,
        /** Only what it safely can; the rest gets a retriable error until it comes back by itself. */
        SAFE_MODE,
        /** Nothing any more. */
        STOPPED
    }

    /** Copies the list. */
    public RoleHealth {
        reasons = List.copyOf(reasons);
    }

    /** Returns the health of a role that serves. */
    public static RoleHealth serving(String role, List<String> reasons) {
        return new RoleHealth(role, State.SERVING, reasons);
    }

    /** Tells whether nothing is wrong. */
    public boolean isWell() {
        return state == State.SERVING && reasons.isEmpty();
    }
}
