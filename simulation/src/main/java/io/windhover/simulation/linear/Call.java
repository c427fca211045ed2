package io.windhover.simulation.linear;

import java.util.Optional;

/** One call of an object: what was asked, when it began, and when and how it was answered, as numbers of steps. */
public final class Call<C, A> {
    private static final long OPEN = Long.MAX_VALUE;

    private final C command;
    private final long begun;
    private long ended = OPEN;
    private Optional<A> answer = Optional.empty();

    Call(C command, long begun) {
        this.command = command;
        this.begun = begun;
    }

    C command() {
        return command;
    }

    long begun() {
        return begun;
    }

    /** Returns the step by which it has acted if it ever does. */
    long ended() {
        return ended;
    }

    /** Returns what the caller was told; empty = nothing that tells whether it acted. */
    Optional<A> answer() {
        return answer;
    }

    void answered(A told, long step) {
        answer = Optional.of(told);
        ended = step;
    }

    void closed(long step) {
        ended = Math.min(ended, step);
    }

    @Override
    public String toString() {
        return command + " from " + begun + (ended == OPEN ? "" : " to " + ended)
                + answer.map(told -> ": " + told).orElse(" unanswered");
    }
}
