package io.windhover.model.expr;

import io.windhover.model.FieldId;
import io.windhover.model.Invariant;
import io.windhover.model.row.Value;
import io.windhover.model.schema.DataType;
import java.util.List;

/** What a condition is about: a value that each row has or has not. */
public sealed interface Operand {
    /** Returns the type of the values; JSON when each row decides. */
    DataType type();

    /** The whole value of a scalar, array or JSON field. */
    record Field(FieldId id, DataType type) implements Operand {}

    /**
     * What a path leads to in a JSON field. A row has no value when the path leads nowhere or to JSON's null.
     *
     * @param path keys of objects and positions in arrays, outermost first; a step of digits is a position where an
     *             array is met and a key where an object is; empty = the whole document
     */
    record JsonPath(FieldId id, List<String> path) implements Operand {
        /** Copies the path. */
        public JsonPath {
            path = List.copyOf(path);
        }

        @Override
        public DataType type() {
            return DataType.JSON;
        }
    }

    /**
     * One element of an array field. A row has no value when its array is shorter.
     *
     * @param type  of the elements
     * @param index from 0
     */
    record ArrayElement(FieldId id, DataType type, int index) implements Operand {
        /** Checks the index. */
        public ArrayElement {
            Invariant.check(index >= 0, "array index {}", index);
        }
    }

    /**
     * The number of elements of an array.
     *
     * @param array a {@link Field} of an array type or a {@link JsonPath}; where the latter leads to no array, there is
     *              no value
     */
    record ArrayLength(Operand array) implements Operand {
        @Override
        public DataType type() {
            return DataType.INT64;
        }
    }

    /** A number inside arithmetic: a {@link Value.LongValue} or a {@link Value.DoubleValue}. */
    record Constant(Value value) implements Operand {
        @Override
        public DataType type() {
            return value instanceof Value.LongValue ? DataType.INT64 : DataType.DOUBLE;
        }
    }

    /**
     * Arithmetic of two numbers. There is no value where an operand has none or is no number.
     *
     * @param type Int64, Double, or JSON when each row decides; kept, since finding it out walks the whole tree
     */
    record Arithmetic(ArithmeticOperator operator, Operand left, Operand right, DataType type) implements Operand {
        /** Finds the type out. */
        public Arithmetic(ArithmeticOperator operator, Operand left, Operand right) {
            this(operator, left, right, typeOf(left.type(), right.type()));
        }

        private static DataType typeOf(DataType left, DataType right) {
            if (left == DataType.JSON || right == DataType.JSON) {
                return DataType.JSON;
            }
            return left.isInteger() && right.isInteger() ? DataType.INT64 : DataType.DOUBLE;
        }
    }
}
