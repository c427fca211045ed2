package io.windhover.model.search;

import io.windhover.model.DatabaseException;
import io.windhover.model.Invariant;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.row.Value;
import io.windhover.model.search.Aggregation.Measure;
import io.windhover.model.search.Aggregation.Operator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One group of rows, or of some of its rows.
 *
 * @param key     the values that its rows have in common, in the order of {@link Aggregation#groupBy}; empty = null
 * @param tallies what was measured, in the order of {@link Aggregation#measures}
 */
public record Group(List<Optional<Value>> key, List<Tally> tallies) {
    /**
     * What was measured.
     *
     * @param count values (or rows) measured
     * @param value the sum (of AVG too), the least or the greatest of them; empty when there were none, and for COUNT
     */
    public record Tally(long count, Optional<Value> value) {
        private static final Tally NOTHING = new Tally(0, Optional.empty());

        /**
         * Returns what is measured of the values of both.
         *
         * @throws DatabaseException PARAMETER_INVALID when a sum of whole numbers exceeds Int64
         */
        public Tally with(Tally other, Operator operator) {
            if (value.isEmpty() || other.value.isEmpty()) {
                return new Tally(count + other.count, value.or(other::value));
            }
            Value left = value.get();
            Value right = other.value.get();
            Value both = switch (operator) {
                case COUNT -> throw Invariant.unreachable("a count has no value but {}", left);
                case SUM, AVG -> sum(left, right);
                case MIN -> compare(left, right) <= 0 ? left : right;
                case MAX -> compare(left, right) >= 0 ? left : right;
            };
            return new Tally(count + other.count, Optional.of(both));
        }
    }

    /** Copies the lists. */
    public Group {
        key = List.copyOf(key);
        tallies = List.copyOf(tallies);
    }

    /**
     * Makes one list out of several, in which each key is there once.
     *
     * @throws DatabaseException PARAMETER_INVALID when there are more groups than the aggregation allows
     */
    public static List<Group> merge(List<List<Group>> lists, Aggregation aggregation) {
        Map<List<Optional<Value>>, Group> merged = new LinkedHashMap<>();
        if (aggregation.groupBy().isEmpty()) {
            List<Tally> nothing =
                    aggregation.measures().stream().map(_ -> Tally.NOTHING).toList();
            merged.put(List.of(), new Group(List.of(), nothing));
        }
        for (List<Group> list : lists) {
            for (Group group : list) {
                merged.merge(group.key(), group, (a, b) -> a.with(b, aggregation.measures()));
            }
            checkCount(merged.size(), aggregation);
        }
        return List.copyOf(merged.values());
    }

    /** Throws PARAMETER_INVALID when there are more groups than the aggregation allows. */
    public static void checkCount(int count, Aggregation aggregation) {
        if (count > aggregation.groupsMax()) {
            throw DatabaseException.invalid(
                    "the rows have more than %d groups: narrow the filter or group by fewer fields",
                    aggregation.groupsMax());
        }
    }

    private Group with(Group other, List<Measure> measures) {
        List<Tally> both = new ArrayList<>();
        for (int i = 0; i < measures.size(); i++) {
            both.add(tallies.get(i).with(other.tallies.get(i), measures.get(i).operator()));
        }
        return new Group(key, both);
    }

    /**
     * Adds numbers of one kind.
     *
     * @throws DatabaseException PARAMETER_INVALID when whole numbers exceed Int64
     */
    public static Value sum(Value left, Value right) {
        if (left instanceof Value.LongValue(long a) && right instanceof Value.LongValue(long b)) {
            return new Value.LongValue(sum(a, b));
        }
        if (left instanceof Value.DoubleValue(double a) && right instanceof Value.DoubleValue(double b)) {
            return new Value.DoubleValue(a + b);
        }
        throw Invariant.unreachable("{} and {} have no sum", left, right);
    }

    /** Adds whole numbers; errors as {@link #sum(Value, Value)}. */
    public static long sum(long left, long right) {
        long sum = left + right;
        if (((left ^ sum) & (right ^ sum)) < 0) {
            throw DatabaseException.invalid("a sum exceeds the range of Int64: %d + %d", left, right);
        }
        return sum;
    }

    /** Compares values of one kind: numbers as numbers, texts as {@link PrimaryKeys#compareTexts}. */
    public static int compare(Value left, Value right) {
        if (left instanceof Value.LongValue(long a) && right instanceof Value.LongValue(long b)) {
            return Long.compare(a, b);
        }
        if (left instanceof Value.DoubleValue(double a) && right instanceof Value.DoubleValue(double b)) {
            return Double.compare(a, b);
        }
        if (left instanceof Value.StringValue(String a) && right instanceof Value.StringValue(String b)) {
            return PrimaryKeys.compareTexts(a, b);
        }
        throw Invariant.unreachable("{} and {} have no order", left, right);
    }
}
