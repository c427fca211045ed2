package io.windhover.stores.pulsar;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.Promise;
import io.windhover.runtime.port.Wal.Position;
import io.windhover.runtime.port.Wal.Writer;
import io.windhover.stores.pulsar.OpenTopic.Owner;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.pulsar.client.api.MessageId;

/**
 * The right to append to one log. Records are sent without waiting for those before; Pulsar answers in order. After the
 * first failure nothing more is sent: what became of the unanswered records is not known, and who opens the log anew
 * finds out. While the log moves on to its next topic, records wait.
 */
final class PulsarWriter implements Writer {
    private static final int PIECE_BYTES = 2 << 20;
    private static final long WAITING_BYTES_MAX = 256L << 20;
    private static final int OPEN_ATTEMPTS = 10;
    /** A topic all of whose records may go is left for a new one if it holds as much; deleting costs more than less. */
    private static final long WORTHWHILE_BYTES = 1 << 20;
    /** A topic this large is left for a new one, so that its records can go when the next flush covers them. */
    private static final long TOPIC_BYTES = 64L << 20;

    private final PulsarParts parts;
    private final String log;
    private final Owner owner;
    private final Object lock = new Object();
    /** The last record of each topic that was left. Guarded by {@link #lock}, as all that follows. */
    private final Map<Integer, Long> lastNumbers;

    private final List<Waiting> held = new ArrayList<>();
    private OpenTopic topic;
    private long waitingBytes;
    private boolean moving;
    private Optional<DatabaseException> refusal = Optional.empty();

    /** A record that is not answered. */
    private record Waiting(List<MemorySegment> pieces, long bytes, Promise<Position> outcome) {}

    private PulsarWriter(PulsarParts parts, Owner owner, OpenTopic topic, Map<Integer, Long> lastNumbers) {
        this.parts = parts;
        this.log = topic.topic().log();
        this.owner = owner;
        this.topic = topic;
        this.lastNumbers = lastNumbers;
    }

    static PulsarWriter open(PulsarParts parts, String log, long epoch) {
        Owner owner = new Owner(epoch, parts.runtime().random(Long.MAX_VALUE));
        List<LogTopic> topics = parts.topicsOf(log);
        Map<Integer, Long> lastNumbers = new TreeMap<>();
        for (LogTopic old : topics.isEmpty() ? topics : topics.subList(0, topics.size() - 1)) {
            Optional<LogMessage> last = parts.last(old);
            OpenTopic.requireNewer(log, owner, last);
            lastNumbers.put(old.generation(), last.map(LogMessage::number).orElse(0L));
        }
        LogTopic topic = topics.isEmpty() ? new LogTopic(log, 1) : topics.getLast();
        for (int attempt = 0; attempt < OPEN_ATTEMPTS; attempt++) {
            Optional<OpenTopic> taken = OpenTopic.take(parts, topic, owner);
            if (taken.isPresent()) {
                return new PulsarWriter(parts, owner, taken.get(), lastNumbers);
            }
            // It was sealed: the log goes on in the next one, which who sealed it may not have created any more.
            lastNumbers.put(
                    topic.generation(),
                    parts.last(topic).map(LogMessage::number).orElse(0L));
            topic = topic.next();
        }
        throw new DatabaseException(ErrorCode.SERVICE_UNAVAILABLE, "log " + log + " moves on faster than it is opened");
    }

    @Override
    public Promise<Position> submit(List<MemorySegment> payloadParts) {
        Promise<Position> outcome = parts.runtime().promise();
        List<MemorySegment> pieces = LogMessage.cut(payloadParts, PIECE_BYTES);
        long bytes = pieces.stream().mapToLong(MemorySegment::byteSize).sum();
        synchronized (lock) {
            if (refusal.isPresent()) {
                throw refusal.get();
            }
            if (waitingBytes > 0 && waitingBytes + bytes > WAITING_BYTES_MAX) {
                throw new DatabaseException(
                        ErrorCode.SERVICE_TOO_MANY_REQUESTS,
                        "log " + log + ": " + waitingBytes + " bytes wait for Pulsar already");
            }
            waitingBytes += bytes;
            Waiting record = new Waiting(pieces, bytes, outcome);
            if (moving) {
                held.add(record);
            } else {
                send(record);
            }
        }
        return outcome;
    }

