package io.windhover.node.data;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.Invariant;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.Partition;
import io.windhover.model.catalog.ShardCheckpoint;
import io.windhover.model.role.ShardWrite;
import io.windhover.model.search.Guarantee;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.Mailbox;
import io.windhover.runtime.Promise;
import io.windhover.runtime.port.Wal.Position;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The one writer of one shard. Its fiber takes all waiting writes, gives each a timestamp, submits them to the log
 * without waiting in between, applies them in order as they become durable, publishes the new {@link TailState} and only
 * then acknowledges. So what is acknowledged is durable and visible, log order is time order, and a read takes the
 * published state without asking the fiber.
 *
 * <p>A write whose partition the newest catalog does not have is refused, so nothing enters what was dropped.
 */
final class ShardOwner implements AutoCloseable {
    private static final long NONE = Long.MAX_VALUE;

    /** Above every epoch that a process gave which had the database alone. */
    private static final long FIRST_TENURE_EPOCH = 1L << 62;

    private static final Duration FINISH_MAX = Duration.ofSeconds(5);
    private static final Duration DISK_FULL_BELIEVED = Duration.ofSeconds(30);

    /** How long writes wait for a log that has failed; what comes later is refused at once until it is back. */
    private static final Duration LOG_PATIENCE = Duration.ofSeconds(2);

    private final ShardId shard;
    private final long tenure;
    private final DataPorts ports;
    private final DataSettings settings;
    private final Mailbox<OwnerMessage> mailbox;
    private final AtomicLong pendingBytes = new AtomicLong();
    private final Shared shared = new Shared();
    private final AtomicLong flushRequestedUpTo = new AtomicLong();
    private final Work work;
    private final Fiber fiber;

    /** What the fiber publishes for everybody. */
    private static final class Shared {
        /** No write in flight has a time below this; written before a time is given. */
        private volatile long inFlightFrom = NONE;

        private volatile TailState state;
        private volatile ShardTail.TailLoad load;
        private volatile Optional<FlushFailure> flushFailure = Optional.empty();
        private volatile Optional<LogFailure> logFailure = Optional.empty();
        /** Why writes are refused without being tried, while the log has been away for long. */
        private volatile Optional<DatabaseException> logAway = Optional.empty();

        private volatile boolean closed;
    }

    /** Why the log took no write; a disk that was full is believed to be so for a while, because nobody may try again. */
    private record LogFailure(DatabaseException cause, long untilNs) {}

    /** A write on its way to the log, or a barrier among them. */
    private record InFlight(OwnerMessage message, Timestamp at, Optional<Promise<Position>> durable) {}

    /** What only the fiber touches. */
    private static final class Work {
        private final ShardTail tail;
        private final ShardLog log;
        private final SegmentIds ids;
        private final ArrayDeque<InFlight> inFlight = new ArrayDeque<>();
        private int reservedIds;

        private Work(ShardTail tail, ShardLog log, SegmentIds ids) {
            this.tail = tail;
            this.log = log;
            this.ids = ids;
        }
    }

    private ShardOwner(ShardId shard, long tenure, DataPorts ports, DataSettings settings, Work work) {
        this.shard = shard;
        this.tenure = tenure;
        this.ports = ports;
        this.settings = settings;
        this.work = work;
        this.mailbox = ports.runtime().mailbox("shard " + shard, settings.mailboxCapacity());
        publish();
        this.fiber = ports.runtime().fork("shard " + shard, this::run);
    }

    /**
     * Takes a shard over: fences its log, replays what no committed file has, starts the fiber.
     *
     * @param tenure that the catalog gives it, and by it the epoch of its log; 0 for a database in one process
     * @throws DatabaseException COLLECTION_NOT_FOUND if the catalog no longer has it; what the log throws
     */
    static ShardOwner open(ShardId shard, long tenure, DataPorts ports, DataSettings settings) {
        ShardLog log = new ShardLog(ports, shard);
        ShardCheckpoint checkpoint = log.liveCollection()
                .storage()
                .checkpoints()
                .find(shard.number())
                .orElse(ShardCheckpoint.START);
        ports.clock().moveBeyond(checkpoint.timestamp());
        ShardTail tail = new ShardTail(shard, checkpoint);
        SegmentIds ids = new SegmentIds(ports.runtime(), ports.coordinator());
        boolean opened = false;
        try {
            log.takeOver(tenure == 0 ? ids.takeEpoch() : FIRST_TENURE_EPOCH + tenure, tail, ids);
            opened = true;
        } finally {
            if (!opened) {
                log.close();
                tail.releaseAll();
            }
        }
        return new ShardOwner(shard, tenure, ports, settings, new Work(tail, log, ids));
    }

