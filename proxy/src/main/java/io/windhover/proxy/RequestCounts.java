package io.windhover.proxy;

import io.windhover.proxy.request.WriteResult;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.metrics.Counter;
import io.windhover.runtime.metrics.Histogram;
import io.windhover.runtime.metrics.Labels;

/** What is counted about answered reads and writes. */
final class RequestCounts {
    private final Runtime runtime;
    private final Histogram searches;
    private final Histogram queries;
    private final Counter searchVectors;
    private final Counter inserted;
    private final Counter upserted;
    private final Counter deleted;

    RequestCounts(Runtime runtime) {
        this.runtime = runtime;
        this.searches = seconds("windhover_search_seconds", "Time of answered searches, hybrid ones included");
        this.queries = seconds("windhover_query_seconds", "Time of answered queries");
        this.searchVectors = counter("windhover_search_vectors_total", "Vectors searched for");
        this.inserted = counter("windhover_inserted_rows_total", "Rows inserted");
        this.upserted = counter("windhover_upserted_rows_total", "Rows replaced or added by key");
        this.deleted = counter("windhover_deleted_rows_total", "Keys deleted");
    }

    private Counter counter(String name, String help) {
        return runtime.metrics().counter(name, help, Labels.NONE);
    }

    private Histogram seconds(String name, String help) {
        return runtime.metrics().histogram(name, help, Histogram.secondsBounds(), Labels.NONE);
    }

    long startNs() {
        return runtime.monotonicNs();
    }

    void searched(long startNs, long vectors) {
        searches.observeNs(runtime.monotonicNs() - startNs);
        searchVectors.add(vectors);
    }

    void queried(long startNs) {
        queries.observeNs(runtime.monotonicNs() - startNs);
    }

    WriteResult inserted(WriteResult result) {
        inserted.add(result.count());
        return result;
    }

    WriteResult upserted(WriteResult result) {
        upserted.add(result.count());
        return result;
    }

    WriteResult deleted(WriteResult result) {
        deleted.add(result.count());
        return result;
    }
}
