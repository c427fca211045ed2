package io.windhover.simulation.names;

import static io.windhover.model.ErrorCode.INDEX_NOT_FOUND;
import static io.windhover.model.ErrorCode.PARAMETER_INVALID;

import io.windhover.simulation.linear.SequentialObject;
import java.util.Optional;

/** The index of a scalar field: the same one may be created again, another one only after a drop. */
public final class IndexNames implements SequentialObject<NameState, NameCall, NameAnswer> {
    @Override
    public Optional<NameState> after(NameState before, NameCall call, Optional<NameAnswer> answer) {
        Told told = new Told(answer);
        Slot slot = before.slot(call.name());
        return switch (call.verb()) {
            case CREATE -> {
                if (!slot.isThere()) {
                    yield told.ok(before.born(call.name(), call.kind()));
                }
                yield slot.kind().equals(call.kind()) ? told.ok(before) : told.refused(PARAMETER_INVALID, before);
            }
            case DROP -> told.ok(before.with(call.name(), Slot.ABSENT));
            case DESCRIBE ->
                slot.isThere() ? told.shows(slot.kind(), call.name(), before) : told.refused(INDEX_NOT_FOUND, before);
            case HAS, LIST, LOAD, RELEASE, RENAME, CREATE_ALIAS, ALTER_ALIAS, DROP_ALIAS, DESCRIBE_ALIAS, READ_ALIAS ->
                throw new IllegalArgumentException("no index takes " + call);
        };
    }
}
