package io.windhover.index.ivf;

import io.windhover.index.Tasks;
import io.windhover.index.kernel.Codebook;

/**
 * How an inverted file is built.
 *
 * @param lists wanted; fewer where a list would have less than {@value #LIST_ROWS_MIN} rows
 * @param codebook of the rows' codes
 * @param seed decides what is drawn
 * @param tasks who works
 */
public record IvfOptions(int lists, Codebook codebook, long seed, Tasks tasks) {
    private static final int LIST_ROWS_MIN = 39;

    /** Returns how many lists so many rows get. */
    int listsFor(int rowCount) {
        return Math.clamp(rowCount / LIST_ROWS_MIN, 1, lists);
    }
}
