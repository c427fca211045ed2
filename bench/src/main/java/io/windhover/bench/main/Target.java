package io.windhover.bench.main;

import java.util.List;
import java.util.Optional;

/**
 * A figure of the table with what it should be.
 *
 * @param figure name of the figure
 * @param what   in a reader's words
 * @param unit   of the figure
 * @param form   of what it should be
 * @param bound  number of the form
 */
record Target(String figure, String what, String unit, Form form, double bound) {
    /** How a figure is judged. */
    enum Form {
        /** At least {@code bound} times the peer's. */
        TIMES_PEER,
        /** At most the peer's divided by {@code bound}. */
        PEER_OVER,
        /** At most {@code bound}. */
        AT_MOST,
        /** Not judged. */
        NONE
    }

    /** Everything that is reported, in order. */
    static final List<Target> ALL = List.of(
            new Target("partition_ops_1", "partitions created or dropped, 1 client", "ops/s", Form.TIMES_PEER, 8),
            new Target("partition_ops_8", "partitions created or dropped, 8 clients", "ops/s", Form.NONE, 0),
            new Target("partition_ops_64", "partitions created or dropped, 64 clients", "ops/s", Form.TIMES_PEER, 40),
            new Target("insert_cpu_us", "insert of a row, 128-d, server CPU", "us", Form.PEER_OVER, 4),
            new Target("insert_cold_cpu_us", "the same, the first 100,000 rows of a server", "us", Form.NONE, 0),
            new Target("insert_rows_s", "insert, 128-d, 1 client", "rows/s", Form.NONE, 0),
            new Target("visible_p50_ms", "insert answered to seen by a strong read, p50", "ms", Form.AT_MOST, 5),
            new Target("search_cpu_ms_1", "search, server CPU, 1 client", "ms", Form.PEER_OVER, 5),
            new Target("search_cpu_ms_8", "search, server CPU, 8 clients", "ms", Form.PEER_OVER, 5),
            new Target("search_qps_1", "search, 1 client", "1/s", Form.NONE, 0),
            new Target("search_qps_8", "search, 8 clients", "1/s", Form.NONE, 0),
            new Target("search_recall", "recall@10 of these searches", "", Form.NONE, 0),
            new Target("search_ef", "ef of these searches", "", Form.NONE, 0),
            new Target("bounded_p50_ms", "search, bounded, p50", "ms", Form.NONE, 0),
            new Target("strong_over_bounded_ms", "strong over bounded search, p50", "ms", Form.AT_MOST, 0.5),
            new Target("build_cpu_s", "HNSW of 100,000 x 100, CPU", "s", Form.PEER_OVER, 1),
            new Target("build_wall_s", "HNSW of 100,000 x 100, wall", "s", Form.NONE, 0),
            new Target("restart_s", "start after kill -9 with data to first search", "s", Form.AT_MOST, 3),
            new Target("cold_start_s", "start on an empty directory to first answer", "s", Form.AT_MOST, 1.5),
            new Target("idle_rss_mb", "idle, resident memory", "MB", Form.AT_MOST, 200),
            new Target("idle_cpu_percent", "idle, of a core", "%", Form.AT_MOST, 0.5));

    /** Tells whether a value is what it should be; empty if there is nothing to compare with. */
    Optional<Boolean> reached(double ours, Optional<Double> peer) {
        return switch (form) {
            case TIMES_PEER -> peer.map(p -> ours >= bound * p);
            case PEER_OVER -> peer.map(p -> ours <= p / bound);
            case AT_MOST -> Optional.of(ours <= bound);
            case NONE -> Optional.empty();
        };
    }

    /** Returns the target in words. */
    String words() {
        return switch (form) {
            case TIMES_PEER -> ">= %.0f x peer".formatted(bound);
            case PEER_OVER -> bound == 1 ? "<= peer" : "<= peer / %.0f".formatted(bound);
            case AT_MOST -> "<= %s %s".formatted(bound, unit);
            case NONE -> "";
        };
    }
}
