package io.windhover.index.flat;

import io.windhover.index.kernel.Kernel;
import io.windhover.index.kernel.QueryForm;
import io.windhover.index.vector.Hits;
import io.windhover.index.vector.Metric;
import io.windhover.index.vector.RangeBounds;
import io.windhover.index.vector.TopHits;
import io.windhover.index.vector.VectorQuery;
import io.windhover.index.vector.VectorRows;
import io.windhover.index.vector.VectorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * Compares one query with every row that may be returned. Made once a query and used on any number of chunks of the
 * same shape (the chunks of a growing segment, parts of a sealed one), collecting into one {@link TopHits}; one thread
 * at a time.
 */
public final class FlatSearcher {
    private static final int BLOCK = 64;

    private final Metric metric;
    private final VectorQuery query;
    private final Kernel kernel;
    private final MemorySegment prepared;
    private final int[] ids = new int[BLOCK];
    private final float[] distances = new float[BLOCK];
    /** Keeps what was only read to fetch it from being optimised away. */
    private int touched;

    /** Prepares {@code query}; its bytes are not read again later. */
    public FlatSearcher(Metric metric, VectorQuery query) {
        this.metric = metric;
        this.query = query;
        this.kernel = Kernel.of(metric, query.type(), query.dim());
        this.prepared = Arena.ofAuto().allocate(QueryForm.bytes(query.type(), query.dim()) + 64, 64);
        QueryForm.prepare(query, metric, prepared.address());
    }

    /** Returns the nearest {@code topK} of all rows. */
    public static Hits search(VectorRows rows, Metric metric, VectorQuery query, int topK, long[] allowed) {
        return search(rows, metric, query, new TopHits(Math.min(topK, rows.rowCount())), allowed);
    }

    /** Returns the nearest {@code topK} of the rows within {@code bounds}. */
    public static Hits rangeSearch(
            VectorRows rows, Metric metric, VectorQuery query, RangeBounds bounds, int topK, long[] allowed) {
        return search(rows, metric, query, new TopHits(Math.min(topK, rows.rowCount()), bounds), allowed);
    }

    private static Hits search(VectorRows rows, Metric metric, VectorQuery query, TopHits hits, long[] allowed) {
        new FlatSearcher(metric, query).collect(rows, 0, rows.rowCount(), allowed, 0, hits);
        return hits.toHits(metric);
    }

    /**
     * Offers rows {@code from <= row < to} to {@code hits}.
     *
     * @param allowed bit per row, 64 to a word, set = may be returned; bit {@code rowOffset + row} belongs to a row;
     *     null for all rows
     * @param rowOffset added to row numbers, for a chunk that does not begin at row 0 of its segment
     */
    public void collect(VectorRows rows, int from, int to, long[] allowed, int rowOffset, TopHits hits) {
        rows.checkAlive();
        query.checkFits(rows);
        Kernel.Column column = new Kernel.Column(rows.address(), rows.rowBytes(), rows.dim());
        int next = from;
        while (next < to) {
            int count = 0;
            while (next < to && count < BLOCK) {
                next = allowed == null ? next : nextAllowed(allowed, rowOffset, next, to);
                if (next < to) {
                    ids[count++] = next++;
                }
            }
            if (allowed != null) {
                touched += Kernel.touch(column, ids, count);
            }
            offer(column, count, rowOffset, hits);
        }
        Reference.reachabilityFence(rows);
        Reference.reachabilityFence(prepared);
    }

    private void offer(Kernel.Column column, int count, int rowOffset, TopHits hits) {
        kernel.many().distances(prepared.address(), column, ids, count, distances);
        for (int i = 0; i < count; i++) {
            if (distances[i] <= hits.worst()) {
                hits.offer(distances[i], ids[i] + rowOffset);
            }
        }
    }

    /** Returns the first allowed row at or after {@code row}, or {@code to}; bits beyond the words are not allowed. */
    private static int nextAllowed(long[] allowed, int rowOffset, int row, int to) {
        int bit = row + rowOffset;
        int word = bit >>> 6;
        if (word >= allowed.length) {
            return to;
        }
        long rest = allowed[word] >>> bit;
        if (rest != 0) {
            return Math.min(to, row + Long.numberOfTrailingZeros(rest));
        }
        for (word++; word < allowed.length && (word << 6) - rowOffset < to; word++) {
            if (allowed[word] != 0) {
                return Math.min(to, (word << 6) - rowOffset + Long.numberOfTrailingZeros(allowed[word]));
            }
        }
        return to;
    }

    /** Returns the metric searched by. */
    public Metric metric() {
        return metric;
    }

    /** Returns the type of the rows that this query is for. */
    public VectorType type() {
        return query.type();
    }
}
