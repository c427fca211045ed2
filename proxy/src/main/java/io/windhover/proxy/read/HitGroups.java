package io.windhover.proxy.read;

import io.windhover.model.Invariant;
import io.windhover.model.row.Column;
import io.windhover.model.row.FieldColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** Hits in groups of one value of a field; null is a value of its own. */
final class HitGroups {
    private HitGroups() {}

    /**
     * Groups hits.
     *
     * @param hits   best first
     * @param rowOf  the row of a hit in {@code values}
     * @param values of the grouping field
     * @param size   hits kept of one value
     * @return groups in the order of their best hits, hits in theirs
     */
    static <H> List<List<H>> of(List<H> hits, ToIntFunction<H> rowOf, FieldColumn values, int size) {
        Map<Object, List<H>> groups = new LinkedHashMap<>();
        for (H hit : hits) {
            List<H> group = groups.computeIfAbsent(value(values, rowOf.applyAsInt(hit)), _ -> new ArrayList<>());
            if (group.size() < size) {
                group.add(hit);
            }
        }
        return new ArrayList<>(groups.values());
    }

    private static Object value(FieldColumn values, int row) {
        if (values.isNull(row)) {
            return Optional.empty();
        }
        return switch (values.column()) {
            case Column.BoolColumn bools -> bools.values()[row];
            case Column.IntColumn ints -> ints.values()[row];
            case Column.LongColumn longs -> longs.values()[row];
            case Column.StringColumn texts -> texts.values()[row];
            default -> throw Invariant.unreachable("hits cannot be grouped by {}", values.field());
        };
    }
}
