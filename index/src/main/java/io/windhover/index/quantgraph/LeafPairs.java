package io.windhover.index.quantgraph;

import io.windhover.index.kernel.PairTile;

/** Compares all rows of a leaf with each other and offers each to the lists of the others. One thread's working memory. */
final class LeafPairs {
    /** Most rows of a leaf. */
    static final int ROWS_MAX = 512;

    private final Places places;
    private final NearLists near;
    private final PairTile tile;
    private final float[] place;
    private final float[] distances = new float[PairTile.ROWS * ROWS_MAX];

    LeafPairs(Places places, NearLists near) {
        this.places = places;
        this.near = near;
        this.tile = new PairTile(places.paddedDim(), ROWS_MAX);
        this.place = new float[places.paddedDim()];
    }

    /** Joins the rows {@code order[from .. to)}. */
    void join(int[] order, int from, int to) {
        int count = to - from;
        tile.clear();
        for (int i = 0; i < count; i++) {
            places.copy(order[from + i], place);
            tile.add(place);
        }
        for (int first = 0; first < count; first += PairTile.ROWS) {
            tile.distances(first, distances);
            for (int i = first; i < Math.min(count, first + PairTile.ROWS); i++) {
                offerAll(order, from, count, i, (i - first) * ROWS_MAX);
            }
        }
    }

    private void offerAll(int[] order, int from, int count, int i, int at) {
        int row = order[from + i];
        float limit = near.limit(row);
        for (int j = 0; j < count; j++) {
            float distance = distances[at + j];
            if (distance < limit && j != i) {
                near.offer(row, order[from + j], Math.max(0, distance));
                limit = near.limit(row);
            }
        }
    }
}