    /** Appends a write; see {@link io.windhover.model.role.DataRole#append}. */
    Timestamp append(ShardWrite write) {
        requireLog();
        List<MemorySegment> body = WriteRecordCodec.encodeBody(write);
        long bytes = body.stream().mapToLong(MemorySegment::byteSize).sum();
        long waiting = pendingBytes.addAndGet(bytes);
        Promise<Timestamp> answer = ports.runtime().promise();
        boolean fits = waiting == bytes || waiting <= settings.pendingBytesMax();
        if (!fits || !mailbox.offer(new OwnerMessage.Append(write, body, bytes, answer))) {
            pendingBytes.addAndGet(-bytes);
            throw refusal();
        }
        return answer.await();
    }

    private void requireLog() {
        Optional<DatabaseException> away = shared.logAway;
        if (away.isPresent()) {
            throw unwritten(away.get());
        }
    }

    /** Refuses a write that has not been given to the log. */
    private DatabaseException unwritten(DatabaseException cause) {
        return new DatabaseException(
                ErrorCode.SERVICE_UNAVAILABLE,
                "safe mode: the log of shard " + shard + " cannot be written, nothing was: " + cause.getMessage(),
                cause);
    }

    private DatabaseException refusal() {
        if (shared.closed) {
            return closedFailure();
        }
        return DatabaseException.of(ErrorCode.SERVICE_RATE_LIMIT, "shard", shard, "waitingBytes", pendingBytes.get());
    }

    private DatabaseException closedFailure() {
        boolean live = ports.coordinator()
                .catalog()
                .collections()
                .find(shard.collection())
                .filter(Collection::isActive)
                .isPresent();
        return live
                ? DatabaseException.of(ErrorCode.NOT_OWNER, "shard", shard)
                : DatabaseException.of(ErrorCode.COLLECTION_NOT_FOUND, "collection", shard.collection());
    }

    /** What a read works on, and the exact time it is served at. */
    record ReadPoint(TailState state, Timestamp servedAt) {}

    /**
     * Returns the state for a read; waits only for writes in flight that the guarantee covers.
     *
     * @throws DatabaseException NOT_OWNER or COLLECTION_NOT_FOUND when closed
     */
    ReadPoint readPoint(Guarantee guarantee) {
        if (shared.closed) {
            throw closedFailure();
        }
        TailState state = shared.state;
        if (!(guarantee instanceof Guarantee.AtLeast wanted)
                || wanted.timestamp().compareTo(state.appliedUpTo()) <= 0) {
            return new ReadPoint(state, state.appliedUpTo());
        }
        ports.clock().moveBeyondNamed(wanted.timestamp());
        if (shared.inFlightFrom <= wanted.timestamp().value()) {
            barrier();
        }
        TailState reached = shared.state;
        return new ReadPoint(reached, Timestamp.max(reached.appliedUpTo(), wanted.timestamp()));
    }

    private void barrier() {
        Promise<Boolean> answer = ports.runtime().promise();
        if (!mailbox.offer(new OwnerMessage.Barrier(answer))) {
            throw refusal();
        }
        answer.await();
    }

    /** Seals what is applied, for a flush; empty if there is nothing or one runs already. */
    Optional<SealedTail> seal() {
        Promise<Optional<SealedTail>> answer = ports.runtime().promise();
        if (!mailbox.offer(new OwnerMessage.Seal(answer))) {
            throw refusal();
        }
        return answer.await();
    }

    /** Tells the fiber something that needs no answer; false when its queue is full (try again) or closed. */
    boolean tell(OwnerMessage message) {
        return mailbox.offer(message);
    }

