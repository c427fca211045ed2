package io.windhover.coordinator.catalog;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.Invariant.BrokenInvariantException;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.Database;
import io.windhover.model.role.CommandResult;
import io.windhover.runtime.CancelledException;
import io.windhover.runtime.HybridClock;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.MetaStore;
import io.windhover.runtime.port.MetaStore.Change;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sole owner of the catalog, one fiber: takes all commands that wait, decides each on the state left by the one
 * before, writes all changes as one transaction, publishes the new catalog, answers. While the metadata store cannot be
 * reached it refuses commands with a retriable error and goes on as soon as the store is back.
 */
public final class CatalogLoop {
    /** Ids reserved at once; those not given before a restart are never given. */
    private static final long ID_WINDOW = 1 << 16;

    private static final long FIRST_ID = 100;
    private static final Duration RECOVERY_PAUSE = Duration.ofMillis(250);

    private final Runtime runtime;
    private final CatalogSettings settings;
    private final CatalogInbox inbox;
    private final CatalogStore store;
    private final CatalogPublisher publisher;
    private final QuietAnswers quiet;
    private HybridClock clock;
    private ResultHistory history;
    private CatalogState state;
    private long nextId;
    private Recovery recovery = new Recovery.None();
    private volatile LoopHealth health = new LoopHealth.Serving();

    /** A batch with what is written along with it. */
    private record Sent(CatalogBatch batch, StoredResults results, List<StoredResults> surplus) {}

    /** What has to be done before anything can be written again. */
    private sealed interface Recovery {
        /** Nothing. */
        record None() implements Recovery {}

        /** Find out what became of a batch; its callers have been told to repeat their requests. */
        record Settle(Sent sent) implements Recovery {}

        /** Read the catalog again, because somebody else wrote it. */
        record Reload() implements Recovery {}
    }

    /** Reads the catalog; creates an empty one with the default database if there is none. */
    public CatalogLoop(Runtime runtime, MetaStore meta, CatalogSettings settings) {
        this.runtime = runtime;
        this.settings = settings;
        this.inbox = new CatalogInbox(runtime, settings);
        this.store = new CatalogStore(runtime, meta, settings.leader());
        this.quiet = new QuietAnswers(settings.resultsMax());
        reload();
        if (state.catalog().databases().isEmpty()) {
            bootstrap();
        }
        this.publisher = new CatalogPublisher(runtime, state.catalog());
    }

    private void reload() {
        CatalogCodec.Loaded loaded = store.load();
        CatalogHead head = store.head();
        state = loaded.state();
        clock = new HybridClock(runtime, head.timestamp());
        history = new ResultHistory(settings.resultsMax(), settings.resultAge().toMillis(), loaded.results());
        nextId = Math.max(FIRST_ID, Math.max(nextId, head.idCeiling()));
        recovery = new Recovery.None();
    }

    private void bootstrap() {
        Timestamp now = clock.next();
        CatalogChange change =
                new CatalogChange.DatabasePut(new Database(Database.DEFAULT_ID, Database.DEFAULT_NAME, Map.of(), now));
        CatalogState first = state.with(change).atVersion(1);
        CatalogStore.Written written = store.write(List.of(CatalogCodec.encode(change)), 1, now, nextId);
        if (!(written instanceof CatalogStore.Written.Durable)) {
            throw new DatabaseException(
                    ErrorCode.SERVICE_UNAVAILABLE, "the metadata store cannot take the first catalog: " + written);
        }
        state = first;
    }

    /** Returns the queue that this loop takes its work from. */
    CatalogInbox inbox() {
        return inbox;
    }

    /** Returns what counts commands. */
    CatalogCounts counts() {
        return store.counts();
    }

    /** Returns what shows the catalog to others. */
    CatalogPublisher publisher() {
        return publisher;
    }

    /** Tells how it goes; readable by any fiber. */
    public LoopHealth health() {
        return health;
    }

    /** Serves until the inbox is closed and empty. */
    public void run() {
        try {
            while (true) {
                serve(take());
            }
        } catch (CancelledException ended) {
            refuseRest();
            throw ended;
        } catch (RuntimeException | Error broken) {
            health = new LoopHealth.Stopped(String.valueOf(broken.getMessage()));
            inbox.close();
            refuseRest();
            throw broken;
        }
    }

