package io.windhover.storm.stage;

import java.util.function.LongPredicate;

/**
 * A filter expression and the same said in Java.
 *
 * @param expression as a server takes it; empty for every row
 * @param matches    tells by row id
 */
public record Filter(String expression, LongPredicate matches) {
    /** Every row. */
    public static final Filter ALL = new Filter("", _ -> true);

    /** Returns the rows from an id to before another that this one takes. */
    public Filter within(long from, long to) {
        String range = "id >= " + from + " and id < " + to;
        String both = expression.isEmpty() ? range : "(" + expression + ") and " + range;
        return new Filter(both, id -> id >= from && id < to && matches.test(id));
    }

    /** Returns it as the end of a sentence. */
    public String where() {
        return expression.isEmpty() ? "" : ", where " + expression;
    }

    /** Counts the rows from an id to before another. */
    public long count(long from, long to) {
        return count(from, to, Long.MAX_VALUE);
    }

    /** Counts rows, but no further than to a number. */
    public long count(long from, long to, long most) {
        long count = 0;
        for (long id = from; id < to && count < most; id++) {
            if (matches.test(id)) {
                count++;
            }
        }
        return count;
    }
}