    /** Sends one record. The lock is held: records are sent in the order of their numbers. */
    private void send(Waiting record) {
        CompletableFuture<MessageId> sent = topic.send(record.pieces());
        Position position = topic.position();
        sent.whenComplete((_, failure) -> ended(record, position, failure));
    }

    private void ended(Waiting record, Position position, Throwable failure) {
        synchronized (lock) {
            waitingBytes -= record.bytes();
        }
        if (failure == null) {
            record.outcome().complete(position);
        } else {
            record.outcome().fail(refuse(failure));
        }
    }

    private DatabaseException refuse(Throwable failure) {
        DatabaseException found = PulsarFailures.of("log " + log, failure);
        // A topic that is gone was deleted with its log, which belongs to nobody any more.
        ErrorCode code = PulsarFailures.isAbsent(found) ? ErrorCode.NOT_OWNER : found.code();
        return refuse(code, found.getMessage());
    }

    /** Sends nothing more; returns why. */
    DatabaseException refuse(ErrorCode code, String why) {
        List<Waiting> refused;
        DatabaseException reason;
        synchronized (lock) {
            reason = refusal.orElseGet(() -> new DatabaseException(code, why));
            refusal = Optional.of(reason);
            refused = List.copyOf(held);
            held.clear();
            topic.leave();
        }
        refused.forEach(record -> record.outcome().fail(reason));
        return reason;
    }

    /** Returns the topics of the log as this writer found and made them, in order, without those it forgot. */
    List<LogTopic> topics() {
        synchronized (lock) {
            List<LogTopic> all = new ArrayList<>();
            lastNumbers.keySet().forEach(generation -> all.add(new LogTopic(log, generation)));
            all.add(topic.topic());
            return all;
        }
    }

    /** Notes that a topic that was left is deleted. */
    void forget(LogTopic deleted) {
        synchronized (lock) {
            lastNumbers.remove(deleted.generation());
        }
    }

    /** Tells whether a topic was left and holds nothing after a position. */
    boolean isCovered(LogTopic left, Position upTo) {
        synchronized (lock) {
            return Optional.ofNullable(lastNumbers.get(left.generation()))
                    .filter(last -> left.position(last).compareTo(upTo) <= 0)
                    .isPresent();
        }
    }

    /** Goes on in a new topic if the present one is large, or if all of it may go and that is worth while. */
    void moveOnAfter(Position upTo) {
        synchronized (lock) {
            boolean coversAll = topic.position().compareTo(upTo) <= 0;
            boolean wanted = topic.bytes() >= TOPIC_BYTES || coversAll && topic.bytes() >= WORTHWHILE_BYTES;
            if (!wanted || moving || refusal.isPresent()) {
                return;
            }
            moving = true;
        }
        try {
            moveOn();
        } catch (DatabaseException failure) {
            refuse(failure.code(), failure.getMessage());
        }
    }

    /** Nobody else sends while the log moves on. */
    private void moveOn() {
        OpenTopic left = topic;
        try {
            left.seal().get();
        } catch (InterruptedException | ExecutionException failure) {
            throw PulsarFailures.of("log " + log, failure);
        }
        left.leave();
        OpenTopic next = OpenTopic.take(parts, left.topic().next(), owner)
                .orElseThrow(() ->
                        new DatabaseException(ErrorCode.NOT_OWNER, "log " + log + " was moved on by somebody else"));
        synchronized (lock) {
            lastNumbers.put(left.topic().generation(), left.number());
            topic = next;
            moving = false;
            held.forEach(this::send);
            held.clear();
        }
    }

    @Override
    public void close() {
        refuse(ErrorCode.SERVICE_UNAVAILABLE, "the writer of log " + log + " is closed");
    }
}
