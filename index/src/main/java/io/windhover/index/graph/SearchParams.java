package io.windhover.index.graph;

import io.windhover.index.kernel.Codebook;
import io.windhover.model.DatabaseException;
import java.util.Map;

/**
 * What a search may tune.
 *
 * @param ef candidates kept while walking a graph; 0 lets the index choose
 * @param level quality where the index chooses: 1 (fast) to 10 (thorough), each about a quarter more candidates
 * @param nprobe lists read of an inverted file
 * @param reorder rows of an inverted file that are compared exactly; 0 lets the index choose
 */
public record SearchParams(int ef, int level, int nprobe, int reorder) {
    private static final int EF_CHOSEN_MIN = 64;
    private static final int NPROBE_DEFAULT = 8;

    /** Returns parameters that leave all to the index. */
    public static SearchParams defaults() {
        return ef(0);
    }

    /** Returns parameters with a given {@code ef}. */
    public static SearchParams ef(int ef) {
        return new SearchParams(ef, 1, NPROBE_DEFAULT, 0);
    }

    /** Returns parameters with a given number of lists to read. */
    public static SearchParams nprobe(int nprobe) {
        return new SearchParams(0, 1, nprobe, 0);
    }

    /**
     * Reads what a search request says to an index of {@code type}: {@code ef} (or DISKANN's {@code search_list}) and
     * {@code level} to a graph, {@code nprobe} and {@code reorder_k} to an inverted file; other names are not looked at.
     *
     * @throws DatabaseException PARAMETER_INVALID for a value that is no number or out of range
     */
    public static SearchParams parse(IndexType type, Map<String, String> params) {
        return switch (type) {
            case FLAT, BIN_FLAT -> defaults();
            case HNSW, QUANT_GRAPH -> {
                int ef = IntParam.EF.read(params, IntParam.SEARCH_LIST.read(params, 0));
                yield new SearchParams(ef, IntParam.LEVEL.read(params, 1), NPROBE_DEFAULT, 0);
            }
            case IVF ->
                new SearchParams(
                        0, 1, IntParam.NPROBE.read(params, NPROBE_DEFAULT), IntParam.REORDER_K.read(params, 0));
        };
    }

    /** Returns these parameters such that {@code topK} hits are found, though fewer were asked for. */
    public SearchParams atLeast(int topK) {
        return new SearchParams(
                ef == 0 ? 0 : Math.max(ef, topK), level, nprobe, reorder == 0 ? 0 : Math.max(reorder, topK));
    }

    /**
     * Checks that {@code topK} hits can be asked for.
     *
     * @throws DatabaseException PARAMETER_INVALID if the caller chose fewer candidates than {@code topK}
     */
    public void check(int topK) {
        if (ef != 0 && ef < topK) {
            throw DatabaseException.invalid("ef(%d) should be larger than k(%d)", ef, topK);
        }
        if (reorder != 0 && reorder < topK) {
            throw DatabaseException.invalid("reorder_k(%d) should be larger than k(%d)", reorder, topK);
        }
    }

    /**
     * Returns the candidates to keep for {@code topK} hits.
     *
     * @throws DatabaseException PARAMETER_INVALID if the caller chose fewer than {@code topK}
     */
    public int efFor(int topK) {
        check(topK);
        if (ef != 0) {
            return ef;
        }
        int chosen = Math.max(EF_CHOSEN_MIN, topK + topK / 2);
        return (int) Math.min(Integer.MAX_VALUE, (long) chosen * (level + 3) / 4);
    }

    /**
     * Returns how many rows to compare exactly for {@code topK} hits: the more the less codes tell.
     *
     * @throws DatabaseException PARAMETER_INVALID if the caller chose fewer than {@code topK}
     */
    int comparedFor(int topK, Codebook codebook) {
        check(topK);
        if (reorder != 0) {
            return reorder;
        }
        long chosen = switch (codebook) {
            case TWO -> 32 + 2L * topK;
            case THREE -> 48 + 3L * topK;
            case FIVE -> 128 + 8L * topK;
        };
        return (int) Math.min(Integer.MAX_VALUE, chosen);
    }
}
