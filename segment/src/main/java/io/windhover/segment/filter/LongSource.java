package io.windhover.segment.filter;

import io.windhover.index.bits.Bits;
import io.windhover.model.FieldId;
import io.windhover.model.expr.ArithmeticOperator;
import io.windhover.model.expr.Operand;
import io.windhover.model.row.Value;
import io.windhover.model.schema.DataType;

/** Where whole numbers (booleans as 0 and 1) come from. */
interface LongSource {
    /** Fills {@code target} from 0 for the rows of the block; makes rows without a value unknown. */
    void read(Block block, long[] target);

    /** Returns the source of an operand of an integer type or Bool. */
    static LongSource of(Operand operand, ScanColumns columns) {
        return switch (operand) {
            case Operand.Field(FieldId id, DataType _) -> field(id, columns);
            case Operand.ArrayElement(FieldId id, DataType _, int index) -> element(id, index, columns);
            case Operand.ArrayLength(Operand.Field(FieldId id, DataType _)) -> length(id, columns);
            case Operand.ArrayLength(Operand.JsonPath path) -> new JsonLength(path, columns);
            case Operand.Constant(Value value) -> constant(((Value.LongValue) value).value());
            case Operand.Arithmetic arithmetic -> new LongArithmetic(arithmetic, columns);
            case Operand.ArrayLength _, Operand.JsonPath _ ->
                throw new IllegalArgumentException("no whole number: " + operand);
        };
    }

    private static LongSource field(FieldId id, ScanColumns columns) {
        Bits nulls = columns.nulls(id);
        return (block, target) -> {
            block.addNulls(nulls);
            columns.columns().readLongs(id, block.from(), block.count(), target);
        };
    }

    private static LongSource element(FieldId id, int index, ScanColumns columns) {
        ArrayReader arrays = new ArrayReader(id, columns);
        return (block, target) -> {
            ArrayBlock rows = arrays.read(block);
            for (int i = 0; i < block.count(); i++) {
                long at = (long) rows.start(i) + index;
                if (at < rows.end(i)) {
                    target[i] = rows.longs()[(int) at];
                } else {
                    target[i] = 0;
                    block.setUnknown(i);
                }
            }
        };
    }

    private static LongSource length(FieldId id, ScanColumns columns) {
        ArrayReader arrays = new ArrayReader(id, columns);
        return (block, target) -> {
            ArrayBlock rows = arrays.read(block);
            for (int i = 0; i < block.count(); i++) {
                target[i] = rows.end(i) - rows.start(i);
            }
        };
    }

    private static LongSource constant(long value) {
        return (block, target) -> java.util.Arrays.fill(target, 0, block.count(), value);
    }

    /** Two sources made into one. */
    final class LongArithmetic implements LongSource {
        private final ArithmeticOperator operator;
        private final LongSource left;
        private final LongSource right;
        private final long[] second = new long[FilterEvaluator.BLOCK_ROWS];

        LongArithmetic(Operand.Arithmetic arithmetic, ScanColumns columns) {
            this.operator = arithmetic.operator();
            this.left = of(arithmetic.left(), columns);
            this.right = of(arithmetic.right(), columns);
        }

        @Override
        public void read(Block block, long[] target) {
            left.read(block, target);
            right.read(block, second);
            int count = block.count();
            if (operator == ArithmeticOperator.DIVIDE || operator == ArithmeticOperator.MODULO) {
                hideZeros(block);
            }
            for (int i = 0; i < count; i++) {
                target[i] = Arithmetic.compute(operator, target[i], second[i]);
            }
        }

        private void hideZeros(Block block) {
            for (int i = 0; i < block.count(); i++) {
                if (second[i] == 0) {
                    block.setUnknown(i);
                    second[i] = 1;
                }
            }
        }
    }
}
