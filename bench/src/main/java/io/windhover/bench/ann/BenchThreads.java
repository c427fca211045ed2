package io.windhover.bench.ann;

import io.windhover.index.Parallel;
import java.lang.management.ManagementFactory;

/** Threads for builds, and the processor time that they take. */
final class BenchThreads {
    private BenchThreads() {}

    /** Returns one that runs each task on a thread of its own. */
    static Parallel parallel() {
        return tasks -> tasks.stream().map(Thread.ofPlatform()::start).toList().forEach(thread -> {
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
    }

    static double processCpuSeconds() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1e9;
    }
}
