package io.windhover.storm;

import io.milvus.v2.common.IndexParam.IndexType;
import io.windhover.storm.endpoint.CallFailed;
import io.windhover.storm.endpoint.Endpoint;
import io.windhover.storm.endpoint.IndexProgress;
import io.windhover.storm.play.Calls;
import io.windhover.storm.play.Company;
import io.windhover.storm.play.Patience;
import io.windhover.storm.play.Setting;
import io.windhover.storm.stage.Field;
import io.windhover.storm.tally.Failure;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Sets the collection up: base rows, every index, loaded by partition, so that the partitions of clients are not. */
final class Stage {
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int LOAD_SECONDS = 3_600;
    private static final long QUIET_NS_MAX = TimeUnit.MINUTES.toNanos(20);

    private final Calls calls;
    private final BaseRows baseRows;
    private final Company company;
    private final Progress progress;

    Stage(Calls calls, BaseRows baseRows, Company company, Progress progress) {
        this.calls = calls;
        this.baseRows = baseRows;
        this.company = company;
        this.progress = progress;
    }

    /** Returns when all is there; throws {@link CallFailed} if that cannot be. */
    void prepare(Supplier<Endpoint> connections) throws InterruptedException {
        calls.tell("create collection", server -> server.createCollection(company.fields()));
        company.fields().stream()
                .filter(field -> field.index() != IndexType.None)
                .forEach(field -> calls.tell("create index", server -> server.createIndex(field)));
        baseRows.insert(connections);
        company.stock().fill();
        calls.tell("flush", Endpoint::flush);
        company.fields().stream()
                .filter(field -> field.index() != IndexType.None)
                .forEach(this::await);
        calls.tell("load base rows", server -> server.load(Setting.BASE, LOAD_SECONDS));
        progress.say("%,d".formatted(company.setting().baseRows()) + " base rows are inserted, indexed and loaded");
    }

    /** Waits as long as the index gets on. */
    private void await(Field field) {
        Patience patience = new Patience(QUIET_NS_MAX, System.nanoTime());
        while (true) {
            IndexProgress index = calls.ask("describe index", (server, _) -> server.indexProgress(field));
            if (index.isComplete()) {
                return;
            }
            if (index.isFailed() || patience.isOver(index.pending(), System.nanoTime())) {
                String text = "the index of " + field.name() + " is not built: " + index;
                throw new CallFailed(new Failure(-1, 0, "ANSWER", text), null);
            }
            progress.show("%,d rows wait for the index of %s".formatted(index.pending(), field.name()));
            LockSupport.parkNanos(POLL_NS);
        }
    }
}
