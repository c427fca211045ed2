package io.windhover.storm.play;

import io.windhover.storm.endpoint.CallFailed;
import io.windhover.storm.endpoint.IndexProgress;
import io.windhover.storm.stage.Field;
import io.windhover.storm.tally.Failure;
import io.windhover.storm.tally.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Rebuilds every index of the collection while others do the same: drops and makes again each of a scalar, makes again
 * those of vectors, and waits until no row waits for any of them.
 */
final class Rebuild {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(180);
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(25);

    private final Calls calls;
    private final Company company;

    Rebuild(Calls calls, Company company) {
        this.calls = calls;
        this.company = company;
    }

    void play(Random random) {
        List<Field> shuffled = new ArrayList<>(company.fields());
        Collections.shuffle(shuffled, random);
        for (Field field : shuffled) {
            if (field.isRebuilt() && company.setting().canRebuild()) {
                drop(field);
            }
            if (field.isRebuilt() || field.isVector()) {
                calls.tell("create index", server -> server.createIndex(field));
            }
        }
        shuffled.stream().filter(field -> field.isRebuilt() || field.isVector()).forEach(this::await);
    }

    private void drop(Field field) {
        company.drops().get(field.name()).incrementAndGet();
        calls.tellUnless(Kind.CONFLICT, Failure::isIndexAbsent, "drop index", server -> server.dropIndex(field));
    }

    /** Waits until an index covers every row; if another client drops it meanwhile, that one waits for it. */
    private void await(Field field) {
        long dropsBefore = company.drops().get(field.name()).get();
        long startedNs = System.nanoTime();
        Patience patience = new Patience(PATIENCE_NS, startedNs);
        for (long left = pending(field);
                left > 0 && company.drops().get(field.name()).get() == dropsBefore;
                left = pending(field)) {
            if (patience.isOver(left, System.nanoTime())) {
                calls.journal()
                        .failed(
                                Kind.UNEXPECTED,
                                "await index",
                                new Failure(0, 0, "TIMEOUT", "rows still wait for the index of " + field.name()));
                return;
            }
            LockSupport.parkNanos(POLL_NS);
        }
        calls.journal().answered("await index", System.nanoTime() - startedNs);
    }

    /** Returns how many rows wait for an index; more than there can be if it is not there. */
    private long pending(Field field) {
        return calls.ask("describe index", (server, _) -> {
            try {
                IndexProgress progress = server.indexProgress(field);
                if (progress.isFailed()) {
                    throw new CallFailed(new Failure(-1, 0, "ANSWER", "index failed: " + progress.reason()), null);
                }
                return progress.pending();
            } catch (CallFailed failed) {
                if (!failed.failure().isIndexAbsent()) {
                    throw failed;
                }
                calls.journal().failed(Kind.CONFLICT, "describe index", failed.failure());
                return Long.MAX_VALUE;
            }
        });
    }
}
