package io.windhover.model.expr;

import io.windhover.model.Invariant;
import io.windhover.model.row.Value;
import java.util.List;

/**
 * A condition on a row: true, false or unknown (Kleene's logic). A condition on an operand that has no value in a row,
 * or a value of a kind that the condition is not about (a JSON text compared with a number), is unknown there; only
 * {@link Exists}, {@link IsNull}, {@link Sample} and {@link Constant} never are. A row passes a filter when it is true.
 */
public sealed interface Expr {
    /** True or false for every row. */
    record Constant(boolean value) implements Expr {}

    /** All hold; two terms or more, none of them an And. */
    record And(List<Expr> terms) implements Expr {
        /** Copies the terms. */
        public And {
            terms = List.copyOf(terms);
            Invariant.check(terms.size() >= 2, "and of {} terms", terms.size());
        }
    }

    /** One holds at least; two terms or more, none of them an Or. */
    record Or(List<Expr> terms) implements Expr {
        /** Copies the terms. */
        public Or {
            terms = List.copyOf(terms);
            Invariant.check(terms.size() >= 2, "or of {} terms", terms.size());
        }
    }

    /** The opposite holds. */
    record Not(Expr term) implements Expr {}

    /**
     * A comparison with a constant of the operand's kind: whole numbers for whole numbers, doubles for Float and
     * Double (rounded to float for a Float field), anything for JSON. A list only with EQ or NE, and only for a whole
     * array or JSON.
     */
    record Compare(Operand operand, Comparison comparison, Value value) implements Expr {}

    /** A comparison of two operands of one kind (numbers, texts or booleans), neither of them JSON or an array. */
    record CompareOperands(Operand left, Comparison comparison, Operand right) implements Expr {}

    /** A value between two, of the operand's kind as in {@link Compare}. */
    record Range(Operand operand, Value lower, boolean lowerInclusive, Value upper, boolean upperInclusive)
            implements Expr {}

    /** A value that a list has. An empty list makes it false wherever the operand has a value. */
    record In(Operand operand, ValueSet values) implements Expr {}

    /** A text that a pattern matches. */
    record Like(Operand operand, LikePattern pattern) implements Expr {}

    /**
     * A text in which a regular expression (RE2's syntax) finds a match. For JSON unknown only where the field has no
     * value, and false where there is another value than a text, or none at the path.
     */
    record Matches(Operand operand, String regex) implements Expr {}

    /**
     * A text with some of the words of another.
     *
     * @param words    a text that is taken apart as the field's are
     * @param least    how many different ones of its words must be there
     * @param analyzer how texts of the field are taken apart: its analyzer_params, empty for the standard way
     */
    record TextMatch(Operand.Field field, String words, int least, String analyzer) implements Expr {}

    /**
     * A text with all words of another in their order.
     *
     * @param words    a text that is taken apart as the field's are
     * @param slop     by how many places, together, words may stand elsewhere
     * @param analyzer as in {@link TextMatch}
     */
    record PhraseMatch(Operand.Field field, String words, int slop, String analyzer) implements Expr {}

    /**
     * A share of all rows, drawn anew for each seed. Never unknown.
     *
     * @param share between 0 and 1
     * @param seed  the same rows for the same seed
     */
    record Sample(double share, long seed) implements Expr {}

    /**
     * An array with some elements.
     *
     * @param array    a whole array field, or a JSON path; unknown where the latter leads to no array
     * @param all      every one of the elements must be there; otherwise one suffices
     * @param elements of the array's element kind as in {@link Compare}; anything for JSON, also lists
     */
    record Contains(Operand array, boolean all, List<Value> elements) implements Expr {
        /** Copies the elements. */
        public Contains {
            elements = List.copyOf(elements);
        }
    }

    /** A path that leads to a value other than JSON's null. Never unknown. */
    record Exists(Operand.JsonPath path) implements Expr {}

    /** A row without a value in this field. Never unknown. */
    record IsNull(Operand.Field field) implements Expr {}
}
