package io.windhover.index.quantgraph;

import io.windhover.index.kernel.Kernel;
import io.windhover.index.kernel.QueryForm;
import io.windhover.index.vector.Metric;
import io.windhover.index.vector.TopHits;
import io.windhover.index.vector.VectorQuery;
import io.windhover.index.vector.VectorRows;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** One thread's searches: a walk, then the exact comparison of what it found. Used again and again. */
final class Finder {
    private final Walk walk;
    private final Projection projection;
    private final VectorRows rows;
    private final Metric metric;
    private final Kernel kernel;
    private final Kernel.Column column;
    private final MemorySegment prepared;
    private int[] ids = new int[64];
    private float[] distances = new float[64];
    /** Keeps what was only read to fetch it from being optimised away. */
    private int touched;

    Finder(Records records, Projection projection, VectorRows rows, Metric metric) {
        this.walk = new Walk(records, rows.rowCount());
        this.projection = projection;
        this.rows = rows;
        this.metric = metric;
        this.kernel = Kernel.of(metric, rows.type(), rows.dim());
        this.column = new Kernel.Column(rows.address(), rows.rowBytes(), rows.dim());
        this.prepared = Arena.ofAuto().allocate(QueryForm.bytes(rows.type(), rows.dim()), 64);
    }

    private void prepare(VectorQuery query) {
        PlacedQuery placed = walk.query();
        projection.query(query, placed.place(), placed.scratch());
        placed.prepare();
        QueryForm.prepare(query, metric, prepared.address());
    }

    /** See {@link QuantGraph#search}. */
    float search(VectorQuery query, int ef, int compared, TopHits best) {
        prepare(query);
        walk.search(ef);
        TopHits near = new TopHits(compared);
        DoneList done = walk.done();
        for (int i = 0; i < done.count(); i++) {
            near.offer(done.distance(i), done.row(i));
        }
        return compare(near, compared, best);
    }

    /** See {@link QuantGraph#searchAllowed}. */
    float searchAllowed(VectorQuery query, QuantGraph.Allowed allowed, int compared, TopHits best) {
        prepare(query);
        if (!walk.searchAllowed(allowed.steps(), 2 * compared, allowed.words(), allowed.stepsMax())) {
            return Float.NEGATIVE_INFINITY;
        }
        TopHits near = new TopHits(2 * compared);
        OpenList found = walk.found();
        for (int i = 0; i < found.count(); i++) {
            near.offer(found.distance(i), found.row(i));
        }
        return compare(near, compared, best);
    }

    /** Compares rows exactly, each once; returns the greatest distance, minus infinity if they are fewer than wanted. */
    private float compare(TopHits near, int wanted, TopHits best) {
        int count = distinct(near);
        touched += Kernel.touch(column, ids, count);
        kernel.many().distances(prepared.address(), column, ids, count, distances);
        float farthest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            best.offer(distances[i], ids[i]);
            farthest = Math.max(farthest, distances[i]);
        }
        return count < wanted ? Float.NEGATIVE_INFINITY : farthest;
    }

    private int distinct(TopHits near) {
        if (ids.length < near.size()) {
            ids = new int[2 * near.size()];
            distances = new float[2 * near.size()];
        }
        int size = near.rowsInto(ids);
        Arrays.sort(ids, 0, size);
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (count == 0 || ids[i] != ids[count - 1]) {
                ids[count++] = ids[i];
            }
        }
        return count;
    }
}