    /** While the store is away it is tried again even when nobody asks for anything. */
    private List<CatalogMessage> take() {
        return canWrite() ? inbox.take() : inbox.takeWithin(RECOVERY_PAUSE);
    }

    private void refuseRest() {
        DatabaseException reason = unavailable("the coordinator has stopped");
        publisher.close(reason);
        try {
            inbox.refuseAll(reason);
        } catch (CancelledException _) {
            // The runtime itself closes, and cancels those who wait for an answer.
        }
    }

    private boolean canWrite() {
        return recovery instanceof Recovery.None;
    }

    private void serve(List<CatalogMessage> messages) {
        try {
            recover();
            serveAll(messages);
        } catch (RuntimeException | Error broken) {
            messages.forEach(message -> CatalogInbox.refuse(message, unavailable("the coordinator has stopped")));
            throw broken;
        }
    }

    private void serveAll(List<CatalogMessage> messages) {
        CatalogBatch batch = freshBatch();
        for (CatalogMessage message : messages) {
            switch (message) {
                case CatalogMessage.Allocate allocate -> allocate(batch, allocate);
                case CatalogMessage.Submit submit -> {
                    store.counts().taken(submit.command(), submit.arrivedNs());
                    batch = decide(batch, submit);
                }
            }
        }
        write(batch);
    }

    private CatalogBatch freshBatch() {
        return new CatalogBatch(state, clock.newest(), nextId);
    }

    private void allocate(CatalogBatch batch, CatalogMessage.Allocate allocate) {
        boolean reserved = batch.nextId() + allocate.count() <= store.head().idCeiling();
        if (!canWrite() && !reserved) {
            CatalogInbox.refuse(allocate, unavailable("the metadata store cannot be reached"));
        } else {
            batch.takeIds(allocate.count(), allocate.answer());
        }
    }

    /** Decides one command; returns the batch that the next one goes to. */
    private CatalogBatch decide(CatalogBatch batch, CatalogMessage.Submit submit) {
        Optional<CommandResult> known = history.find(submit.request());
        if (known.isPresent()) {
            submit.answer().complete(known.get());
            return batch;
        }
        if (!canWrite()) {
            CatalogInbox.refuse(submit, unavailable("the metadata store cannot be reached"));
            return batch;
        }
        Optional<CommandResult> inBatch = batch.find(submit.request());
        if (inBatch.isPresent()) {
            batch.answer(submit.answer(), inBatch.get());
            return batch;
        }
        Optional<Decision> before = batch.quiet().find(submit.request()).or(() -> quiet.find(submit.request()));
        if (before.isPresent()) {
            batch.quiet(submit.request(), before.get(), submit.answer());
            return batch;
        }
        return add(batch, submit, clock.next());
    }

    private CatalogBatch add(CatalogBatch batch, CatalogMessage.Submit submit, Timestamp now) {
        Decision decision = decision(batch, submit, now);
        switch (decision) {
            case Decision.Reject reject
            when reject.code().retry() == ErrorCode.Retry.LATER ->
                // Not remembered: whoever carries it asks again under the same id, when it may be possible.
                batch.refuse(submit.answer(), reject.toException());
            case Decision.Already _, Decision.Reject _ -> batch.quiet(submit.request(), decision, submit.answer());
            case Decision.Commit commit -> {
                int count = commit.changes().size();
                if (batch.operations(count) <= settings.operationsMax()) {
                    batch.commit(submit, commit, now);
                } else if (batch.hasChanges()) {
                    write(batch);
                    return decide(freshBatch(), submit);
                } else {
                    batch.refuse(submit.answer(), tooLarge(count));
                }
            }
        }
        return batch;
    }

    private Decision decision(CatalogBatch batch, CatalogMessage.Submit submit, Timestamp now) {
        try {
            DecisionContext context = new DecisionContext(
                    batch.nextId(), now, settings.limits(), settings.members().get());
            return CatalogDecider.decide(batch.state(), submit.command(), context);
        } catch (BrokenInvariantException broken) {
            // Deciding is pure, so nothing is half done: one command that cannot be decided must not stop all others.
            return new Decision.Reject(ErrorCode.SERVICE_INTERNAL, broken.getMessage());
        }
    }

    private DatabaseException tooLarge(int count) {
        return new DatabaseException(
                ErrorCode.PARAMETER_TOO_LARGE,
                "the command changes " + count + " keys, one transaction takes " + settings.operationsMax());
    }

