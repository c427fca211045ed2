package io.windhover.index.graph;

import io.windhover.model.DatabaseException;
import java.util.Map;

/**
 * What a search may tune.
 *
 * @param ef candidates kept while walking a graph; 0 lets the index choose
 * @param level quality where the index chooses: 1 (fast) to 10 (thorough), each about a quarter more candidates
 */
public record SearchParams(int ef, int level) {
    private static final int EF_CHOSEN_MIN = 64;

    /** Returns parameters that leave all to the index. */
    public static SearchParams defaults() {
        return new SearchParams(0, 1);
    }

    /** Returns parameters with a given {@code ef}. */
    public static SearchParams ef(int ef) {
        return new SearchParams(ef, 1);
    }

    /**
     * Reads {@code ef} and {@code level} of a search request; other names are not looked at.
     *
     * @throws DatabaseException PARAMETER_INVALID for a value that is no number or out of range
     */
    public static SearchParams parse(Map<String, String> params) {
        int ef = IntParam.EF.read(params, 0);
        return new SearchParams(ef, IntParam.LEVEL.read(params, 1));
    }

    /**
     * Returns the candidates to keep for {@code topK} hits.
     *
     * @throws DatabaseException PARAMETER_INVALID if the caller chose fewer than {@code topK}
     */
    public int efFor(int topK) {
        if (ef == 0) {
            int chosen = Math.max(EF_CHOSEN_MIN, topK + topK / 2);
            return (int) Math.min(Integer.MAX_VALUE, (long) chosen * (level + 3) / 4);
        }
        if (ef < topK) {
            throw DatabaseException.invalid("ef(%d) should be larger than k(%d)", ef, topK);
        }
        return ef;
    }
}
