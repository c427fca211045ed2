package io.windhover.coordinator.witness;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.MemberId;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.Mailbox;
import io.windhover.runtime.Promise;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.metrics.Histogram;
import io.windhover.runtime.metrics.Labels;
import io.windhover.runtime.port.MetaStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * Knows when everybody who is there acts on a version of the catalog. Who is there is read from the metadata store after
 * that version was durable, because what is known by watching may be late: a member that the roll has is waited for until
 * it has the version or a later roll lacks it; one that joined after the roll reads a catalog that has the version before
 * it serves. So a member that does not answer holds up a version for as long as its lease runs, and no longer. While the
 * metadata store is away nobody can tell whose lease has ended, and the wait goes on until it is back or this ends.
 */
public final class Witnesses implements AutoCloseable {
    private static final int MESSAGES_MAX = 16_384;

    private final Runtime runtime;
    private final MemberCalls calls;
    private final Mailbox<Message> messages;
    private final RollCall rollCall;
    private final Histogram seconds;
    private final Fiber fiber;
    /** Those who wait, and whom they wait for; owned by the fiber, as are the witnesses. */
    private final List<Waiting> waiting = new ArrayList<>();

    private final Map<Roll.Key, Witness> witnesses = new TreeMap<>();
    private final Map<Roll.Key, Long> confirmed = new TreeMap<>();
    private volatile boolean anybodyWaits;
    private volatile boolean hasEnded;

    private sealed interface Message {
        /** Somebody waits. */
        record Wait(Waiting waiting) implements Message {}

        /** The roll was called. */
        record Called(Roll roll) implements Message {}

        /** A member has a version. */
        record Confirmed(Roll.Key member, long version) implements Message {}
    }

    /** One that waits for a version; {@code whom} is not known before a roll has that version. */
    private static final class Waiting {
        private final long version;
        private final Optional<MemberId> only;
        private final Promise<Boolean> done;
        private Optional<TreeSet<Roll.Key>> whom = Optional.empty();

        Waiting(long version, Optional<MemberId> only, Promise<Boolean> done) {
            this.version = version;
            this.only = only;
            this.done = done;
        }

        void called(Roll roll) {
            if (whom.isPresent()) {
                whom.get().retainAll(roll.present().keySet());
            } else if (roll.version() >= version) {
                TreeSet<Roll.Key> present = new TreeSet<>(roll.present().keySet());
                only.ifPresent(id -> present.removeIf(key -> !key.id().equals(id)));
                whom = Optional.of(present);
            }
        }

        boolean isOver(Map<Roll.Key, Long> confirmed) {
            return whom.isPresent() && whom.get().stream().allMatch(key -> confirmed.getOrDefault(key, 0L) >= version);
        }
    }

    private Witnesses(Runtime runtime, MetaStore meta, MemberCalls calls, LongSupplier newest) {
        this.runtime = runtime;
        this.calls = calls;
        this.messages = runtime.mailbox("witnesses", MESSAGES_MAX);
        this.seconds = runtime.metrics()
                .histogram(
                        "windhover_witness_wait_seconds",
                        "Time until every member that is there acted on a version of the catalog",
                        Histogram.secondsBounds(),
                        Labels.NONE);
        this.rollCall = new RollCall(runtime, meta, newest, () -> anybodyWaits, roll -> tell(new Message.Called(roll)));
        this.fiber = runtime.fork("witnesses", this::run);
    }

    /**
     * Begins to ask.
     *
     * @param newest the newest version of the catalog that is durable
     */
    public static Witnesses open(Runtime runtime, MetaStore meta, MemberCalls calls, LongSupplier newest) {
        return new Witnesses(runtime, meta, calls, newest);
    }

    /**
     * Waits until everybody who is there acts on a version or is gone.
     *
     * @throws DatabaseException SERVICE_UNAVAILABLE if this ends before; what was committed stays committed, and whoever
     *     repeats the request under the same id is answered by the next leader
     */
    public void await(long version) {
        await(version, Optional.empty());
    }

    /** As {@link #await(long)}, for one member only. */
    public void awaitOf(MemberId member, long version) {
        await(version, Optional.of(member));
    }

    private void await(long version, Optional<MemberId> only) {
        long startNs = runtime.monotonicNs();
        Promise<Boolean> done = runtime.promise();
        tell(new Message.Wait(new Waiting(version, only, done)));
        done.await();
        seconds.observeNs(runtime.monotonicNs() - startNs);
    }

    /** Who has something to tell waits while the fiber has enough to do. */
    private void tell(Message message) {
        while (!messages.offer(message)) {
            if (hasEnded) {
                throw ended();
            }
            runtime.sleep(Duration.ofMillis(5));
        }
        if (hasEnded) {
            refuse(message);
        }
    }

    private static DatabaseException ended() {
        return new DatabaseException(
                ErrorCode.SERVICE_UNAVAILABLE,
                "this coordinator leads no more; repeat the request under the same id to learn its result");
    }

    private static void refuse(Message message) {
        if (message instanceof Message.Wait wait) {
            wait.waiting().done.fail(ended());
        }
    }

    private void run() {
        try {
            while (true) {
                boolean called = false;
                for (Message message : messages.takeAll(MESSAGES_MAX)) {
                    called |= take(message);
                }
                settle();
                if (called) {
                    rollCall.wake();
                }
            }
        } finally {
            hasEnded = true;
        }
    }

    /** Takes a message; returns whether the roll has to be called for it. */
    private boolean take(Message message) {
        return switch (message) {
            case Message.Wait wait -> {
                waiting.add(wait.waiting());
                anybodyWaits = true;
                yield true;
            }
            case Message.Called called -> {
                waiting.forEach(one -> one.called(called.roll()));
                witness(called.roll());
                yield false;
            }
            case Message.Confirmed has -> {
                confirmed.computeIfPresent(has.member(), (_, before) -> Math.max(before, has.version()));
                yield false;
            }
        };
    }

    /** Asks those who are there for what is waited for; asks those who are gone no more. */
    private void witness(Roll roll) {
        Iterator<Map.Entry<Roll.Key, Witness>> known = witnesses.entrySet().iterator();
        while (known.hasNext()) {
            Map.Entry<Roll.Key, Witness> entry = known.next();
            if (!roll.present().containsKey(entry.getKey())) {
                entry.getValue().end();
                confirmed.remove(entry.getKey());
                known.remove();
            }
        }
        roll.present().forEach((key, member) -> {
            confirmed.putIfAbsent(key, 0L);
            witnesses
                    .computeIfAbsent(
                            key,
                            _ -> new Witness(
                                    runtime, calls, member, version -> tell(new Message.Confirmed(key, version))))
                    .want(roll.version());
        });
    }

    private void settle() {
        waiting.removeIf(one -> {
            boolean over = one.isOver(confirmed);
            if (over) {
                one.done.complete(Boolean.TRUE);
            }
            return over;
        });
        anybodyWaits = !waiting.isEmpty();
    }

    /** Ends; whoever still waits is told to ask again. */
    @Override
    public void close() {
        fiber.cancel();
        fiber.join();
        rollCall.end();
        hasEnded = true;
        witnesses.values().forEach(Witness::end);
        waiting.forEach(one -> one.done.fail(ended()));
        while (messages.size() > 0) {
            messages.takeAll(MESSAGES_MAX).forEach(Witnesses::refuse);
        }
    }
}
