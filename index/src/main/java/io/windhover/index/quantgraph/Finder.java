package io.windhover.index.quantgraph;

import io.windhover.index.flat.PickedRows;
import io.windhover.index.space.Projection;
import io.windhover.index.vector.Metric;
import io.windhover.index.vector.TopHits;
import io.windhover.index.vector.VectorQuery;
import io.windhover.index.vector.VectorRows;

/** One thread's searches: a walk, then the exact comparison of what it found. Used again and again. */
final class Finder {
    private final Walk walk;
    private final Projection projection;
    private final PickedRows picked;

    Finder(Records records, Projection projection, VectorRows rows, Metric metric) {
        this.walk = new Walk(records, rows.rowCount());
        this.projection = projection;
        this.picked = new PickedRows(rows, metric);
    }

    private void prepare(VectorQuery query) {
        PlacedQuery placed = walk.query();
        projection.query(query, placed.place(), placed.scratch());
        placed.prepare();
        picked.prepare(query);
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
        return picked.compare(near, compared, best);
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
        return picked.compare(near, compared, best);
    }
}
