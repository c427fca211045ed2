package io.windhover.simulation.names;

import io.windhover.model.ErrorCode;
import java.util.List;

/**
 * What a request about names was answered.
 *
 * @param text the code of a refusal, or a word
 * @param ids  that were shown, 0 = nothing is there
 */
public record NameAnswer(String text, List<Long> ids) {
    /** Done. */
    public static final NameAnswer OK = new NameAnswer("OK", List.of());

    /** Copies the list. */
    public NameAnswer {
        ids = List.copyOf(ids);
    }

    /** Returns the answer to whether something is there. */
    public static NameAnswer is(boolean there) {
        return new NameAnswer(there ? "YES" : "NO", List.of());
    }

    /** Returns an answer that shows ids. */
    public static NameAnswer shows(String text, List<Long> ids) {
        return new NameAnswer(text, ids);
    }

    /** Returns a refusal. */
    public static NameAnswer refused(ErrorCode code) {
        return new NameAnswer(code.name(), List.of());
    }
}
