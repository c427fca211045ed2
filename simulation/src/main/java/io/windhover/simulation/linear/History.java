package io.windhover.simulation.linear;

import java.util.ArrayList;
import java.util.List;

/** The calls of one object in the order in which they began. */
public final class History<C, A> {
    private final List<Call<C, A>> calls = new ArrayList<>();

    /** Notes that a call begins. */
    public Call<C, A> begins(C command, long step) {
        Call<C, A> call = new Call<>(command, step);
        calls.add(call);
        return call;
    }

    /** Notes an answer. */
    public void answered(Call<C, A> call, A answer, long step) {
        call.answered(answer, step);
    }

    /** Notes that a call was refused in words that say it did not and will not act. */
    public void withdrawn(Call<C, A> call) {
        calls.remove(call);
    }

    /** Notes that what was not answered has acted before this step, or never will. */
    public void close(long step) {
        calls.forEach(call -> call.closed(step));
    }

    /** Forgets all calls; they were checked. */
    public void clear() {
        calls.clear();
    }

    /** Returns all calls in the order of their beginnings. */
    public List<Call<C, A>> calls() {
        return List.copyOf(calls);
    }
}
