package io.windhover.index.sparse;

import io.windhover.index.vector.TopHits;
import java.util.Arrays;

/**
 * One search over posting lists, in windows of 4096 rows. In each window the terms are ordered by the most that they
 * can add to a score. Those at the low end that together cannot lift a row over the worst hit kept so far are only
 * looked up for rows that the other terms found; a window whose terms cannot do it all together is passed over. So the
 * hits are exact, for weights and values of any sign.
 *
 * <p>While rows are compared with bounds, sums are formed in any order, which is why the bounds have some slack; the
 * score of a hit is summed in order of dimensions, as {@link SparseScan} does.
 *
 * @see <a href="https://doi.org/10.1016/0306-4573(95)00020-H">Turtle, Flood 1995: MaxScore</a>
 */
final class MaxScoreSearch {
    private static final int WINDOW_ROWS = 1 << 12;

    /** More than sums of some ten thousand doubles in different orders can differ, relative to what is summed. */
    private static final double ROUNDING = 1e-11;

    private final Term[] terms;
    private final int rowCount;
    private final long[] allowed;
    private final TopHits hits;
    private final Term[] active;
    private final double[] boundUpTo;
    private final double[] sums = new double[WINDOW_ROWS];
    private final long[] found = new long[WINDOW_ROWS >>> 6];
    private final int[] rows = new int[WINDOW_ROWS];
    private final float[] values = new float[WINDOW_ROWS];
    private double slack;

    /** Prepares a search of terms in order of dimensions; {@code allowed} as in {@link SparseIndex#search}. */
    MaxScoreSearch(Term[] terms, int rowCount, long[] allowed, TopHits hits) {
        this.terms = terms;
        this.rowCount = rowCount;
        this.allowed = allowed;
        this.hits = hits;
        this.active = new Term[terms.length];
        this.boundUpTo = new double[terms.length + 1];
    }

    void run() {
        for (int base = 0; base < rowCount; base += WINDOW_ROWS) {
            int activeCount = enterWindow((int) Math.min(rowCount, (long) base + WINDOW_ROWS));
            if (activeCount > 0 && anyAllowed(base) && !isHopeless(boundUpTo[activeCount])) {
                int optional = optionalCount(activeCount);
                for (int i = optional; i < activeCount; i++) {
                    accumulate(active[i], base);
                }
                collect(base, optional);
            }
        }
    }

    /** Collects the terms that occur in the window, least possible contribution first, and sums up their bounds. */
    private int enterWindow(int rowEnd) {
        int count = 0;
        for (Term term : terms) {
            if (term.enterWindow(rowEnd)) {
                int at = count++;
                while (at > 0 && active[at - 1].windowMax > term.windowMax) {
                    active[at] = active[at - 1];
                    at--;
                }
                active[at] = term;
            }
        }
        sumBounds(count);
        return count;
    }

    private void sumBounds(int count) {
        double total = 0;
        double magnitude = 0;
        for (int i = 0; i < count; i++) {
            total += active[i].windowMax;
            boundUpTo[i + 1] = total;
            magnitude += active[i].windowMagnitude;
        }
        slack = magnitude * ROUNDING;
    }

    private int optionalCount(int activeCount) {
        int count = 0;
        while (count < activeCount && isHopeless(boundUpTo[count + 1])) {
            count++;
        }
        return count;
    }

    /** Tells whether a row with at most this score can certainly not become a hit; rows come in ascending order. */
    private boolean isHopeless(double score) {
        return -(float) (score + slack) >= hits.worst();
    }

    private boolean anyAllowed(int base) {
        if (allowed == null) {
            return true;
        }
        int end = Math.min(allowed.length, (base >>> 6) + found.length);
        for (int i = base >>> 6; i < end; i++) {
            if (allowed[i] != 0) {
                return true;
            }
        }
        return false;
    }

    private void accumulate(Term term, int base) {
        term.copyWindow(rows, values);
        int count = term.windowCount();
        double weight = term.weight;
        for (int i = 0; i < count; i++) {
            int at = rows[i] - base;
            sums[at] += weight * values[i];
            found[at >>> 6] |= 1L << at;
        }
    }

    private void collect(int base, int optional) {
        for (int i = 0; i < found.length; i++) {
            long word = found[i];
            if (word != 0 && allowed != null) {
                word &= allowed[(base >>> 6) + i];
            }
            while (word != 0) {
                int at = (i << 6) + Long.numberOfTrailingZeros(word);
                word &= word - 1;
                offer(base + at, sums[at], optional);
            }
        }
        Arrays.fill(found, 0);
        Arrays.fill(sums, 0);
    }

    private void offer(int row, double sumSoFar, int optional) {
        double sum = sumSoFar;
        for (int i = optional - 1; i >= 0; i--) {
            if (isHopeless(sum + boundUpTo[i + 1])) {
                return;
            }
            sum += active[i].contributionInOrder(row);
        }
        if (!isHopeless(sum)) {
            double score = 0;
            for (Term term : terms) {
                score += term.contribution(row);
            }
            hits.offer(-(float) score, row);
        }
    }
}
