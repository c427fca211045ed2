package io.windhover.model.role;

import java.util.List;

/**
 * How it goes with one role.
 *
 * @param role    its name: coordinator, data, query
 * @param state   what it still does
 * @param reasons why it does not do all it should, one line each; empty when all is well
 * @param lacks   what it is without at the moment, each once; not empty = it is in safe mode, and its state tells whether
 *     it still answers
 */
public record RoleHealth(String role, State state, List<String> reasons, List<Lack> lacks) {
    /** What a role still does. */
    public enum State {
        /** Everything, but for single things that the reasons name. */
        SERVING,
        /** Only what it safely can; the rest gets a retriable error until it comes back by itself. */
        SAFE_MODE,
        /** Nothing any more. */
        STOPPED
    }

    /** Copies the lists; of a lack that is named twice one stays. */
    public RoleHealth {
        reasons = List.copyOf(reasons);
        lacks = lacks.stream().distinct().sorted().toList();
    }

    /** Creates the health of a role that lacks nothing that has a name. */
    public RoleHealth(String role, State state, List<String> reasons) {
        this(role, state, reasons, List.of());
    }

    /** Returns the health of a role that serves. */
    public static RoleHealth serving(String role, List<String> reasons) {
        return new RoleHealth(role, State.SERVING, reasons);
    }

    /** Tells whether the role does only what it safely can, because it is without something. */
    public boolean isSafeMode() {
        return state == State.SAFE_MODE || !lacks.isEmpty();
    }

    /** Tells whether nothing is wrong. */
    public boolean isWell() {
        return state == State.SERVING && reasons.isEmpty();
    }
}
