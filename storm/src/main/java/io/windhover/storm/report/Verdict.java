package io.windhover.storm.report;

import io.windhover.storm.play.Features;
import io.windhover.storm.process.Footprint;
import io.windhover.storm.tally.Journal;
import io.windhover.storm.tally.Kind;
import io.windhover.storm.tally.Second;
import io.windhover.storm.tally.Strike;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a storm showed.
 *
 * @param facts      what was played against what, in the order in which it is shown
 * @param operations answered calls by name
 * @param failures   by class and text
 * @param wrong      answers that cannot be, with how often each was given
 * @param wrongCount of them in all
 * @param figures    further numbers, in the order in which they are shown
 * @param before     the server's process with the base rows loaded, before the storm
 * @param after      the same when everything else was dropped again
 * @param seconds    the storm second by second
 * @param features   what of all there is was played
 * @param leftOut    what the server does not have, in words
 * @param strikes    faults made on purpose
 */
public record Verdict(
        Map<String, Object> facts,
        List<Timing> operations,
        Map<Kind, Map<String, Long>> failures,
        Map<String, Long> wrong,
        long wrongCount,
        Map<String, Object> figures,
        Footprint before,
        Footprint after,
        List<Second> seconds,
        Features features,
        List<String> leftOut,
        List<Strike> strikes) {
    /** One in so many searches for a row's own vector may miss it: approximate indexes do. */
    private static final long MISSED_ONE_IN = 100;

    /** Answered calls of a kind; durations in nanoseconds. */
    public record Timing(String operation, long count, long p50Ns, long p99Ns, long maxNs) {}

    /**
     * Draws it up from what all clients noted.
     *
     * @param held figures of what a cluster holds, empty if there is none
     */
    public static Verdict of(
            Map<String, Object> facts,
            Journal journal,
            Footprint before,
            Footprint after,
            Map<String, Object> held,
            Features features,
            List<String> leftOut) {
        long missed = journal.count("own vector missed");
        if (missed * MISSED_ONE_IN > journal.count("own vector searched")) {
            journal.wrong("approximate search missed a row's own vector " + missed + " times of "
                    + journal.count("own vector searched"));
        }
        Map<String, Object> figures = figures(facts, journal);
        figures.putAll(Growth.figures(journal, before, after));
        figures.putAll(held);
        List<Timing> operations = journal.operationNames().stream()
                .map(name -> new Timing(
                        name,
                        journal.answers(name),
                        journal.quantileNs(name, 0.5),
                        journal.quantileNs(name, 0.99),
                        journal.maxNs(name)))
                .toList();
        Map<Kind, Map<String, Long>> failures = new LinkedHashMap<>();
        Arrays.stream(Kind.values()).forEach(kind -> failures.put(kind, journal.failures(kind)));
        return new Verdict(
                facts,
                operations,
                failures,
                journal.wrong(),
                journal.wrongCount(),
                figures,
                before,
                after,
                journal.seconds(),
                features,
                leftOut,
                journal.strikes());
    }

    private static Map<String, Object> figures(Map<String, Object> facts, Journal journal) {
        double minutes = Math.max(1, journal.seconds().size()) / 60.0;
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("operations", journal.operations());
        figures.put("unexpected_errors", journal.failureCount(Kind.UNEXPECTED));
        figures.put("wrong_answers", journal.wrongCount());
        figures.put("rows_lost", journal.count("rows lost"));
        figures.put("broken_cycles", journal.count("broken cycles"));
        for (String play : List.of("WRITE", "SEARCH", "HYBRID")) {
            String name = play.toLowerCase(java.util.Locale.ROOT) + "_cycles";
            figures.put(name, journal.count("cycles " + play));
            figures.put(name + "_per_minute", Math.round(journal.count("cycles " + play) / minutes * 10) / 10.0);
        }
        figures.put("own_vector_searched", journal.count("own vector searched"));
        figures.put("own_vector_missed", journal.count("own vector missed"));
        figures.put("kills", facts.getOrDefault("kills", 0));
        figures.put("recovery_ms", journal.count("recovery ms"));
        for (String phase : List.of("calm", "canary")) {
            figures.put(phase + "_search_p50_ms", ms(journal.quantileNs(phase + " search", 0.5)));
            figures.put(phase + "_search_p99_ms", ms(journal.quantileNs(phase + " search", 0.99)));
            figures.put(phase + "_search_max_ms", ms(journal.maxNs(phase + " search")));
        }
        effort(figures, journal);
        return figures;
    }

    /** Says how much of the machine the tool itself took, and how late its threads got their turn. */
    private static void effort(Map<String, Object> figures, Journal journal) {
        double ms = Math.max(1, journal.count("storm ms"));
        figures.put("rows_inserted", journal.count("storm rows"));
        figures.put("tool_cpu_cores", Math.round(journal.count("tool cpu ms") / ms * 100) / 100.0);
        figures.put("server_cpu_cores", Math.round(journal.count("server cpu ms") / ms * 100) / 100.0);
        figures.put("tool_memory_mb", journal.count("tool memory mb"));
        figures.put("tool_jitter_p50_ms", ms(journal.latenessNs(0.5)));
        figures.put("tool_jitter_p99_ms", ms(journal.latenessNs(0.99)));
        figures.put("tool_jitter_max_ms", ms(journal.latenessNs(1)));
    }

    /** Returns milliseconds with two digits. */
    static double ms(long ns) {
        return Math.round(ns / 10_000.0) / 100.0;
    }

    /** Returns how many failures count against the server. */
    public long faults() {
        long unexpected = failures.get(Kind.UNEXPECTED).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        return unexpected + wrongCount;
    }

    /** Says what is more than it should be, though not wrong. */
    public List<String> marks() {
        return Growth.marks(figures);
    }

    /** Tells whether nothing was wrong. */
    public boolean isClean() {
        return faults() == 0;
    }
}
