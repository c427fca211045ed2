package io.windhover.segment.filter;

import io.windhover.index.bits.Bits;
import io.windhover.model.FieldId;
import io.windhover.model.expr.ArithmeticOperator;
import io.windhover.model.expr.Operand;
import io.windhover.model.row.Value;
import io.windhover.model.schema.DataType;
import java.util.Arrays;

/** Where numbers with a fraction come from. */
interface DoubleSource {
    /** Fills {@code target} from 0 for the rows of the block; makes rows without a value unknown. */
    void read(Block block, double[] target);

    /** Returns the source of a numeric operand; whole numbers are converted. */
    static DoubleSource of(Operand operand, ScanColumns columns) {
        if (operand.type().isInteger() && !(operand instanceof Operand.Constant)) {
            return converted(LongSource.of(operand, columns));
        }
        return switch (operand) {
            case Operand.Field(FieldId id, DataType _) -> field(id, columns);
            case Operand.ArrayElement(FieldId id, DataType _, int index) -> element(id, index, columns);
            case Operand.Constant(Value value) -> constant(Arithmetic.toDouble(value));
            case Operand.Arithmetic arithmetic -> new DoubleArithmetic(arithmetic, columns);
            case Operand.ArrayLength _, Operand.JsonPath _ ->
                throw new IllegalArgumentException("no number with a fraction: " + operand);
        };
    }

    private static DoubleSource converted(LongSource source) {
        long[] longs = new long[FilterEvaluator.BLOCK_ROWS];
        return (block, target) -> {
            source.read(block, longs);
            for (int i = 0; i < block.count(); i++) {
                target[i] = longs[i];
            }
        };
    }

    private static DoubleSource field(FieldId id, ScanColumns columns) {
        Bits nulls = columns.nulls(id);
        return (block, target) -> {
            block.addNulls(nulls);
            columns.columns().readDoubles(id, block.from(), block.count(), target);
        };
    }

    private static DoubleSource element(FieldId id, int index, ScanColumns columns) {
        ArrayReader arrays = new ArrayReader(id, columns);
        return (block, target) -> {
            ArrayBlock rows = arrays.read(block);
            for (int i = 0; i < block.count(); i++) {
                long at = (long) rows.start(i) + index;
                if (at < rows.end(i)) {
                    target[i] = rows.doubles()[(int) at];
                } else {
                    target[i] = 0;
                    block.setUnknown(i);
                }
            }
        };
    }

    private static DoubleSource constant(double value) {
        return (block, target) -> Arrays.fill(target, 0, block.count(), value);
    }

    /** Two sources made into one. */
    final class DoubleArithmetic implements DoubleSource {
        private final ArithmeticOperator operator;
        private final DoubleSource left;
        private final DoubleSource right;
        private final double[] second = new double[FilterEvaluator.BLOCK_ROWS];

        DoubleArithmetic(Operand.Arithmetic arithmetic, ScanColumns columns) {
            this.operator = arithmetic.operator();
            this.left = of(arithmetic.left(), columns);
            this.right = of(arithmetic.right(), columns);
        }

        @Override
        public void read(Block block, double[] target) {
            left.read(block, target);
            right.read(block, second);
            for (int i = 0; i < block.count(); i++) {
                target[i] = Arithmetic.compute(operator, target[i], second[i]);
                // Division by zero ends here too.
                if (!Double.isFinite(target[i])) {
                    block.setUnknown(i);
                }
            }
        }
    }
}
