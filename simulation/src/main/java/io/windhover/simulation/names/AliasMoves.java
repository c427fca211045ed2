package io.windhover.simulation.names;

import io.windhover.simulation.linear.SequentialObject;
import java.util.Optional;

/**
 * An alias that always stands for one of some collections: whoever reads through it meets the one that it stands for at
 * some instant of the read, and never learns that there is none. The state is the number of the collection.
 */
public final class AliasMoves implements SequentialObject<Integer, NameCall, NameAnswer> {
    @Override
    public Optional<Integer> after(Integer before, NameCall call, Optional<NameAnswer> answer) {
        return switch (call.verb()) {
            case ALTER_ALIAS ->
                answer.isEmpty() || answer.get().equals(NameAnswer.OK) ? Optional.of(call.other()) : Optional.empty();
            case DESCRIBE_ALIAS, READ_ALIAS ->
                answer.isEmpty() || answer.get().equals(met(before)) ? Optional.of(before) : Optional.empty();
            case CREATE, DROP, HAS, DESCRIBE, LIST, LOAD, RELEASE, RENAME, CREATE_ALIAS, DROP_ALIAS ->
                throw new IllegalArgumentException("this alias takes no " + call);
        };
    }

    /** Returns the answer that shows a collection. */
    public static NameAnswer met(int collection) {
        return NameAnswer.shows("MET", java.util.List.of((long) collection));
    }
}
