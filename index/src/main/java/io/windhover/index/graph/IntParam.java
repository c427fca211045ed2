package io.windhover.index.graph;

import io.windhover.model.DatabaseException;
import java.util.Map;

/**
 * An integer parameter as users write it.
 *
 * @param name as on the wire
 * @param min least value allowed
 * @param max largest value allowed
 */
record IntParam(String name, int min, int max) {
    static final IntParam M = new IntParam("M", 2, 2048);
    static final IntParam EF_CONSTRUCTION = new IntParam("efConstruction", 1, Integer.MAX_VALUE);
    static final IntParam MAX_DEGREE = new IntParam("max_degree", 1, 2048);
    static final IntParam SEARCH_LIST_SIZE = new IntParam("search_list_size", 1, Integer.MAX_VALUE);
    static final IntParam NLIST = new IntParam("nlist", 1, 65_536);
    static final IntParam PQ_M = new IntParam("m", 1, 65_536);
    static final IntParam NBITS = new IntParam("nbits", 1, 16);
    static final IntParam NPROBE = new IntParam("nprobe", 1, 65_536);
    static final IntParam REORDER_K = new IntParam("reorder_k", 1, Integer.MAX_VALUE);
    static final IntParam SEARCH_LIST = new IntParam("search_list", 1, Integer.MAX_VALUE);
    static final IntParam EF = new IntParam("ef", 1, Integer.MAX_VALUE);
    static final IntParam LEVEL = new IntParam("level", 1, 10);

    /** Returns the value in {@code params}, or {@code absent} if there is none; fails with PARAMETER_INVALID. */
    int read(Map<String, String> params, int absent) {
        String text = params.get(name);
        if (text == null || text.isBlank() || text.equals("None") || text.equals("null")) {
            return absent;
        }
        long value = parse(text.strip());
        if (value < min || value > max) {
            throw DatabaseException.invalid(
                    "Out of range in json: param '%s' (%s) should be in range [%d, %d]", name, text, min, max);
        }
        return (int) value;
    }

    private long parse(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notInteger) {
            throw isNumber(text)
                    ? DatabaseException.invalid("wrong data type in json, key: '%s', value: '%s'", name, text)
                    : DatabaseException.invalid("invalid integer value, key: '%s', value: '%s'", name, text);
        }
    }

    private static boolean isNumber(String text) {
        try {
            Double.parseDouble(text);
            return true;
        } catch (NumberFormatException notNumber) {
            return false;
        }
    }
}
