package io.windhover.index.flat;

import io.windhover.index.kernel.Kernel;
import io.windhover.index.kernel.QueryForm;
import io.windhover.index.vector.Metric;
import io.windhover.index.vector.TopHits;
import io.windhover.index.vector.VectorQuery;
import io.windhover.index.vector.VectorRows;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Compares a query exactly with rows that an index thinks near. One thread's working memory, used again and again. */
public final class PickedRows {
    private final Metric metric;
    private final Kernel kernel;
    private final Kernel.Column column;
    private final MemorySegment prepared;
    private int[] ids = new int[64];
    private float[] distances = new float[64];
    /** Keeps what was only read to fetch it from being optimised away. */
    private int touched;

    /** Makes room for queries of a column, whose memory is used as long as this is. */
    public PickedRows(VectorRows rows, Metric metric) {
        this.metric = metric;
        this.kernel = Kernel.of(metric, rows.type(), rows.dim());
        this.column = new Kernel.Column(rows.address(), rows.rowBytes(), rows.dim());
        this.prepared = Arena.ofAuto().allocate(QueryForm.bytes(rows.type(), rows.dim()), 64);
    }

    /** Sets the query. */
    public void prepare(VectorQuery query) {
        QueryForm.prepare(query, metric, prepared.address());
    }

    /**
     * Offers picked rows to {@code best} with their exact distances, each once.
     *
     * @return the greatest distance, minus infinity if there are fewer rows than {@code wanted}
     */
    public float compare(TopHits picked, int wanted, TopHits best) {
        int count = distinct(picked);
        float farthest = compare(count, best);
        return count < wanted ? Float.NEGATIVE_INFINITY : farthest;
    }

    private int distinct(TopHits picked) {
        makeRoom(picked.size());
        int size = picked.rowsInto(ids);
        Arrays.sort(ids, 0, size);
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (count == 0 || ids[i] != ids[count - 1]) {
                ids[count++] = ids[i];
            }
        }
        return count;
    }

    /** Returns an array with room for rows, for the caller to fill before {@link #compare(int, TopHits)}. */
    public int[] makeRoom(int count) {
        if (ids.length < count) {
            ids = new int[2 * count];
            distances = new float[2 * count];
        }
        return ids;
    }

    /** Offers the first {@code count} rows of the array to {@code best}; returns the greatest distance. */
    public float compare(int count, TopHits best) {
        touched += Kernel.touch(column, ids, count);
        kernel.many().distances(prepared.address(), column, ids, count, distances);
        float farthest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            best.offer(distances[i], ids[i]);
            farthest = Math.max(farthest, distances[i]);
        }
        return farthest;
    }
}
