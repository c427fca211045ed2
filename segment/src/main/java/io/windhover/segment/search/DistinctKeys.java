package io.windhover.segment.search;

import io.windhover.index.vector.Hits;
import io.windhover.segment.rows.KeyColumn;
import io.windhover.segment.rows.SegmentView;
import java.util.ArrayList;
import java.util.List;

/** Finds the nearest rows of different keys in a segment where a key may have several rows: the best row of each. */
final class DistinctKeys implements NearestRows {
    private final NearestRows rows;
    private final KeyColumn[] keys;
    private final int rowCount;
    private final int queryCount;

    DistinctKeys(NearestRows rows, SegmentView view, int queryCount) {
        this.rows = rows;
        this.keys = new KeyColumn[] {new KeyColumn(view.keys())};
        this.rowCount = view.rowCount();
        this.queryCount = queryCount;
    }

    @Override
    public List<Hits> nearest(int topK) {
        List<Hits> found = new ArrayList<>();
        for (int query = 0; query < queryCount; query++) {
            found.add(nearest(query, topK));
        }
        return found;
    }

    @Override
    public Hits nearest(int query, int topK) {
        for (long wanted = topK; ; wanted *= 2) {
            int asked = (int) Math.min(wanted, Integer.MAX_VALUE);
            Hits found = rows.nearest(query, asked);
            Hits distinct = distinct(found, topK);
            if (distinct.count() == topK || found.count() < asked || asked >= rowCount) {
                return distinct;
            }
        }
    }

    private Hits distinct(Hits hits, int topK) {
        KeysSeen seen = new KeysSeen(keys, new int[hits.count()], hits.rows());
        int[] kept = new int[Math.min(topK, hits.count())];
        float[] scores = new float[kept.length];
        int count = 0;
        for (int i = 0; i < hits.count() && count < topK; i++) {
            if (seen.isNew(i)) {
                kept[count] = hits.rows()[i];
                scores[count++] = hits.scores()[i];
            }
        }
        return new Hits(kept, scores, count);
    }
}
