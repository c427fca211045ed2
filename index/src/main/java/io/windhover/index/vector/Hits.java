package io.windhover.index.vector;

import java.util.Arrays;

/**
 * What a search found, best first, equal scores by smaller row.
 *
 * @param rows row numbers; the first {@code count} are meant
 * @param scores the metric's own score of each row
 * @param count how many were found
 */
public record Hits(int[] rows, float[] scores, int count) {
    /** Returns no hits. */
    public static Hits none() {
        return new Hits(new int[0], new float[0], 0);
    }

    /** Returns the rows found, exactly {@code count} of them. */
    public int[] foundRows() {
        return Arrays.copyOf(rows, count);
    }
}