    private void write(CatalogBatch batch) {
        if (batch.isEmpty()) {
            return;
        }
        boolean needsIds = batch.nextId() > store.head().idCeiling();
        if (!batch.hasChanges() && !needsIds) {
            nextId = batch.nextId();
            quiet.addAll(batch.quiet());
            batch.succeed();
            return;
        }
        long nowMs = runtime.epochMs();
        StoredResults results = batch.results(nowMs);
        List<StoredResults> surplus = history.surplus(results.results().size(), nowMs);
        List<Change> changes = batch.changes();
        surplus.forEach(old -> changes.add(new Change.Delete(CatalogKeys.request(old.catalogVersion()))));
        if (!results.results().isEmpty()) {
            changes.add(CatalogCodec.encode(results));
        }
        long ceiling = needsIds ? batch.nextId() + ID_WINDOW : store.head().idCeiling();
        long startNs = runtime.monotonicNs();
        CatalogStore.Written written =
                store.write(changes, batch.state().catalog().version(), batch.timestamp(), ceiling);
        long writeNs = runtime.monotonicNs() - startNs;
        if (written instanceof CatalogStore.Written.Durable) {
            batch.committed().forEach(command -> store.counts().committed(command, writeNs));
        }
        ended(new Sent(batch, results, surplus), written);
    }

    private void ended(Sent sent, CatalogStore.Written written) {
        CatalogBatch batch = sent.batch();
        // Ids of a batch that failed are not given again: it may have been written after all.
        nextId = batch.nextId();
        switch (written) {
            case CatalogStore.Written.Durable _ -> {
                adopt(sent);
                quiet.addAll(batch.quiet());
                batch.succeed();
            }
            case CatalogStore.Written.NotWritten not -> {
                health = new LoopHealth.SafeMode(not.reason().getMessage());
                batch.fail(not.reason());
            }
            case CatalogStore.Written.InDoubt doubt -> {
                recovery = new Recovery.Settle(sent);
                health = new LoopHealth.SafeMode(doubt.reason());
                batch.fail(unavailable("the outcome is not known yet, repeat the request: " + doubt.reason()));
            }
            case CatalogStore.Written.Overtaken over -> {
                batch.fail(unavailable("another coordinator changed the catalog"));
                overtaken(over);
            }
        }
    }

    private void adopt(Sent durable) {
        store.counts().written(durable.results().results().size());
        state = durable.batch().state();
        history.remove(durable.surplus());
        if (!durable.results().results().isEmpty()) {
            history.add(durable.results());
        }
        serveAgain();
    }

    private void serveAgain() {
        recovery = new Recovery.None();
        health = new LoopHealth.Serving();
        publisher.publish(state.catalog());
    }

    private void recover() {
        switch (recovery) {
            case Recovery.None _ -> {}
            case Recovery.Settle settle -> settle(settle.sent());
            case Recovery.Reload _ -> reloadAndPublish();
        }
    }

    private void settle(Sent sent) {
        switch (store.settle()) {
            case CatalogStore.Written.Durable _ -> adopt(sent);
            case CatalogStore.Written.NotWritten _ -> serveAgain();
            case CatalogStore.Written.InDoubt doubt -> health = new LoopHealth.SafeMode(doubt.reason());
            case CatalogStore.Written.Overtaken over -> overtaken(over);
        }
    }

    private void overtaken(CatalogStore.Written.Overtaken over) {
        if (over.byLeader()) {
            // As it should be: whoever led before ends its catalog and stands by, nothing has failed.
            health = new LoopHealth.Stopped("another coordinator leads now");
            inbox.close();
            throw new CancelledException("catalog of a former leader");
        }
        recovery = new Recovery.Reload();
        reloadAndPublish();
    }

    private void reloadAndPublish() {
        long before = state.catalog().version();
        try {
            reload();
        } catch (DatabaseException failure) {
            if (failure.code().retry() == ErrorCode.Retry.NEVER) {
                throw failure;
            }
            health = new LoopHealth.SafeMode(failure.getMessage());
            return;
        }
        if (state.catalog().version() < before) {
            throw new DatabaseException(
                    ErrorCode.DATA_INTEGRITY,
                    "the metadata store went back from catalog version " + before + " to "
                            + state.catalog().version());
        }
        serveAgain();
    }

    private static DatabaseException unavailable(String message) {
        return new DatabaseException(ErrorCode.SERVICE_UNAVAILABLE, message);
    }
}
