package io.windhover.segment.search;

import io.windhover.index.bits.Bits;
import io.windhover.model.Invariant;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.row.Value;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.search.Aggregation;
import io.windhover.model.search.Aggregation.Measure;
import io.windhover.model.search.Aggregation.Operator;
import io.windhover.model.search.Group;
import io.windhover.model.search.Group.Tally;
import io.windhover.segment.rows.ColumnView;
import io.windhover.segment.rows.FixedView;
import io.windhover.segment.rows.SegmentView;
import io.windhover.segment.rows.VariableView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Groups rows of one segment and measures each group. */
final class MeasuredGroups {
    private final Aggregation aggregation;
    private final List<GroupValues> keys = new ArrayList<>();
    private final List<Measured> measured = new ArrayList<>();
    private final Map<List<Object>, Running[]> groups = new LinkedHashMap<>();

    private MeasuredGroups(SegmentView view, CollectionSchema schema, Aggregation aggregation) {
        this.aggregation = aggregation;
        aggregation
                .groupBy()
                .forEach(id ->
                        keys.add(new GroupValues(view.column(schema.field(id).orElseThrow()))));
        aggregation.measures().forEach(measure -> measured.add(Measured.of(view, schema, measure)));
    }

    /**
     * Measures rows.
     *
     * @param rows the rows to look at
     * @return groups in the order of their first rows
     * @throws io.windhover.model.DatabaseException PARAMETER_INVALID for too many groups or a sum beyond Int64
     */
    static List<Group> of(SegmentView view, CollectionSchema schema, Bits rows, Aggregation aggregation) {
        MeasuredGroups table = new MeasuredGroups(view, schema, aggregation);
        for (int row = rows.nextSet(0); row >= 0; row = rows.nextSet(row + 1)) {
            table.add(row);
        }
        return table.groups.entrySet().stream()
                .map(entry -> table.group(entry.getKey(), entry.getValue()))
                .toList();
    }

    private void add(int row) {
        Object[] key = new Object[keys.size()];
        for (int i = 0; i < key.length; i++) {
            key[i] = keys.get(i).of(row);
        }
        Running[] running = groups.computeIfAbsent(List.of(key), _ -> started());
        for (int i = 0; i < running.length; i++) {
            measured.get(i).add(running[i], row);
        }
    }

    private Running[] started() {
        Group.checkCount(groups.size() + 1, aggregation);
        Running[] running = new Running[measured.size()];
        for (int i = 0; i < running.length; i++) {
            running[i] = new Running();
        }
        return running;
    }

    private Group group(List<Object> key, Running[] running) {
        List<Tally> tallies = new ArrayList<>();
        for (int i = 0; i < running.length; i++) {
            tallies.add(measured.get(i).tally(running[i]));
        }
        return new Group(key.stream().map(GroupValues::value).toList(), tallies);
    }

    /** What was measured of a group so far. */
    private static final class Running {
        private long count;
        private long whole;
        private double real;
        private String text = "";
    }

    /** What kind of values a measure reads. */
    private enum Kind {
        ROWS,
        WHOLE,
        REAL,
        TEXT,
        OTHER
    }

    /** One measure with the values it reads. */
    private record Measured(Operator operator, Kind kind, Optional<ColumnView> column) {
        static Measured of(SegmentView view, CollectionSchema schema, Measure measure) {
            if (measure.field().isEmpty()) {
                return new Measured(measure.operator(), Kind.ROWS, Optional.empty());
            }
            FieldSchema field = schema.field(measure.field().get()).orElseThrow();
            return new Measured(measure.operator(), kind(field.type()), Optional.of(view.column(field)));
        }

        private static Kind kind(DataType type) {
            return switch (type) {
                case INT8, INT16, INT32, INT64 -> Kind.WHOLE;
                case FLOAT, DOUBLE -> Kind.REAL;
                case VARCHAR -> Kind.TEXT;
                default -> Kind.OTHER;
            };
        }

        void add(Running running, int row) {
            if (column.isPresent() && column.get().isNull(row)) {
                return;
            }
            if (operator != Operator.COUNT) {
                switch (kind) {
                    case WHOLE -> addWhole(running, ((FixedView) column.get()).integerAt(row));
                    case REAL -> addReal(running, real((FixedView) column.get(), row));
                    case TEXT -> addText(running, ((VariableView) column.get()).string(row));
                    case ROWS, OTHER -> throw Invariant.unreachable("{} of {} values", operator, kind);
                }
            }
            running.count++;
        }

        private static double real(FixedView values, int row) {
            return values.width() == Float.BYTES ? values.floatAt(row) : values.doubleAt(row);
        }

        private void addWhole(Running running, long value) {
            switch (operator) {
                case SUM -> running.whole = Group.sum(running.whole, value);
                case AVG -> running.real += value;
                case MIN -> running.whole = running.count == 0 ? value : Math.min(running.whole, value);
                case MAX -> running.whole = running.count == 0 ? value : Math.max(running.whole, value);
                case COUNT -> {}
            }
        }

        private void addReal(Running running, double value) {
            switch (operator) {
                case SUM, AVG -> running.real += value;
                case MIN -> running.real = running.count == 0 ? value : Math.min(running.real, value);
                case MAX -> running.real = running.count == 0 ? value : Math.max(running.real, value);
                case COUNT -> {}
            }
        }

        private void addText(Running running, String value) {
            int order = running.count == 0 ? 0 : PrimaryKeys.compareTexts(value, running.text);
            if (running.count == 0 || (operator == Operator.MIN ? order < 0 : order > 0)) {
                running.text = value;
            }
        }

        Tally tally(Running running) {
            if (operator == Operator.COUNT || running.count == 0) {
                return new Tally(running.count, Optional.empty());
            }
            Value value = switch (kind) {
                case WHOLE ->
                    operator == Operator.AVG ? new Value.DoubleValue(running.real) : new Value.LongValue(running.whole);
                case REAL -> new Value.DoubleValue(running.real);
                case TEXT -> new Value.StringValue(running.text);
                case ROWS, OTHER -> throw Invariant.unreachable("{} of {} values", operator, kind);
            };
            return new Tally(running.count, Optional.of(value));
        }
    }
}
