package io.windhover.bench.storm;

import io.grpc.StatusRuntimeException;
import io.windhover.bench.load.CallFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What all clients of a storm saw: latencies by operation, errors by text, wrong answers. Safe for any thread. */
final class Log {
    private static final int WRONG_MAX = 100;

    private final Map<String, List<Long>> latenciesUs = new TreeMap<>();
    private final Map<String, Integer> errors = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();

    /** Runs an operation and notes how long it took; a failure is noted and thrown on. */
    <T> T timed(String operation, Supplier<T> call) {
        long from = System.nanoTime();
        try {
            T answer = call.get();
            note(operation, (System.nanoTime() - from) / 1_000);
            return answer;
        } catch (CallFailed | StatusRuntimeException failure) {
            error(operation, failure.getMessage());
            throw failure;
        }
    }

    /** As {@link #timed}, without an answer. */
    void timed(String operation, Runnable call) {
        timed(operation, () -> {
            call.run();
            return true;
        });
    }

    /** Runs an operation that must be refused with one of the given codes. */
    void refused(String operation, List<Integer> codes, Supplier<?> call) {
        try {
            call.get();
            wrong(operation + " was answered although it had to be refused");
        } catch (CallFailed failure) {
            if (!codes.contains(failure.code())) {
                wrong(operation + " was refused with another code: " + failure.getMessage());
            }
        } catch (StatusRuntimeException failure) {
            error(operation, failure.getMessage());
        }
    }

    private synchronized void note(String operation, long us) {
        latenciesUs.computeIfAbsent(operation, _ -> new ArrayList<>()).add(us);
    }

    private synchronized void error(String operation, String text) {
        errors.merge(operation + ": " + text.replaceAll("[0-9a-f]*[0-9][0-9a-f_]*", "N"), 1, Integer::sum);
    }

    /** Notes an answer that cannot be. */
    synchronized void wrong(String text) {
        if (wrong.size() < WRONG_MAX) {
            wrong.add(text);
        }
    }

    /** Returns the operations done. */
    synchronized long operations() {
        return latenciesUs.values().stream().mapToLong(List::size).sum();
    }

    /** Returns a latency of an operation in microseconds. */
    synchronized long quantileUs(String operation, double quantile) {
        List<Long> sorted = new ArrayList<>(latenciesUs.get(operation));
        sorted.sort(null);
        return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(quantile * sorted.size())));
    }

    /** Returns the names of the operations and how often each was done. */
    synchronized Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        latenciesUs.forEach((operation, list) -> counts.put(operation, list.size()));
        return counts;
    }

    /** Returns unexpected errors by text. */
    synchronized Map<String, Integer> errors() {
        return new TreeMap<>(errors);
    }

    /** Returns wrong answers, the first of them. */
    synchronized List<String> wrongAnswers() {
        return List.copyOf(wrong);
    }
}
