package io.windhover.storm.play;

import io.milvus.v2.common.IndexParam.IndexType;
import io.windhover.storm.endpoint.CallFailed;
import io.windhover.storm.endpoint.IndexProgress;
import io.windhover.storm.stage.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/** Looks, when all clients have ended, at whether the collection is what it was before them. */
public final class Finale {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(120);
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int FETCHED = 2_000;
    private static final int FETCHED_AT_ONCE = 100;

    private final Calls calls;
    private final Company company;

    /** Looks through a connection that no client uses any more. */
    public Finale(Calls calls, Company company) {
        this.calls = calls;
        this.company = company;
    }

    /** Checks; what is wrong is in the journal. */
    public void check() {
        try {
            partitions();
            company.fields().stream()
                    .filter(field -> field.index() != IndexType.None)
                    .forEach(this::index);
            rows();
        } catch (CallFailed _) {
            calls.journal().count("finale refused", 1);
        }
    }

    private void partitions() {
        List<String> left = new ArrayList<>(calls.ask("list partitions", (server, _) -> server.partitions()));
        left.remove(Setting.BASE);
        if (!left.isEmpty()) {
            calls.journal().wrong("partitions are left: " + left);
        }
    }

    private void index(Field field) {
        Patience patience = new Patience(PATIENCE_NS, System.nanoTime());
        IndexProgress index = calls.ask("describe index", (server, _) -> server.indexProgress(field));
        while (!index.isComplete() && !patience.isOver(index.pending(), System.nanoTime())) {
            LockSupport.parkNanos(POLL_NS);
            index = calls.ask("describe index", (server, _) -> server.indexProgress(field));
        }
        if (!index.isComplete() || index.isFailed()) {
            calls.journal().wrong("the index of " + field.name() + " is not complete in the end: " + index);
        }
    }

    private void rows() {
        long baseRows = company.setting().baseRows();
        long count = calls.ask("count", (server, _) -> server.count(Setting.BASE, "", true));
        if (count != baseRows) {
            calls.journal().wrong("base rows are " + count + " in the end, not " + baseRows);
            calls.journal().count("rows lost", Math.max(0, baseRows - count));
        }
        long step = Math.max(1, baseRows / FETCHED);
        long stride = step * FETCHED_AT_ONCE;
        for (long first = 0; first + stride <= baseRows; first += stride) {
            List<Long> ids = LongStream.iterate(first, id -> id + step)
                    .limit(FETCHED_AT_ONCE)
                    .boxed()
                    .toList();
            List<Map<String, Object>> found = calls.ask("query", (server, _) -> server.fetch(Setting.BASE, ids, true));
            company.oracle()
                    .fetched(ids, found)
                    .ifPresent(wrong -> calls.journal().wrong("in the end: " + wrong));
        }
    }
}
