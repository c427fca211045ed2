package io.windhover.storm;

import io.milvus.v2.common.IndexParam.IndexType;
import io.windhover.storm.endpoint.CallFailed;
import io.windhover.storm.endpoint.Endpoint;
import io.windhover.storm.endpoint.IndexProgress;
import io.windhover.storm.play.Calls;
import io.windhover.storm.play.Company;
import io.windhover.storm.play.Scene;
import io.windhover.storm.play.Setting;
import io.windhover.storm.stage.Field;
import io.windhover.storm.tally.Failure;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Sets the collection up: base rows, every index, loaded by partition, so that the partitions of clients are not. */
final class Stage {
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long QUIET_NS_MAX = TimeUnit.MINUTES.toNanos(20);

    private final Calls calls;
    private final Company company;
    private final Progress progress;

    Stage(Calls calls, Company company, Progress progress) {
        this.calls = calls;
        this.company = company;
        this.progress = progress;
    }

    /** Returns when all is there; throws {@link CallFailed} if that cannot be. */
    void prepare() {
        calls.tell("create collection", server -> server.createCollection(company.fields()));
        company.fields().stream()
                .filter(field -> field.index() != IndexType.None)
                .forEach(field -> calls.tell("create index", server -> server.createIndex(field)));
        insert();
        company.stock().fill();
        calls.tell("flush", Endpoint::flush);
        company.fields().stream()
                .filter(field -> field.index() != IndexType.None)
                .forEach(this::await);
        calls.tell("load base rows", server -> server.load(Setting.BASE));
        progress.say(company.setting().baseRows() + " base rows are inserted, indexed and loaded");
    }

    private void insert() {
        long rows = company.setting().baseRows();
        for (long first = 0; first < rows; first += company.setting().batchRows()) {
            int count = (int) Math.min(company.setting().batchRows(), rows - first);
            Scene.insert(calls, company, Setting.BASE, first, count);
            progress.show("%,d of %,d base rows inserted".formatted(first + count, rows));
        }
    }

    /** Waits as long as the index gets on. */
    private void await(Field field) {
        long best = Long.MAX_VALUE;
        long movedNs = System.nanoTime();
        while (true) {
            IndexProgress index = calls.ask("describe index", (server, _) -> server.indexProgress(field));
            if (index.isComplete()) {
                return;
            }
            if (index.pending() < best) {
                best = index.pending();
                movedNs = System.nanoTime();
            }
            if (index.isFailed() || System.nanoTime() - movedNs > QUIET_NS_MAX) {
                String text = "the index of " + field.name() + " is not built: " + index;
                throw new CallFailed(new Failure(-1, 0, "ANSWER", text), null);
            }
            progress.show("%,d rows wait for the index of %s".formatted(index.pending(), field.name()));
            LockSupport.parkNanos(POLL_NS);
        }
    }
}