    TailState state() {
        return shared.state;
    }

    ShardTail.TailLoad load() {
        return shared.load;
    }

    /** Asks for a flush of everything up to a time. */
    void requestFlush(Timestamp upTo) {
        flushRequestedUpTo.accumulateAndGet(upTo.value(), Math::max);
    }

    /** Tells whether something that somebody wants flushed is not sealed yet. */
    boolean isFlushRequested() {
        return shared.load.firstGrowingAt().value() <= flushRequestedUpTo.get();
    }

    /** Notes why the last attempt of a flush failed. */
    void flushFailed(FlushFailure failure) {
        shared.flushFailure = Optional.of(failure);
    }

    /** Returns why the last attempt of the running flush failed, if it did. */
    Optional<FlushFailure> flushFailure() {
        return shared.flushFailure;
    }

    /** Returns why the log takes no writes, if so. */
    Optional<DatabaseException> logFailure() {
        return shared.logFailure
                .filter(failure -> ports.runtime().monotonicNs() < failure.untilNs())
                .map(LogFailure::cause);
    }

    /** Returns how many messages wait. */
    int waiting() {
        return mailbox.size();
    }

    boolean isClosed() {
        return shared.closed;
    }

    ShardId shard() {
        return shard;
    }

    /** Returns the tenure that the catalog gave it; 0 in a database of one process. */
    long tenure() {
        return tenure;
    }

    /** Takes nothing more; {@link #close} waits for the end. */
    void stop() {
        shared.closed = true;
        mailbox.close();
    }

    /** Stops the fiber, lets the log answer what is on its way to it, refuses what waits and gives the memory back once no read uses it. */
    @Override
    public void close() {
        stop();
        fiber.join();
    }

    private void run() {
        try {
            while (!shared.closed) {
                takeWaiting();
                if (!work.inFlight.isEmpty()) {
                    finishDurable();
                }
            }
            finishSubmitted();
        } finally {
            stop();
            refuseEverything();
            work.log.close();
            work.tail.releaseAll();
        }
    }

    private void takeWaiting() {
        if (work.inFlight.isEmpty()) {
            accept(mailbox.takeAll(settings.inFlightMax()));
        } else if (work.inFlight.size() < settings.inFlightMax() && mailbox.size() > 0) {
            accept(mailbox.takeAll(settings.inFlightMax() - work.inFlight.size()));
        }
    }

    private void accept(List<OwnerMessage> messages) {
        boolean changed = false;
        for (OwnerMessage message : messages) {
            switch (message) {
                case OwnerMessage.Append append -> acceptAppend(append);
                case OwnerMessage.Barrier barrier ->
                    work.inFlight.add(new InFlight(barrier, Timestamp.ZERO, Optional.empty()));
                case OwnerMessage.Seal seal -> {
                    Optional<SealedTail> sealed = work.tail.seal();
                    publish();
                    seal.answer().complete(sealed);
                }
                case OwnerMessage.FlushCommitted committed -> {
                    work.tail.flushCommitted();
                    shared.flushFailure = Optional.empty();
                    changed = true;
                }
                case OwnerMessage.Release release -> {
                    work.tail.release(release.upTo());
                    changed = true;
                }
                case OwnerMessage.PartitionsGone gone -> {
                    releaseGonePartitions();
                    changed = true;
                }
            }
        }
        if (changed) {
            publish();
        }
    }

    private void releaseGonePartitions() {
        ports.coordinator()
                .catalog()
                .collections()
                .find(shard.collection())
                .ifPresent(work.tail::releaseGonePartitions);
    }

    private void acceptAppend(OwnerMessage.Append append) {
        try {
            checkPartitions(work.log.liveCollection(), append.write());
            int partitions = append.write().inserts().size();
            work.ids.ensure(work.reservedIds + partitions);
            if (work.inFlight.isEmpty()) {
                shared.inFlightFrom = ports.clock().newest().value() + 1;
            }
            Timestamp at = ports.clock().next();
            Promise<Position> durable = submit(at, append);
            work.reservedIds += partitions;
            work.inFlight.add(new InFlight(append, at, Optional.of(durable)));
        } catch (DatabaseException refused) {
            updateInFlightFrom();
            fail(append, refused);
        }
    }

