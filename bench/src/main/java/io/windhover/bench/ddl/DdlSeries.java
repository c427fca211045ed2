package io.windhover.bench.ddl;

import java.util.Arrays;

/** Latencies and processor time of commands that one client sends one after the other, a hundred at a time. */
final class DdlSeries {
    /** Commands of one kind in a run. */
    static final int COMMANDS = 100;

    private long[] tookNs = new long[0];
    private long cpuNs;

    static String collection(int number) {
        return "c" + number;
    }

    /** Creates a hundred partitions in the collections in turn and, if told, drops them again; each is timed. */
    void run(DdlTarget target, int collections, String prefix, boolean drop) {
        long before = target.figures().cpuNs();
        for (int i = 0; i < COMMANDS; i++) {
            String collection = collection(i % collections);
            String partition = prefix + "-" + i;
            time(() -> target.createPartition(collection, partition));
            if (drop) {
                time(() -> target.dropPartition(collection, partition));
            }
        }
        cpuNs += target.figures().cpuNs() - before;
    }

    private void time(Runnable command) {
        long startedNs = System.nanoTime();
        command.run();
        tookNs = Arrays.copyOf(tookNs, tookNs.length + 1);
        tookNs[tookNs.length - 1] = System.nanoTime() - startedNs;
    }

    double percentileUs(int percent) {
        long[] sorted = tookNs.clone();
        Arrays.sort(sorted);
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)] / 1e3;
    }

    /** Returns processor time of a command; the kernel counts in steps of 10 ms. */
    double cpuUs() {
        return Math.round(cpuNs / 1e3 / tookNs.length);
    }

    @Override
    public String toString() {
        return "%d commands, p50 %.0f us, p99 %.0f us, %.0f us of processor time"
                .formatted(tookNs.length, percentileUs(50), percentileUs(99), cpuUs());
    }
}
