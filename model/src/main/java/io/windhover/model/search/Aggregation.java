package io.windhover.model.search;

import io.windhover.model.FieldId;
import java.util.List;
import java.util.Optional;

/**
 * What is measured of the rows that match, group by group.
 *
 * @param groupBy   rows of equal values of these fields are one group; empty = all rows are one, even if there are none
 * @param measures  what is measured of each group; may be empty
 * @param groupsMax more groups than these are refused; at least 1
 */
public record Aggregation(List<FieldId> groupBy, List<Measure> measures, int groupsMax) {
    /** How the values of a group become one. */
    public enum Operator {
        COUNT,
        SUM,
        MIN,
        MAX,
        AVG
    }

    /**
     * One measure. Nulls are not measured.
     *
     * @param field empty = rows, for COUNT only
     */
    public record Measure(Operator operator, Optional<FieldId> field) {}

    /** Copies the lists. */
    public Aggregation {
        groupBy = List.copyOf(groupBy);
        measures = List.copyOf(measures);
    }
}
