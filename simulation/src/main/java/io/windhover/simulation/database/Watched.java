package io.windhover.simulation.database;

import io.windhover.simulation.BrokenPromiseException;
import io.windhover.simulation.Tally;
import io.windhover.simulation.linear.History;
import io.windhover.simulation.linear.LinearSearch;
import io.windhover.simulation.linear.LinearSearch.Verdict;
import io.windhover.simulation.linear.SequentialObject;
import io.windhover.simulation.names.NameAnswer;
import io.windhover.simulation.names.NameCall;

/** An object that several clients share, its state when last looked at, and all calls since. */
final class Watched<S> {
    private static final int TRIES_MAX = 200_000;

    private final String what;
    private final SequentialObject<S, NameCall, NameAnswer> object;
    private final History<NameCall, NameAnswer> history = new History<>();
    private S state;

    Watched(String what, SequentialObject<S, NameCall, NameAnswer> object, S start) {
        this.what = what;
        this.object = object;
        this.state = start;
    }

    String what() {
        return what;
    }

    History<NameCall, NameAnswer> history() {
        return history;
    }

    /** Fails unless its calls could have come one after another; the last ones looked at all of it, nobody being beside. */
    void settle(Tally tally) {
        tally.add("calls_ordered", history.calls().size());
        switch (LinearSearch.of(object, state, history, TRIES_MAX)) {
            case Verdict.Linear<S> linear -> {
                state = linear.last();
                history.clear();
                tally.count("histories_linear");
            }
            case Verdict.NotLinear<S> not ->
                throw new BrokenPromiseException("the calls of " + what + " are not linearizable: " + not.why());
            case Verdict.Undecided<S> _ ->
                throw new BrokenPromiseException("the calls of " + what + " have too many orders to try");
        }
    }
}
