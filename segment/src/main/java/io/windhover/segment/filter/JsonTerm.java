package io.windhover.segment.filter;

import io.windhover.index.bits.Bits;
import io.windhover.model.FieldId;
import io.windhover.model.expr.ArithmeticOperator;
import io.windhover.model.expr.Operand;
import io.windhover.model.row.Value;

/** Where values come from whose kind each row decides. */
interface JsonTerm {
    /** Makes ready for the rows of a block; makes rows unknown whose field is null. */
    void prepare(Block block);

    /** Loads the value of one row of the block; kind NONE if it has none. */
    void load(int row, JsonValue target);

    /** Returns the source of a JSON operand, or of a number that is computed with one. */
    static JsonTerm of(Operand operand, ScanColumns columns) {
        return switch (operand) {
            case Operand.JsonPath path -> new Path(path, columns);
            case Operand.Arithmetic arithmetic -> new Computed(arithmetic, columns);
            case Operand.Constant(Value value) -> new Constant(value);
            case Operand.Field _, Operand.ArrayElement _, Operand.ArrayLength _ ->
                operand.type().isInteger() ? new Wholes(operand, columns) : new Reals(operand, columns);
        };
    }

    /** A path in a JSON field. */
    final class Path implements JsonTerm {
        private final FieldId field;
        private final JsonCursor.Step[] steps;
        private final FilterColumns columns;
        private final Bits nulls;
        private final TextBlock texts = new TextBlock();
        private final JsonCursor cursor = new JsonCursor();

        Path(Operand.JsonPath path, ScanColumns columns) {
            this.field = path.id();
            this.steps = JsonCursor.Step.of(path.path());
            this.columns = columns.columns();
            this.nulls = columns.nulls(field);
        }

        @Override
        public void prepare(Block block) {
            block.addNulls(nulls);
            texts.clear();
            texts.addAll(columns, field, block);
        }

        @Override
        public void load(int row, JsonValue target) {
            target.load(cursor, find(row));
        }

        /** Returns where the value of a row starts in {@link #cursor}, or -1. */
        int find(int row) {
            int start = cursor.start(texts.bytes(), texts.start(row), texts.end(row));
            return cursor.find(start, steps);
        }

        JsonCursor cursor() {
            return cursor;
        }
    }

    /** A number that is the same in every row. */
    record Constant(Value value) implements JsonTerm {
        @Override
        public void prepare(Block block) {
            // Nothing to read.
        }

        @Override
        public void load(int row, JsonValue target) {
            if (value instanceof Value.LongValue(long whole)) {
                target.setLong(whole);
            } else {
                target.setDouble(Arithmetic.toDouble(value));
            }
        }
    }

    /** Whole numbers that are computed with JSON numbers. */
    final class Wholes implements JsonTerm {
        private final LongSource source;
        private final long[] values = new long[FilterEvaluator.BLOCK_ROWS];

        Wholes(Operand operand, ScanColumns columns) {
            this.source = LongSource.of(operand, columns);
        }

        @Override
        public void prepare(Block block) {
            source.read(block, values);
        }

        @Override
        public void load(int row, JsonValue target) {
            target.setLong(values[row]);
        }
    }

    /** Numbers with a fraction that are computed with JSON numbers. */
    final class Reals implements JsonTerm {
        private final DoubleSource source;
        private final double[] values = new double[FilterEvaluator.BLOCK_ROWS];

        Reals(Operand operand, ScanColumns columns) {
            this.source = DoubleSource.of(operand, columns);
        }

        @Override
        public void prepare(Block block) {
            source.read(block, values);
        }

        @Override
        public void load(int row, JsonValue target) {
            target.setDouble(values[row]);
        }
    }

    /** Arithmetic: of whole numbers if both are, otherwise of doubles; none where an operand is no number. */
    final class Computed implements JsonTerm {
        private final ArithmeticOperator operator;
        private final JsonTerm left;
        private final JsonTerm right;
        private final JsonValue second = new JsonValue();

        Computed(Operand.Arithmetic arithmetic, ScanColumns columns) {
            this.operator = arithmetic.operator();
            this.left = of(arithmetic.left(), columns);
            this.right = of(arithmetic.right(), columns);
        }

        @Override
        public void prepare(Block block) {
            left.prepare(block);
            right.prepare(block);
        }

        @Override
        public void load(int row, JsonValue target) {
            left.load(row, target);
            right.load(row, second);
            boolean divides = operator == ArithmeticOperator.DIVIDE || operator == ArithmeticOperator.MODULO;
            if (!target.isNumber() || !second.isNumber() || divides && second.asDouble() == 0) {
                target.kind = JsonValue.Kind.NONE;
            } else if (target.kind == JsonValue.Kind.LONG && second.kind == JsonValue.Kind.LONG) {
                target.setLong(Arithmetic.compute(operator, target.whole, second.whole));
            } else if (operator == ArithmeticOperator.MODULO || operator.isBitwise()) {
                target.kind = JsonValue.Kind.NONE;
            } else {
                target.setDouble(Arithmetic.compute(operator, target.asDouble(), second.asDouble()));
                target.kind = Double.isFinite(target.real) ? JsonValue.Kind.DOUBLE : JsonValue.Kind.NONE;
            }
        }
    }
}
