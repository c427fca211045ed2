package io.windhover.storm.report;

import io.windhover.storm.process.Footprint;
import io.windhover.storm.tally.Journal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a server holds more than before, how long its readers waited, and which of it is more than it should be. */
final class Growth {
    /** The limit of each figure that has one. */
    static final Map<String, Double> LIMITS = new TreeMap<>(Map.of(
            "server_memory_growth_percent", 10.0,
            "server_disk_growth_percent", 1.0,
            "server_handles_growth_percent", 10.0,
            "canary_longest_over_calm_median", 20.0));

    private Growth() {}

    /** Returns figures of all that is known. */
    static Map<String, Object> figures(Journal journal, Footprint before, Footprint after) {
        Map<String, Object> figures = new LinkedHashMap<>();
        put(figures, "server_memory_growth_percent", before.rssMb(), after.rssMb());
        put(figures, "server_handles_growth_percent", before.handles(), after.handles());
        put(figures, "server_disk_growth_percent", before.diskKb(), after.diskKb());
        long calm = journal.quantileNs("calm search", 0.5);
        if (calm > 0) {
            figures.put("canary_longest_over_calm_median", tenth((double) journal.maxNs(Journal.CANARY_SEARCH) / calm));
        }
        return figures;
    }

    private static void put(Map<String, Object> figures, String name, long before, long after) {
        if (before > 0 && after >= 0) {
            figures.put(name, tenth(100.0 * (after - before) / before));
        }
    }

    /** Says which figures are above their limits. */
    static List<String> marks(Map<String, Object> figures) {
        List<String> marks = new ArrayList<>();
        LIMITS.forEach((name, limit) -> {
            if (figures.get(name) instanceof Double value && value > limit) {
                marks.add("%s is %.1f, above %.0f".formatted(name, value, limit));
            }
        });
        return marks;
    }

    /** Returns a number with one digit after the point. */
    static double tenth(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
