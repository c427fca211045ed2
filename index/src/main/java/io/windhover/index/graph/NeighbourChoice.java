package io.windhover.index.graph;

import io.windhover.index.vector.TopHits;
import java.util.Arrays;

/**
 * Chooses neighbours for one row out of near ones: nearest first, leaving out whoever is nearer to one already chosen
 * than to the row itself, so that links point in all directions (the paper's algorithm 4 without its extensions). Of
 * exact duplicates only a few are chosen, or a crowd of them would link only to itself. One thread's working memory.
 */
final class NeighbourChoice {
    private final BuildVectors vectors;
    private final int duplicatesMax;
    private long[] candidates = new long[64];
    private int candidateCount;
    private int[] chosen = new int[64];
    private float[] chosenDistances = new float[64];
    private int chosenCount;

    NeighbourChoice(BuildVectors vectors, int m) {
        this.vectors = vectors;
        this.duplicatesMax = Math.max(1, m / 4);
    }

    /** Starts with no candidates. */
    void begin(int most) {
        candidateCount = 0;
        if (candidates.length < most) {
            candidates = new long[most];
        }
    }

    /** Starts with what a walk found, without the row itself. */
    void begin(Pool pool, int row) {
        begin(pool.size());
        for (int i = 0; i < pool.size(); i++) {
            if (pool.row(i) != row) {
                add(pool.row(i), pool.distance(i));
            }
        }
    }

    /** Adds a candidate at a distance from the row that chooses. */
    void add(int row, float distance) {
        candidates[candidateCount++] = TopHits.pack(distance, row);
    }

    /** Chooses at most {@code most} of the candidates. */
    void choose(int most) {
        Arrays.sort(candidates, 0, candidateCount);
        if (chosen.length < most) {
            chosen = new int[most];
            chosenDistances = new float[most];
        }
        chosenCount = 0;
        int duplicates = 0;
        for (int i = 0; i < candidateCount && chosenCount < most; i++) {
            int row = (int) candidates[i];
            float distance = TopHits.distanceOf((int) (candidates[i] >> 32));
            if (isDiverse(row, distance) && (distance != 0 || duplicates++ < duplicatesMax)) {
                chosen[chosenCount] = row;
                chosenDistances[chosenCount++] = distance;
            }
        }
    }

    private boolean isDiverse(int row, float distance) {
        for (int i = 0; i < chosenCount; i++) {
            if (vectors.distance(row, chosen[i]) < distance) {
                return false;
            }
        }
        return true;
    }

    int count() {
        return chosenCount;
    }

    int row(int index) {
        return chosen[index];
    }

    float distance(int index) {
        return chosenDistances[index];
    }
}
