package io.windhover.index.quantgraph;

import io.windhover.index.vector.TopHits;
import java.util.Arrays;

/**
 * Chooses neighbours of one row out of near ones: nearest first, leaving out whoever is nearer to one already chosen than
 * to the row itself, so that links point in all directions. Of exact duplicates only a few are chosen, or a crowd of
 * them would link only to itself. Then, because a list that is not full is scanned in the same time, the nearest of those
 * left out fill it. One thread's working memory.
 */
final class NeighbourChoice {
    private final Places places;
    private final int degree;
    private final int duplicatesMax;
    private long[] candidates = new long[256];
    private int candidateCount;
    private long[] suitors = new long[64];
    private int suitorCount;
    private final int[] chosen;
    private final float[] distances;
    private int diverseCount;
    private int chosenCount;

    NeighbourChoice(Places places, int degree) {
        this.places = places;
        this.degree = degree;
        this.duplicatesMax = degree / 8;
        this.chosen = new int[degree];
        this.distances = new float[degree];
    }

    /** Starts with no candidates. */
    void begin() {
        candidateCount = 0;
        suitorCount = 0;
    }

    /** Adds a candidate that has itself chosen the row: it comes first where a list is filled. */
    void addSuitor(int row, float distance) {
        add(row, distance);
        if (suitorCount == suitors.length) {
            suitors = Arrays.copyOf(suitors, 2 * suitorCount);
        }
        suitors[suitorCount++] = TopHits.pack(distance, row);
    }

    /** Adds a candidate at a distance from the row that chooses; it may be added twice at the same distance. */
    void add(int row, float distance) {
        if (candidateCount == candidates.length) {
            candidates = Arrays.copyOf(candidates, 2 * candidateCount);
        }
        candidates[candidateCount++] = TopHits.pack(distance, row);
    }

    /** Chooses those that differ in direction. */
    void choose() {
        Arrays.sort(candidates, 0, candidateCount);
        chosenCount = 0;
        int duplicates = 0;
        long before = -1;
        for (int i = 0; i < candidateCount && chosenCount < degree; i++) {
            long candidate = candidates[i];
            int row = (int) candidate;
            float distance = TopHits.distanceOf((int) (candidate >> 32));
            boolean wanted = candidate != before && (distance != 0 || duplicates++ < duplicatesMax);
            before = candidate;
            if (wanted && isDiverse(row, distance)) {
                keep(row, distance);
                candidates[i] = -1;
            }
        }
        diverseCount = chosenCount;
    }

    private boolean isDiverse(int row, float distance) {
        for (int i = 0; i < chosenCount; i++) {
            if (places.distance(row, chosen[i]) < distance) {
                return false;
            }
        }
        return true;
    }

    private void keep(int row, float distance) {
        chosen[chosenCount] = row;
        distances[chosenCount++] = distance;
    }

    /** Fills what is free with the nearest suitors, of which rows that few others are near to need every one, then others. */
    void fill() {
        Arrays.sort(suitors, 0, suitorCount);
        fill(suitors, suitorCount, degree);
        fill(candidates, candidateCount, degree);
    }

    private void fill(long[] from, int count, int most) {
        for (int i = 0; i < count && chosenCount < most; i++) {
            if (from[i] >= 0 && !isChosen((int) from[i])) {
                keep((int) from[i], TopHits.distanceOf((int) (from[i] >> 32)));
            }
        }
    }

    private boolean isChosen(int row) {
        for (int i = 0; i < chosenCount; i++) {
            if (chosen[i] == row) {
                return true;
            }
        }
        return false;
    }

    /** Returns how many were chosen for their direction. */
    int diverseCount() {
        return diverseCount;
    }

    int count() {
        return chosenCount;
    }

    int row(int index) {
        return chosen[index];
    }

    float distance(int index) {
        return distances[index];
    }
}
