package io.windhover.storm.tally;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Notes of all clients. Safe for any thread. It grows by one small record a second. */
public final class Journal {
    /** The canary's search in the storm, whose latency is shown over time. */
    public static final String CANARY_SEARCH = "canary search";

    private static final int TEXTS_MAX = 200;
    private static final int WRONG_MAX = 200;

    private final Map<String, Latencies> latencies = new TreeMap<>();
    private final Map<Kind, Map<String, Long>> failures = new TreeMap<>();
    private final Map<String, Long> wrong = new LinkedHashMap<>();
    private final Map<String, Long> counts = new TreeMap<>();
    private final List<Second> seconds = new ArrayList<>();
    private final List<Strike> strikes = new ArrayList<>();
    private final Latencies lateness = new Latencies();
    private long operations;
    private long wrongCount;
    private long searchMaxNs;
    private long operationsBefore;

    /** Notes an operation that was answered. */
    public synchronized void answered(String operation, long ns) {
        latencies.computeIfAbsent(operation, _ -> new Latencies()).add(ns);
        operations++;
        if (operation.equals(CANARY_SEARCH)) {
            searchMaxNs = Math.max(searchMaxNs, ns);
        }
    }

    /** Notes how late a thread got its turn that had nothing to do. */
    public synchronized void late(long ns) {
        lateness.add(ns);
    }

    /** Returns by how much the tool's threads are late, in nanoseconds. */
    public synchronized long latenessNs(double quantile) {
        return lateness.quantileNs(quantile);
    }

    /** Notes a call that failed. */
    public synchronized void failed(Kind kind, String operation, Failure failure) {
        Map<String, Long> texts = failures.computeIfAbsent(kind, _ -> new LinkedHashMap<>());
        String text = operation + ": " + failure.text();
        texts.merge(texts.size() < TEXTS_MAX ? text : "(other texts)", 1L, Long::sum);
    }

    /** Notes an answer that cannot be. */
    public synchronized void wrong(String text) {
        wrongCount++;
        wrong.merge(wrong.size() < WRONG_MAX ? text : "(others)", 1L, Long::sum);
    }

    /** Adds to a count, such as of scenes played or rows lost. */
    public synchronized void count(String name, long more) {
        counts.merge(name, more, Long::sum);
    }

    /** Notes a fault made on purpose. */
    public synchronized void struck(Strike strike) {
        strikes.add(strike);
    }

    /** Returns the faults made on purpose. */
    public synchronized List<Strike> strikes() {
        return List.copyOf(strikes);
    }

    /** Ends a second; takes the server's memory in MB, its handles and its disk in KB, -1 where unknown. */
    public synchronized void second(long at, long[] rssHandlesDisk, boolean isKilled) {
        seconds.add(new Second(
                at,
                operations - operationsBefore,
                searchMaxNs,
                faults(),
                rssHandlesDisk[0],
                rssHandlesDisk[1],
                rssHandlesDisk[2],
                isKilled));
        startSecond();
    }

    /** Begins a second, without what came before. */
    public synchronized void startSecond() {
        searchMaxNs = 0;
        operationsBefore = operations;
    }

    /** Returns a latency in nanoseconds; 0 if the operation was never answered. */
    public synchronized long quantileNs(String operation, double quantile) {
        return latencies.containsKey(operation) ? latencies.get(operation).quantileNs(quantile) : 0;
    }

    /** Returns the names of what was answered. */
    public synchronized List<String> operationNames() {
        return List.copyOf(latencies.keySet());
    }

    /** Returns how often an operation was answered. */
    public synchronized long answers(String operation) {
        return latencies.containsKey(operation) ? latencies.get(operation).count() : 0;
    }

    /** Returns the longest of an operation, in nanoseconds. */
    public synchronized long maxNs(String operation) {
        return latencies.containsKey(operation) ? latencies.get(operation).maxNs() : 0;
    }

    /** Returns answered operations. */
    public synchronized long operations() {
        return operations;
    }

    /** Returns failures of a kind by text. */
    public synchronized Map<String, Long> failures(Kind kind) {
        return new LinkedHashMap<>(failures.getOrDefault(kind, Map.of()));
    }

    /** Returns how many calls failed in a way. */
    public synchronized long failureCount(Kind kind) {
        return failures.getOrDefault(kind, Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Returns wrong answers by text. */
    public synchronized Map<String, Long> wrong() {
        return new LinkedHashMap<>(wrong);
    }

    /** Returns how many answers were wrong. */
    public synchronized long wrongCount() {
        return wrongCount;
    }

    /** Returns everything that counts against the server. */
    public synchronized long faults() {
        return wrongCount + failureCount(Kind.UNEXPECTED);
    }

    /** Returns a count; 0 if nothing was added. */
    public synchronized long count(String name) {
        return counts.getOrDefault(name, 0L);
    }

    /** Returns what was sampled every second. */
    public synchronized List<Second> seconds() {
        return List.copyOf(seconds);
    }
}
