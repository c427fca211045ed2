package io.windhover.coordinator.garbage;

import io.windhover.runtime.metrics.Counter;
import io.windhover.runtime.metrics.Labels;
import io.windhover.runtime.metrics.Metrics;

/** What is counted about sweeps. */
record GarbageCounts(
        Counter sweeps, Counter failures, Counter objects, Counter logs, Counter partitions, Counter collections) {

    static GarbageCounts of(Metrics metrics) {
        return new GarbageCounts(
                metrics.counter("windhover_garbage_sweeps_total", "Sweeps that came to their end", Labels.NONE),
                metrics.counter("windhover_garbage_sweep_failures_total", "Sweeps that ended early", Labels.NONE),
                removed(metrics, "object"),
                removed(metrics, "log"),
                removed(metrics, "partition"),
                removed(metrics, "collection"));
    }

    private static Counter removed(Metrics metrics, String kind) {
        return metrics.counter(
                "windhover_garbage_removed_total", "What sweeps gave back, by kind", Labels.of("kind", kind));
    }

    void swept(SweepReport report) {
        sweeps.increment();
        objects.add(report.objectsDeleted());
        logs.add(report.logsDeleted());
        partitions.add(report.partitionsPurged());
        collections.add(report.collectionsPurged());
    }
}
