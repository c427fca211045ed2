package io.windhover.model.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.model.DatabaseException;
import io.windhover.model.FieldId;
import io.windhover.model.row.Value;
import io.windhover.model.search.Aggregation.Measure;
import io.windhover.model.search.Aggregation.Operator;
import io.windhover.model.search.Group.Tally;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Goal: parts of groups make whole ones, within bounds. Method: two parts by hand. */
class GroupTest {
    private static final FieldId FIELD = new FieldId(101);

    private static Aggregation aggregation(int groupsMax, Operator... operators) {
        List<Measure> measures = Arrays.stream(operators)
                .map(operator -> new Measure(operator, Optional.of(FIELD)))
                .toList();
        return new Aggregation(List.of(FIELD), measures, groupsMax);
    }

    private static Tally tally(long count, long value) {
        return new Tally(count, Optional.of(new Value.LongValue(value)));
    }

    private static Group group(long key, Tally... tallies) {
        return new Group(List.of(Optional.of(new Value.LongValue(key))), List.of(tallies));
    }

    @Test
    void talliesOfOneKeyBecomeOne() {
        Aggregation all = aggregation(5, Operator.SUM, Operator.MIN, Operator.MAX);
        List<Group> merged = Group.merge(
                List.of(
                        List.of(group(1, tally(2, 7), tally(2, 3), tally(2, 4))),
                        List.of(
                                group(2, tally(1, 5), tally(1, 5), tally(1, 5)),
                                group(1, tally(1, -9), tally(1, -9), tally(1, -9)))),
                all);
        assertThat(merged)
                .containsExactly(
                        group(1, tally(3, -2), tally(3, -9), tally(3, 4)),
                        group(2, tally(1, 5), tally(1, 5), tally(1, 5)));
    }

    @Test
    void nothingMeasuredLeavesWhatWasMeasured() {
        Tally nothing = new Tally(0, Optional.empty());
        assertThat(nothing.with(tally(2, 8), Operator.MIN)).isEqualTo(tally(2, 8));
        assertThat(tally(2, 8).with(nothing, Operator.SUM)).isEqualTo(tally(2, 8));
        Tally counted = new Tally(3, Optional.empty());
        assertThat(counted.with(counted, Operator.COUNT)).isEqualTo(new Tally(6, Optional.empty()));
    }

    @Test
    void tooManyGroupsAreRefused() {
        Aggregation one = aggregation(1, Operator.SUM);
        List<List<Group>> two = List.of(List.of(group(1, tally(1, 1))), List.of(group(2, tally(1, 1))));
        assertThatThrownBy(() -> Group.merge(two, one))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("more than 1 groups");
    }

    @Test
    void sumsBeyondInt64AreRefused() {
        assertThatThrownBy(() -> tally(1, Long.MAX_VALUE).with(tally(1, 1), Operator.SUM))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("exceeds the range of Int64");
        assertThat(Group.sum(Long.MAX_VALUE, Long.MIN_VALUE)).isEqualTo(-1);
    }
}
