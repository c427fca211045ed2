package io.windhover.segment.filter;

import io.windhover.model.expr.Comparison;
import io.windhover.model.expr.Operand;
import io.windhover.model.expr.ValueSet;
import io.windhover.model.row.Value;

/** Conditions on numbers and booleans. A comparison with a constant is a range with both ends inside, or its opposite. */
final class NumberScans {
    private NumberScans() {}

    static Scan compare(LongSource source, Comparison comparison, long value) {
        return switch (comparison) {
            case EQ -> range(source, value, value);
            case NE -> Scan.not(range(source, value, value));
            case LT -> Scan.not(range(source, value, Long.MAX_VALUE));
            case LE -> range(source, Long.MIN_VALUE, value);
            case GT -> Scan.not(range(source, Long.MIN_VALUE, value));
            case GE -> range(source, value, Long.MAX_VALUE);
        };
    }

    /** Tests {@code lower <= x <= upper}; none passes if the ends are the wrong way round. */
    static Scan range(LongSource source, long lower, long upper) {
        if (lower > upper) {
            return none(source);
        }
        long[] values = new long[FilterEvaluator.BLOCK_ROWS];
        long width = upper - lower + Long.MIN_VALUE;
        return block -> {
            source.read(block, values);
            for (int w = 0; w < block.wordCount(); w++) {
                int rows = block.rowsOfWord(w);
                int base = w << 6;
                long bits = 0;
                for (int i = 0; i < rows; i++) {
                    // One unsigned comparison for both ends.
                    bits |= (values[base + i] - lower + Long.MIN_VALUE <= width ? 1L : 0L) << i;
                }
                block.setWord(w, bits);
            }
        };
    }

    static Scan range(LongSource source, Value lower, boolean lowerInside, Value upper, boolean upperInside) {
        long from = ((Value.LongValue) lower).value();
        long to = ((Value.LongValue) upper).value();
        if (!lowerInside && from == Long.MAX_VALUE || !upperInside && to == Long.MIN_VALUE) {
            return none(source);
        }
        return range(source, lowerInside ? from : from + 1, upperInside ? to : to - 1);
    }

    private static Scan none(LongSource source) {
        long[] values = new long[FilterEvaluator.BLOCK_ROWS];
        return block -> source.read(block, values);
    }

    static Scan in(LongSource source, ValueSet.Longs set) {
        if (set.count() == 0) {
            return none(source);
        }
        LongSet values = new LongSet(set.values());
        long[] read = new long[FilterEvaluator.BLOCK_ROWS];
        return block -> {
            source.read(block, read);
            for (int i = 0; i < block.count(); i++) {
                if (values.contains(read[i])) {
                    block.setTrue(i);
                }
            }
        };
    }

    static Scan compareReals(DoubleSource source, Comparison comparison, double value) {
        return switch (comparison) {
            case EQ -> rangeOfReals(source, value, value);
            case NE -> Scan.not(rangeOfReals(source, value, value));
            case LT -> rangeOfReals(source, Double.NEGATIVE_INFINITY, Math.nextDown(value));
            case LE -> rangeOfReals(source, Double.NEGATIVE_INFINITY, value);
            case GT -> rangeOfReals(source, Math.nextUp(value), Double.POSITIVE_INFINITY);
            case GE -> rangeOfReals(source, value, Double.POSITIVE_INFINITY);
        };
    }

    static Scan rangeOfReals(DoubleSource source, Value lower, boolean lowerInside, Value upper, boolean upperInside) {
        double from = Arithmetic.toDouble(lower);
        double to = Arithmetic.toDouble(upper);
        return rangeOfReals(source, lowerInside ? from : Math.nextUp(from), upperInside ? to : Math.nextDown(to));
    }

    /** Tests {@code lower <= x <= upper}. */
    static Scan rangeOfReals(DoubleSource source, double lower, double upper) {
        double[] values = new double[FilterEvaluator.BLOCK_ROWS];
        return block -> {
            source.read(block, values);
            for (int w = 0; w < block.wordCount(); w++) {
                int rows = block.rowsOfWord(w);
                int base = w << 6;
                long bits = 0;
                for (int i = 0; i < rows; i++) {
                    double x = values[base + i];
                    bits |= (x >= lower & x <= upper ? 1L : 0L) << i;
                }
                block.setWord(w, bits);
            }
        };
    }

    static Scan inReals(DoubleSource source, double[] set) {
        LongSet values = LongSet.ofDoubles(set);
        double[] read = new double[FilterEvaluator.BLOCK_ROWS];
        return block -> {
            source.read(block, read);
            for (int i = 0; i < block.count(); i++) {
                if (values.contains(LongSet.key(read[i]))) {
                    block.setTrue(i);
                }
            }
        };
    }

    /** Compares two operands, as whole numbers if both are, as doubles otherwise. */
    static Scan compare(Operand left, Comparison comparison, Operand right, ScanColumns columns) {
        boolean real = left.type().isNumeric()
                && !(left.type().isInteger() && right.type().isInteger());
        return real
                ? compareReals(DoubleSource.of(left, columns), comparison, DoubleSource.of(right, columns))
                : compare(LongSource.of(left, columns), comparison, LongSource.of(right, columns));
    }

    private static Scan compare(LongSource left, Comparison comparison, LongSource right) {
        long[] a = new long[FilterEvaluator.BLOCK_ROWS];
        long[] b = new long[FilterEvaluator.BLOCK_ROWS];
        return block -> {
            left.read(block, a);
            right.read(block, b);
            for (int i = 0; i < block.count(); i++) {
                if (comparison.holds(Long.compare(a[i], b[i]))) {
                    block.setTrue(i);
                }
            }
        };
    }

    private static Scan compareReals(DoubleSource left, Comparison comparison, DoubleSource right) {
        double[] a = new double[FilterEvaluator.BLOCK_ROWS];
        double[] b = new double[FilterEvaluator.BLOCK_ROWS];
        return block -> {
            left.read(block, a);
            right.read(block, b);
            for (int i = 0; i < block.count(); i++) {
                if (comparison.holds(Arithmetic.compare(a[i], b[i]))) {
                    block.setTrue(i);
                }
            }
        };
    }
}
