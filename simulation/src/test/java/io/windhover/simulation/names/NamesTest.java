package io.windhover.simulation.names;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.model.ErrorCode;
import io.windhover.simulation.linear.History;
import io.windhover.simulation.linear.LinearSearch;
import io.windhover.simulation.linear.LinearSearch.Verdict;
import io.windhover.simulation.linear.SequentialObject;
import io.windhover.simulation.names.NameCall.Verb;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Goal: the models say what the database promises. Method: short histories by hand, right ones and wrong ones. */
class NamesTest {
    private final History<NameCall, NameAnswer> history = new History<>();
    private long step;

    private void told(NameAnswer answer, NameCall call) {
        history.answered(history.begins(call, ++step), answer, ++step);
    }

    private void refused(ErrorCode code, NameCall call) {
        told(NameAnswer.refused(code), call);
    }

    private static NameAnswer id(long id) {
        return NameAnswer.shows("OK", List.of(id));
    }

    private <S> boolean isLinear(SequentialObject<S, NameCall, NameAnswer> object, S start) {
        return LinearSearch.of(object, start, history, 10_000) instanceof Verdict.Linear;
    }

    private boolean isLinear(SequentialObject<NameState, NameCall, NameAnswer> object) {
        return isLinear(object, NameState.empty(2, 1));
    }

    @Test
    void aLoadedPartitionIsNotDropped() {
        told(NameAnswer.OK, NameCall.of(Verb.CREATE, 0));
        refused(ErrorCode.PARAMETER_INVALID, NameCall.of(Verb.DROP, 0));
        told(NameAnswer.OK, NameCall.of(Verb.RELEASE, 0));
        told(NameAnswer.OK, NameCall.of(Verb.DROP, 0));
        refused(ErrorCode.PARTITION_NOT_FOUND, NameCall.of(Verb.LOAD, 0));
        assertThat(isLinear(new PartitionNames())).isTrue();
        told(NameAnswer.is(true), NameCall.of(Verb.HAS, 0));
        assertThat(isLinear(new PartitionNames())).isFalse();
    }

    @Test
    void anIdNeverComesAgain() {
        told(NameAnswer.OK, NameCall.of(Verb.CREATE, 0));
        told(NameAnswer.shows("OK", List.of(7L, 0L)), NameCall.of(Verb.LIST, 0));
        told(NameAnswer.OK, NameCall.of(Verb.RELEASE, 0));
        told(NameAnswer.OK, NameCall.of(Verb.DROP, 0));
        told(NameAnswer.OK, NameCall.of(Verb.CREATE, 1));
        assertThat(isLinear(new PartitionNames())).isTrue();
        told(NameAnswer.shows("OK", List.of(0L, 7L)), NameCall.of(Verb.LIST, 0));
        assertThat(isLinear(new PartitionNames())).isFalse();
    }

    @Test
    void aRenamedCollectionKeepsItsIdAndItsAlias() {
        told(NameAnswer.OK, NameCall.of(Verb.CREATE, 0));
        told(id(5), NameCall.of(Verb.DESCRIBE, 0));
        told(NameAnswer.OK, NameCall.of(Verb.CREATE_ALIAS, 0, 0));
        told(NameAnswer.OK, NameCall.of(Verb.RENAME, 0, 1));
        refused(ErrorCode.COLLECTION_NOT_FOUND, NameCall.of(Verb.DESCRIBE, 0));
        told(id(5), NameCall.of(Verb.DESCRIBE_ALIAS, 0));
        refused(ErrorCode.PARAMETER_INVALID, NameCall.of(Verb.DROP, 1));
        assertThat(isLinear(new CollectionNames())).isTrue();
        told(id(6), NameCall.of(Verb.DESCRIBE, 1));
        assertThat(isLinear(new CollectionNames())).isFalse();
    }

    @Test
    void anotherIndexNeedsADrop() {
        told(NameAnswer.OK, new NameCall(Verb.CREATE, 0, 0, "BITMAP"));
        told(NameAnswer.OK, new NameCall(Verb.CREATE, 0, 0, "BITMAP"));
        refused(ErrorCode.PARAMETER_INVALID, new NameCall(Verb.CREATE, 0, 0, "INVERTED"));
        told(NameAnswer.shows("BITMAP", List.of(9L)), NameCall.of(Verb.DESCRIBE, 0));
        told(NameAnswer.OK, NameCall.of(Verb.DROP, 0));
        told(NameAnswer.OK, new NameCall(Verb.CREATE, 0, 0, "INVERTED"));
        assertThat(isLinear(new IndexNames())).isTrue();
        told(NameAnswer.shows("INVERTED", List.of(9L)), NameCall.of(Verb.DESCRIBE, 0));
        assertThat(isLinear(new IndexNames())).isFalse();
    }

    @Test
    void aMovingAliasIsAlwaysSomewhere() {
        told(AliasMoves.met(0), NameCall.of(Verb.READ_ALIAS, 0));
        told(NameAnswer.OK, NameCall.of(Verb.ALTER_ALIAS, 0, 1));
        told(AliasMoves.met(1), NameCall.of(Verb.READ_ALIAS, 0));
        assertThat(isLinear(new AliasMoves(), 0)).isTrue();
        refused(ErrorCode.COLLECTION_NOT_FOUND, NameCall.of(Verb.READ_ALIAS, 0));
        assertThat(isLinear(new AliasMoves(), 0)).isFalse();
    }
}
