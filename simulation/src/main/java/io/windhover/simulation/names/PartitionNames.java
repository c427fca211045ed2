package io.windhover.simulation.names;

import static io.windhover.model.ErrorCode.PARAMETER_INVALID;
import static io.windhover.model.ErrorCode.PARTITION_NOT_FOUND;

import io.windhover.simulation.linear.SequentialObject;
import java.util.Optional;

/** Partitions of a loaded collection. A new one is loaded at once; only a released one can be dropped. */
public final class PartitionNames implements SequentialObject<NameState, NameCall, NameAnswer> {
    private static final String LOADED = "loaded";
    private static final String RELEASED = "released";

    @Override
    public Optional<NameState> after(NameState before, NameCall call, Optional<NameAnswer> answer) {
        Told told = new Told(answer);
        Slot slot = before.slot(call.name());
        return switch (call.verb()) {
            case CREATE -> told.ok(slot.isThere() ? before : before.born(call.name(), LOADED));
            case DROP ->
                slot.kind().equals(LOADED)
                        ? told.refused(PARAMETER_INVALID, before)
                        : told.ok(before.with(call.name(), Slot.ABSENT));
            case HAS -> told.is(NameAnswer.is(slot.isThere()), before);
            case LIST -> answer.isEmpty() ? Optional.of(before) : listed(before, answer.get());
            case LOAD ->
                slot.isThere()
                        ? told.ok(before.with(call.name(), slot.in(LOADED)))
                        : told.refused(PARTITION_NOT_FOUND, before);
            case RELEASE ->
                slot.isThere()
                        ? told.ok(before.with(call.name(), slot.in(RELEASED)))
                        : told.refused(PARTITION_NOT_FOUND, before);
            case DESCRIBE, RENAME, CREATE_ALIAS, ALTER_ALIAS, DROP_ALIAS, DESCRIBE_ALIAS, READ_ALIAS ->
                throw new IllegalArgumentException("no partition takes " + call);
        };
    }

    private static Optional<NameState> listed(NameState before, NameAnswer answer) {
        Optional<NameState> state = Optional.of(before);
        for (int i = 0; i < before.slots().size(); i++) {
            int name = i;
            state = state.flatMap(known -> known.shown(name, answer.ids().get(name)));
        }
        return state;
    }
}
