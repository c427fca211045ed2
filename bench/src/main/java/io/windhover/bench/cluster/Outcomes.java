package io.windhover.bench.cluster;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What became of the calls of one kind. Safe for any number of threads. */
final class Outcomes {
    private final ConcurrentLinkedQueue<Long> tookNs = new ConcurrentLinkedQueue<>();
    private final Map<String, AtomicInteger> failures = new ConcurrentSkipListMap<>();

    /** Makes a call and takes note of it; returns whether it succeeded. */
    boolean call(Runnable call) {
        long startNs = System.nanoTime();
        try {
            call.run();
            tookNs.add(System.nanoTime() - startNs);
            return true;
        } catch (RuntimeException failure) {
            failures.computeIfAbsent(String.valueOf(failure.getMessage()), _ -> new AtomicInteger())
                    .incrementAndGet();
            return false;
        }
    }

    int succeeded() {
        return tookNs.size();
    }

    int failed() {
        return failures.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    /** Returns how often each failure was met, by its message. */
    Map<String, Integer> failures() {
        Map<String, Integer> all = new TreeMap<>();
        failures.forEach((message, count) -> all.put(message, count.get()));
        return all;
    }

    /** Returns a percentile of what successful calls took, in milliseconds; 0 if there was none. */
    double percentileMs(double percent) {
        List<Long> sorted = tookNs.stream().sorted().toList();
        if (sorted.isEmpty()) {
            return 0;
        }
        int index = (int) Math.min(sorted.size() - 1L, Math.round(percent / 100 * sorted.size()));
        return Math.round(sorted.get(index) / 1e4) / 100.0;
    }
}
