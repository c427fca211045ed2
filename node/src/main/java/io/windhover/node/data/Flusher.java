package io.windhover.node.data;

import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.node.data.FlushPlanner.ShardLoad;
import io.windhover.runtime.Mailbox;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Supplier;

/**
 * The reconciler between what shards hold and what files have: one fiber that looks at all shards again and again, seals
 * what the {@link FlushPlanner} names, runs a bounded number of flushes, collections in turn, and tells owners to let go of flushed rows after
 * their grace.
 */
final class Flusher {
    /** How much longer the pause is while nothing waits for a file; it bounds what arrives before the next look. */
    private static final int IDLE_TIMES = 10;

    private final DataPorts ports;
    private final DataSettings settings;
    private final Supplier<Collection<ShardOwner>> owners;
    private final FlushPlanner planner;
    private final Mailbox<Boolean> wakeups;
    private final Set<ShardId> running = new ConcurrentSkipListSet<>();
    private final ArrayDeque<Grace> graces = new ArrayDeque<>();
    private final Mailbox<Grace> finished;
    private volatile long heldBytes;
    private volatile int waiting;
    private final Turns turns = new Turns();
    private boolean idle;

    /** Flushed rows that stay for readers until a time. */
    private record Grace(ShardOwner owner, Timestamp upTo, long untilNs) {}

    Flusher(DataPorts ports, DataSettings settings, Supplier<Collection<ShardOwner>> owners) {
        this.ports = ports;
        this.settings = settings;
        this.owners = owners;
        this.planner = new FlushPlanner(settings.flush());
        this.wakeups = ports.runtime().mailbox("flush wake-ups", 1);
        this.finished = ports.runtime().mailbox("flushes done", 1024);
    }

    /** Looks at all shards until the runtime cancels the fiber. */
    void run() {
        while (true) {
            wakeups.poll(idle ? settings.flushEvery().multipliedBy(IDLE_TIMES) : settings.flushEvery());
            releaseAfterGrace();
            startFlushes();
        }
    }

    /** Makes the fiber look now. */
    void wake() {
        wakeups.offer(true);
    }

    /**
     * Waits for a flush of one shard that an earlier owner may have left running: it commits before the next owner reads
     * the checkpoint, or never.
     */
    void awaitIdle(ShardId shard) {
        while (running.contains(shard)) {
            ports.runtime().sleep(settings.retryMin());
        }
    }

    /** Waits for the flushes that run; the owner's closing makes each end after its present step. */
    void awaitIdle() {
        while (!running.isEmpty()) {
            ports.runtime().sleep(settings.retryMin());
        }
    }

    /** Returns the bytes of all rows that shards hold in memory, as of the last look. */
    long heldBytes() {
        return heldBytes;
    }

    /** Returns how many shards wait for their flush or are being flushed, as of the last look. */
    int backlog() {
        return waiting + running.size();
    }

    private void startFlushes() {
        List<ShardLoad> loads = new ArrayList<>();
        long held = 0;
        for (ShardOwner owner : owners.get()) {
            ShardTail.TailLoad load = owner.load();
            held += load.heldBytes();
            loads.add(new ShardLoad(
                    owner.shard(),
                    load.rowsMost(),
                    load.bytesMost(),
                    load.bytes(),
                    load.walBytes(),
                    load.walRecords(),
                    load.deletes(),
                    load.anyGone(),
                    load.firstGrowingAt().epochMs(),
                    running.contains(owner.shard()),
                    owner.isFlushRequested()));
        }
        heldBytes = held;
        idle = loads.stream().allMatch(ShardLoad::isEmpty) && graces.isEmpty() && running.isEmpty();
        Set<ShardId> wanted = Set.copyOf(planner.plan(loads, ports.runtime().epochMs()));
        List<ShardOwner> candidates = owners.get().stream()
                .filter(owner -> wanted.contains(owner.shard()))
                .toList();
        int started =
                startInTurn(turns.inTurn(candidates, owner -> owner.shard().collection()));
        waiting = Math.max(0, wanted.size() - started);
    }

    /** Starts one flush of each collection before the second of any; returns how many were started. */
    private int startInTurn(List<ShardOwner> candidates) {
        int started = 0;
        for (int ofOne = 1; ofOne <= settings.work().flushesOfOne(); ofOne++) {
            for (ShardOwner owner : candidates) {
                CollectionId collection = owner.shard().collection();
                if (running.size() < settings.work().flushes() && runningOf(collection) < ofOne) {
                    start(owner);
                    started++;
                    turns.served(collection);
                }
            }
        }
        return started;
    }

    private long runningOf(CollectionId collection) {
        return running.stream()
                .filter(shard -> shard.collection().equals(collection))
                .count();
    }

    private void start(ShardOwner owner) {
        if (owner.isClosed() || !running.add(owner.shard())) {
            return;
        }
        ports.runtime().forkInBackground("flush " + owner.shard(), () -> {
            try {
                flush(owner);
            } catch (DatabaseException refused) {
                // The owner is closed or its queue full: nothing was sealed, the next look decides anew.
                owner.flushFailed(FlushFailure.of(refused));
            } finally {
                running.remove(owner.shard());
                wake();
            }
        });
    }

    private void flush(ShardOwner owner) {
        Optional<SealedTail> sealed = owner.seal();
        if (sealed.isEmpty()) {
            return;
        }
        boolean committed = new FlushJob(ports, settings, owner, sealed.get()).run();
        if (committed && tell(owner, new OwnerMessage.FlushCommitted())) {
            long until = ports.runtime().monotonicNs() + settings.releaseAfter().toNanos();
            finished.offer(new Grace(owner, sealed.get().upTo(), until));
        }
    }

    private void releaseAfterGrace() {
        while (finished.size() > 0) {
            graces.addAll(finished.takeAll(64));
        }
        long now = ports.runtime().monotonicNs();
        while (!graces.isEmpty() && graces.peek().untilNs() <= now) {
            Grace due = graces.remove();
            tell(due.owner(), new OwnerMessage.Release(due.upTo()));
        }
    }

    /** An owner's full queue is waited for; a closed owner has let go of everything by itself. */
    private boolean tell(ShardOwner owner, OwnerMessage message) {
        Backoff backoff = new Backoff(ports.runtime(), settings.retryMin(), settings.retryMax());
        while (!owner.isClosed()) {
            if (owner.tell(message)) {
                return true;
            }
            backoff.pause();
        }
        return false;
    }
}
