package io.windhover.simulation.names;

import static io.windhover.model.ErrorCode.ALIAS_ALREADY_EXIST;
import static io.windhover.model.ErrorCode.ALIAS_NOT_FOUND;
import static io.windhover.model.ErrorCode.COLLECTION_NOT_FOUND;
import static io.windhover.model.ErrorCode.PARAMETER_INVALID;

import io.windhover.simulation.linear.SequentialObject;
import java.util.Optional;

/**
 * Collections and their aliases: one object, because a rename needs two names and an alias keeps a collection from being
 * dropped.
 */
public final class CollectionNames implements SequentialObject<NameState, NameCall, NameAnswer> {
    @Override
    public Optional<NameState> after(NameState before, NameCall call, Optional<NameAnswer> answer) {
        Told told = new Told(answer);
        return switch (call.verb()) {
            case CREATE -> told.ok(before.slot(call.name()).isThere() ? before : before.born(call.name(), ""));
            case DROP ->
                before.aliases().contains(call.name())
                        ? told.refused(PARAMETER_INVALID, before)
                        : told.ok(before.with(call.name(), Slot.ABSENT));
            case RENAME -> rename(before, call, told);
            case HAS -> told.is(NameAnswer.is(before.slot(call.name()).isThere()), before);
            case DESCRIBE ->
                before.slot(call.name()).isThere()
                        ? told.shows("OK", call.name(), before)
                        : told.refused(COLLECTION_NOT_FOUND, before);
            case CREATE_ALIAS -> createAlias(before, call, told);
            case ALTER_ALIAS -> alterAlias(before, call, told);
            case DROP_ALIAS -> told.ok(before.pointing(call.name(), NameState.NOWHERE));
            case DESCRIBE_ALIAS ->
                before.alias(call.name()) == NameState.NOWHERE
                        ? told.refused(ALIAS_NOT_FOUND, before)
                        : told.shows("OK", before.alias(call.name()), before);
            case LIST, LOAD, RELEASE, READ_ALIAS -> throw new IllegalArgumentException("no collection takes " + call);
        };
    }

    private static Optional<NameState> rename(NameState before, NameCall call, Told told) {
        if (before.slot(call.other()).isThere()) {
            return told.refused(PARAMETER_INVALID, before);
        }
        return before.slot(call.name()).isThere()
                ? told.ok(before.moved(call.name(), call.other()))
                : told.refused(COLLECTION_NOT_FOUND, before);
    }

    private static Optional<NameState> createAlias(NameState before, NameCall call, Told told) {
        if (!before.slot(call.other()).isThere()) {
            return told.refused(COLLECTION_NOT_FOUND, before);
        }
        int present = before.alias(call.name());
        return present == NameState.NOWHERE || present == call.other()
                ? told.ok(before.pointing(call.name(), call.other()))
                : told.refused(ALIAS_ALREADY_EXIST, before);
    }

    private static Optional<NameState> alterAlias(NameState before, NameCall call, Told told) {
        if (!before.slot(call.other()).isThere()) {
            return told.refused(COLLECTION_NOT_FOUND, before);
        }
        return before.alias(call.name()) == NameState.NOWHERE
                ? told.refused(ALIAS_NOT_FOUND, before)
                : told.ok(before.pointing(call.name(), call.other()));
    }
}
