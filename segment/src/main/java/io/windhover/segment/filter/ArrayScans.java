package io.windhover.segment.filter;

import io.windhover.model.FieldId;
import io.windhover.model.expr.Comparison;
import io.windhover.model.row.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Conditions on whole array fields. */
final class ArrayScans {
    private ArrayScans() {}

    /** Tells whether one element of a block equals a constant. */
    interface ElementTest {
        boolean test(ArrayBlock rows, int element);
    }

    private static ElementTest equalTo(Value constant) {
        return switch (constant) {
            case Value.BoolValue(boolean bool) -> {
                long wanted = bool ? 1 : 0;
                yield (rows, element) -> rows.longs()[element] == wanted;
            }
            case Value.LongValue(long wanted) -> (rows, element) -> rows.longs()[element] == wanted;
            case Value.DoubleValue(double wanted) -> (rows, element) -> rows.doubles()[element] == wanted;
            case Value.StringValue _ -> {
                byte[] wanted = TextScans.utf8(constant);
                yield (rows, element) -> Arrays.equals(
                        rows.texts().bytes(),
                        rows.texts().start(element),
                        rows.texts().end(element),
                        wanted,
                        0,
                        wanted.length);
            }
            case Value.ListValue _ -> throw new IllegalArgumentException("a list in an array field");
        };
    }

    private static List<ElementTest> equalTo(List<Value> constants) {
        List<ElementTest> tests = new ArrayList<>();
        constants.forEach(constant -> tests.add(equalTo(constant)));
        return tests;
    }

    /** Tests whether arrays have one or all of some elements. */
    static Scan contains(FieldId field, boolean all, List<Value> elements, ScanColumns columns) {
        ArrayReader arrays = new ArrayReader(field, columns);
        List<ElementTest> tests = equalTo(elements);
        return block -> {
            ArrayBlock rows = arrays.read(block);
            for (int row = 0; row < block.count(); row++) {
                if (block.isOpen(row) && contains(rows, row, all, tests)) {
                    block.setTrue(row);
                }
            }
        };
    }

    private static boolean contains(ArrayBlock rows, int row, boolean all, List<ElementTest> tests) {
        for (ElementTest test : tests) {
            if (has(rows, row, test) != all) {
                return !all;
            }
        }
        return all;
    }

    private static boolean has(ArrayBlock rows, int row, ElementTest test) {
        for (int element = rows.start(row); element < rows.end(row); element++) {
            if (test.test(rows, element)) {
                return true;
            }
        }
        return false;
    }

    /** Tests whether arrays equal a list, or do not. */
    static Scan equalsList(FieldId field, Comparison comparison, List<Value> list, ScanColumns columns) {
        ArrayReader arrays = new ArrayReader(field, columns);
        List<ElementTest> tests = equalTo(list);
        return block -> {
            ArrayBlock rows = arrays.read(block);
            for (int row = 0; row < block.count(); row++) {
                if (equalsList(rows, row, tests) == (comparison == Comparison.EQ)) {
                    block.setTrue(row);
                }
            }
        };
    }

    private static boolean equalsList(ArrayBlock rows, int row, List<ElementTest> tests) {
        int start = rows.start(row);
        if (rows.end(row) - start != tests.size()) {
            return false;
        }
        for (int i = 0; i < tests.size(); i++) {
            if (!tests.get(i).test(rows, start + i)) {
                return false;
            }
        }
        return true;
    }
}
