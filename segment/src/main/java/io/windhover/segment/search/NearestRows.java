package io.windhover.segment.search;

import io.windhover.index.vector.Hits;
import java.util.List;

/** Finds the nearest allowed rows of one segment for queries that it was made with. */
interface NearestRows {
    /** Returns at most {@code topK} hits for one query, best first. */
    Hits nearest(int query, int topK);

    /** Returns at most {@code topK} hits for every query, best first. */
    List<Hits> nearest(int topK);
}