    /** A log that refuses at once counts as one that refuses later, so that there is one way to recover. */
    private Promise<Position> submit(Timestamp at, OwnerMessage.Append append) {
        try {
            return work.log.submit(at, append.body());
        } catch (DatabaseException refused) {
            Promise<Position> failed = ports.runtime().promise();
            failed.fail(refused);
            return failed;
        }
    }

    private static void checkPartitions(Collection collection, ShardWrite write) {
        for (ShardWrite.PartitionRows rows : write.inserts()) {
            boolean live = collection
                    .partitions()
                    .find(rows.partition())
                    .map(Partition::isActive)
                    .orElse(false);
            if (!live) {
                throw collection.absent(rows.partition());
            }
        }
    }

    /** Waits for the oldest write in flight, then applies it and all that became durable with it, then acknowledges. */
    private void finishDurable() {
        List<InFlight> applied = new ArrayList<>();
        DatabaseException broken = null;
        while (broken == null && !work.inFlight.isEmpty()) {
            InFlight next = work.inFlight.peek();
            if (!applied.isEmpty()
                    && next.durable().isPresent()
                    && !next.durable().get().isDone()) {
                break;
            }
            try {
                apply(next);
                applied.add(next);
            } catch (DatabaseException failure) {
                if (failure.code() == ErrorCode.DISK_FULL) {
                    long untilNs = ports.runtime().monotonicNs() + DISK_FULL_BELIEVED.toNanos();
                    shared.logFailure = Optional.of(new LogFailure(failure, untilNs));
                }
                fail(next.message(), ofSubmitted(failure));
                broken = leftNothing(failure) ? null : failure;
            }
            work.inFlight.remove();
        }
        publish();
        applied.forEach(this::acknowledge);
        if (broken != null) {
            recoverFrom(broken);
        }
    }

    /** What was given to the log before the end is answered by the log, as long as it answers soon. */
    private void finishSubmitted() {
        long giveUpNs = ports.runtime().monotonicNs() + FINISH_MAX.toNanos();
        while (!work.inFlight.isEmpty() && isAnswered(work.inFlight.peek(), giveUpNs)) {
            finishDurable();
        }
    }

    private boolean isAnswered(InFlight oldest, long giveUpNs) {
        Duration left = Duration.ofNanos(Math.max(1, giveUpNs - ports.runtime().monotonicNs()));
        try {
            return oldest.durable().isEmpty()
                    || oldest.durable().get().await(left).isPresent();
        } catch (DatabaseException refused) {
            return true;
        }
    }

    /** Tells whether the log refused one record and stays as it was. */
    private static boolean leftNothing(DatabaseException failure) {
        return failure.code() == ErrorCode.DISK_FULL || failure.code() == ErrorCode.SERVICE_TOO_MANY_REQUESTS;
    }

    private void apply(InFlight next) {
        if (next.message() instanceof OwnerMessage.Append append) {
            work.reservedIds -= append.write().inserts().size();
            Position position = next.durable().orElseThrow().await();
            Collection collection = ports.coordinator()
                    .catalog()
                    .collections()
                    .find(shard.collection())
                    .orElseThrow(this::closedFailure);
            work.tail.apply(
                    collection,
                    new WriteRecordCodec.TimedWrite(next.at(), append.write()),
                    position,
                    append.bytes(),
                    work.ids::next);
            shared.logFailure = Optional.empty();
        }
    }

    private void acknowledge(InFlight done) {
        switch (done.message()) {
            case OwnerMessage.Append append -> {
                pendingBytes.addAndGet(-append.bytes());
                append.answer().complete(done.at());
            }
            case OwnerMessage.Barrier barrier -> barrier.answer().complete(true);
            case OwnerMessage.Seal seal -> throw Invariant.unreachable("a seal in flight");
            case OwnerMessage.FlushCommitted committed -> throw Invariant.unreachable("a commit in flight");
            case OwnerMessage.Release release -> throw Invariant.unreachable("a release in flight");
            case OwnerMessage.PartitionsGone gone -> throw Invariant.unreachable("a drop in flight");
        }
    }

