package io.windhover.node.data;

import io.windhover.model.catalog.SegmentEntry;
import io.windhover.model.catalog.StoredFile;
import io.windhover.runtime.metrics.Counter;
import io.windhover.runtime.metrics.Histogram;
import io.windhover.runtime.metrics.Labels;
import io.windhover.runtime.metrics.Metrics;
import java.util.List;

/** The names of everything that is counted by the owner of shards. */
final class DataCounts {
    private final Metrics metrics;

    DataCounts(Metrics metrics) {
        this.metrics = metrics;
    }

    private Counter counter(String name, String help) {
        return metrics.counter(name, help, Labels.NONE);
    }

    private Histogram seconds(String name, String help) {
        return metrics.histogram(name, help, Histogram.secondsBounds(), Labels.NONE);
    }

    Counter walAppends() {
        return counter("windhover_wal_appends_total", "Records given to the write-ahead log");
    }

    Counter walBytes() {
        return counter("windhover_wal_appended_bytes_total", "Bytes of records given to the write-ahead log");
    }

    /** The series of one kind of work on segments. */
    record Work(Histogram seconds, Counter failures, Counter rows, Counter bytes) {
        /** Counts work that was committed. */
        void done(long ns, long rowCount, long byteCount) {
            seconds.observeNs(ns);
            rows.add(rowCount);
            bytes.add(byteCount);
        }

        /** As above, for segments as a whole. */
        void done(long ns, List<SegmentEntry> segments) {
            done(
                    ns,
                    segments.stream().mapToLong(SegmentEntry::rowCount).sum(),
                    segments.stream()
                            .map(SegmentEntry::data)
                            .mapToLong(StoredFile::bytes)
                            .sum());
        }
    }

    Work flushes() {
        return new Work(
                seconds("windhover_flush_seconds", "Time of committed flushes of one shard"),
                counter("windhover_flush_failures_total", "Attempts of flushes that failed"),
                counter("windhover_flushed_rows_total", "Rows written by committed flushes"),
                counter("windhover_flushed_bytes_total", "Bytes of segment files written by committed flushes"));
    }

    Work indexBuilds() {
        return new Work(
                seconds("windhover_index_build_seconds", "Time of committed builds of one index file"),
                counter("windhover_index_build_failures_total", "Builds of index files that failed"),
                counter("windhover_indexed_rows_total", "Rows of the segments that got an index file"),
                counter("windhover_index_bytes_total", "Bytes of index files written"));
    }

    Counter indexBuildsDeferred() {
        return counter(
                "windhover_index_builds_deferred_total",
                "Times that builds waited because others had the memory for builds");
    }

    Work compactions() {
        return new Work(
                seconds("windhover_compaction_seconds", "Time of committed rewritings of segments"),
                counter("windhover_compaction_failures_total", "Rewritings of segments that failed"),
                counter("windhover_compacted_rows_total", "Rows read by committed rewritings"),
                counter("windhover_compacted_bytes_total", "Bytes of segment files read by committed rewritings"));
    }
}
