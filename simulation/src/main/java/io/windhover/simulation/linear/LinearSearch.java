package io.windhover.simulation.linear;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for an order in which the calls of a history, one after another, give the answers that were given: each call
 * comes after all that ended before it began. A call without an answer may come at any place until its end, or nowhere.
 * Depth first; a pair of calls done and state reached is tried once.
 *
 * @see <a href="https://doi.org/10.1006/jpdc.1993.1015">Wing, Gong 1993</a>, with the memory of <a
 *     href="https://doi.org/10.1002/cpe.3928">Lowe 2017</a>
 */
public final class LinearSearch<S, C, A> {
    private final SequentialObject<S, C, A> object;
    private final List<Call<C, A>> calls;
    private final int answered;
    private final int triesMax;
    private final Set<Place<S>> seen = new HashSet<>();
    private final Deque<Place<S>> untried = new ArrayDeque<>();
    private Place<S> deepest;

    /** What the search found. */
    public sealed interface Verdict<S> {
        /** There is an order; it leads to this state. */
        record Linear<S>(S last) implements Verdict<S> {}

        /** There is none; in words, how far the best one came. */
        record NotLinear<S>(String why) implements Verdict<S> {}

        /** The history has too many orders to try. */
        record Undecided<S>() implements Verdict<S> {}
    }

    /** How far an order has come: the calls in it, and the latest beginning of an answered one among them. */
    private record Place<S>(BitSet done, S state, int answered, long latest) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Place<?> place && done.equals(place.done) && state.equals(place.state);
        }

        @Override
        public int hashCode() {
            return done.hashCode() * 31 + state.hashCode();
        }
    }

    private LinearSearch(SequentialObject<S, C, A> object, S start, List<Call<C, A>> calls, int triesMax) {
        this.object = object;
        this.calls = calls;
        this.triesMax = triesMax;
        this.answered =
                (int) calls.stream().filter(call -> call.answer().isPresent()).count();
        this.deepest = new Place<>(new BitSet(calls.size()), start, 0, Long.MIN_VALUE);
    }

    /**
     * Searches.
     *
     * @param start    state before the first call
     * @param triesMax places after which it gives up
     */
    public static <S, C, A> Verdict<S> of(
            SequentialObject<S, C, A> object, S start, History<C, A> history, int triesMax) {
        return new LinearSearch<>(object, start, history.calls(), triesMax).run();
    }

    private Verdict<S> run() {
        untried.push(deepest);
        while (!untried.isEmpty()) {
            Place<S> place = untried.pop();
            if (place.answered > deepest.answered) {
                deepest = place;
            }
            if (place.answered == answered) {
                return new Verdict.Linear<>(place.state);
            }
            if (seen.size() > triesMax) {
                return new Verdict.Undecided<>();
            }
            // The last one pushed is tried first: an answered call before one that may never have acted.
            List<Integer> next = next(place);
            next.reversed().stream().filter(call -> !isAnswered(call)).forEach(call -> go(place, call));
            next.reversed().stream().filter(this::isAnswered).forEach(call -> go(place, call));
        }
        return new Verdict.NotLinear<>(why());
    }

    private boolean isAnswered(int call) {
        return calls.get(call).answer().isPresent();
    }

    /** Returns the calls that may come next, in the order of their beginnings. */
    private List<Integer> next(Place<S> place) {
        List<Integer> next = new ArrayList<>();
        Set<C> unanswered = new LinkedHashSet<>();
        long firstEnd = Long.MAX_VALUE;
        for (int i = place.done.nextClearBit(0); i < calls.size(); i = place.done.nextClearBit(i + 1)) {
            Call<C, A> call = calls.get(i);
            if (call.begun() > firstEnd) {
                break;
            }
            if (isAnswered(i)) {
                firstEnd = Math.min(firstEnd, call.ended());
                next.add(i);
            } else if (call.ended() > place.latest && unanswered.add(call.command())) {
                // Of equal ones without an answer the first ends first, so trying it is enough.
                next.add(i);
            }
        }
        long bound = firstEnd;
        next.removeIf(call -> calls.get(call).begun() > bound);
        return next;
    }

    private void go(Place<S> from, int index) {
        Call<C, A> call = calls.get(index);
        Optional<S> after = object.after(from.state, call.command(), call.answer());
        boolean pointless = call.answer().isEmpty() && after.equals(Optional.of(from.state));
        if (after.isEmpty() || pointless) {
            return;
        }
        BitSet done = (BitSet) from.done.clone();
        done.set(index);
        boolean counts = call.answer().isPresent();
        Place<S> place = new Place<>(
                done,
                after.get(),
                from.answered + (counts ? 1 : 0),
                counts ? Math.max(from.latest, call.begun()) : from.latest);
        if (seen.add(place)) {
            untried.push(place);
        }
    }

    private String why() {
        List<String> next =
                next(deepest).stream().map(call -> calls.get(call).toString()).toList();
        List<String> before = calls.subList(0, deepest.done.length()).stream()
                .skip(Math.max(0, deepest.done.length() - 8))
                .map(Call::toString)
                .toList();
        return "after " + deepest.answered + " of " + answered + " answered calls the state is " + deepest.state
                + ", where none of these fits: " + next + "; the last ones before: " + before;
    }
}
