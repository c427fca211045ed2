package io.windhover.simulation.names;

import io.windhover.model.ErrorCode;
import java.util.Optional;

/** An answer as a model looks at it: it must be the one expected, unless it is not known. */
record Told(Optional<NameAnswer> answer) {
    Optional<NameState> ok(NameState after) {
        return is(NameAnswer.OK, after);
    }

    Optional<NameState> refused(ErrorCode code, NameState unchanged) {
        return is(NameAnswer.refused(code), unchanged);
    }

    Optional<NameState> is(NameAnswer expected, NameState after) {
        return answer.filter(told -> !told.equals(expected)).isPresent() ? Optional.empty() : Optional.of(after);
    }

    /** The id behind one name is shown, with a word. */
    Optional<NameState> shows(String text, int name, NameState before) {
        if (answer.isEmpty()) {
            return Optional.of(before);
        }
        return answer.filter(told -> told.text().equals(text) && told.ids().size() == 1)
                .flatMap(told -> before.shown(name, told.ids().getFirst()));
    }
}