    private void fail(OwnerMessage message, DatabaseException failure) {
        switch (message) {
            case OwnerMessage.Append append -> {
                pendingBytes.addAndGet(-append.bytes());
                append.answer().fail(failure);
            }
            case OwnerMessage.Barrier barrier -> barrier.answer().fail(failure);
            case OwnerMessage.Seal seal -> seal.answer().fail(failure);
            case OwnerMessage.FlushCommitted committed -> {}
            case OwnerMessage.Release release -> {}
            case OwnerMessage.PartitionsGone gone -> {}
        }
    }

    /**
     * After a failure of the log: everything in flight has an unknown outcome and is refused as such; then the log is
     * taken over anew, which applies what did become durable. A fenced owner ends instead.
     */
    private void recoverFrom(DatabaseException failure) {
        work.inFlight.forEach(waiting -> fail(waiting.message(), ofSubmitted(failure)));
        work.inFlight.clear();
        work.reservedIds = 0;
        Backoff backoff = new Backoff(ports.runtime(), settings.retryMin(), settings.retryMax());
        DatabaseException last = failure;
        long sinceNs = ports.runtime().monotonicNs();
        while (last != null && !shared.closed) {
            if (last.code() == ErrorCode.NOT_OWNER || last.code() == ErrorCode.COLLECTION_NOT_FOUND) {
                shared.closed = true;
                return;
            }
            shared.logFailure = Optional.of(new LogFailure(last, NONE));
            if (ports.runtime().monotonicNs() - sinceNs > LOG_PATIENCE.toNanos()) {
                withoutLog(last);
            }
            backoff.pause();
            last = takeOverAgain();
        }
        shared.logFailure = Optional.empty();
        shared.logAway = Optional.empty();
        publish();
    }

    /** Lets nobody wait for a log that stays away; what needs none is done. */
    private void withoutLog(DatabaseException failure) {
        shared.logAway = Optional.of(failure);
        List<OwnerMessage> others = new ArrayList<>();
        while (mailbox.size() > 0) {
            for (OwnerMessage message : mailbox.takeAll(settings.inFlightMax())) {
                switch (message) {
                    case OwnerMessage.Append append -> fail(append, unwritten(failure));
                    case OwnerMessage.Barrier barrier -> fail(barrier, unwritten(failure));
                    case OwnerMessage.Seal _,
                            OwnerMessage.FlushCommitted _,
                            OwnerMessage.Release _,
                            OwnerMessage.PartitionsGone _ -> others.add(message);
                }
            }
        }
        accept(others);
    }

    /**
     * Returns the failure of a write that was given to the log. Where another process may take the shard over, NOT_OWNER
     * tells that nothing was done and the write may be repeated elsewhere, which a log that was fenced does not tell of
     * what it had been given by then.
     */
    private DatabaseException ofSubmitted(DatabaseException failure) {
        boolean mayBeKept =
                failure.code() == ErrorCode.NOT_OWNER && ports.charge().member().isPresent();
        return mayBeKept
                ? new DatabaseException(
                        ErrorCode.SERVICE_UNAVAILABLE,
                        "shard " + shard + " went to another owner; whether it has this write is not known",
                        failure)
                : failure;
    }

    private DatabaseException takeOverAgain() {
        try {
            work.log.takeOverAgain(work.tail, work.ids);
            return null;
        } catch (DatabaseException failure) {
            return failure;
        }
    }

    private void publish() {
        shared.state = work.tail.state();
        shared.load = work.tail.load();
        updateInFlightFrom();
    }

    private void updateInFlightFrom() {
        shared.inFlightFrom =
                work.inFlight.isEmpty() ? NONE : work.inFlight.peek().at().value();
    }

    private void refuseEverything() {
        DatabaseException failure = closedFailure();
        work.inFlight.forEach(waiting -> fail(waiting.message(), ofSubmitted(failure)));
        work.inFlight.clear();
        while (mailbox.size() > 0) {
            mailbox.takeAll(settings.mailboxCapacity()).forEach(message -> fail(message, failure));
        }
    }
}
