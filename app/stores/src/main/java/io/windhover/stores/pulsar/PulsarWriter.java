package io.windhover.stores.pulsar;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.Promise;
import io.windhover.runtime.port.Wal.Position;
import io.windhover.runtime.port.Wal.Writer;
import io.windhover.stores.pulsar.LogMessage.Kind;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.Producer;

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
    private final long epoch;
    private final long session;
    private final Object lock = new Object();
    /** The last record of each topic that was left. Guarded by {@link #lock}, as all that follows. */
    private final Map<Integer, Long> lastNumbers = new TreeMap<>();

    private LogTopic topic;
    private Producer<byte[]> producer;
    private long sequence;
    private long number;
    private long topicBytes;
    private long waitingBytes;
    private boolean moving;
    private final List<Waiting> held = new ArrayList<>();
    private Optional<DatabaseException> refusal = Optional.empty();

    /** A record that waits for the next topic. */
    private record Waiting(List<MemorySegment> pieces, long bytes, Promise<Position> outcome) {}

    /** A topic that was taken, and the number of its last record. */
    private record Taken(LogTopic topic, Producer<byte[]> producer, long number) {}

    private PulsarWriter(PulsarParts parts, long epoch, long session, Taken taken) {
        this.parts = parts;
        this.epoch = epoch;
        this.session = session;
        this.topic = taken.topic();
        this.producer = taken.producer();
        this.number = taken.number();
        this.sequence = 1;
        this.topicBytes = parts.admin().storedBytes(topic.name());
    }

    static PulsarWriter open(PulsarParts parts, String log, long epoch) {
        long session = parts.runtime().random(Long.MAX_VALUE);
        List<LogTopic> topics = parts.topicsOf(log);
        Map<Integer, Long> left = new TreeMap<>();
        for (LogTopic old : topics.isEmpty() ? topics : topics.subList(0, topics.size() - 1)) {
            Optional<LogMessage> last = parts.last(old);
            left.put(old.generation(), last.map(LogMessage::number).orElse(0L));
            requireNewer(log, epoch, last);
        }
        LogTopic topic = topics.isEmpty() ? new LogTopic(log, 1) : topics.getLast();
        for (int attempt = 0; attempt < OPEN_ATTEMPTS; attempt++) {
            Optional<Taken> taken = take(parts, topic, epoch, session);
            if (taken.isPresent()) {
                PulsarWriter writer = new PulsarWriter(parts, epoch, session, taken.get());
                writer.lastNumbers.putAll(left);
                return writer;
            }
            // It was sealed: the log goes on in the next one, which who sealed it may not have created any more.
            left.put(
                    topic.generation(),
                    parts.last(topic).map(LogMessage::number).orElse(0L));
            topic = topic.next();
        }
        throw new DatabaseException(ErrorCode.SERVICE_UNAVAILABLE, "log " + log + " moves on faster than it is opened");
    }

    private static void requireNewer(String log, long epoch, Optional<LogMessage> last) {
        last.filter(message -> message.epoch() > epoch).ifPresent(message -> {
            throw new DatabaseException(
                    ErrorCode.NOT_OWNER, "log " + log + " has an owner of epoch " + message.epoch() + ", not " + epoch);
        });
    }

    /**
     * Takes a topic and signs it; empty if it is sealed. Whoever comes with a smaller epoch is refused before it fences
     * anybody. What is there is looked at again after fencing, when nobody else can write any more: if a greater epoch
     * came between the two, it was fenced by mistake and opens again.
     */
    private static Optional<Taken> take(PulsarParts parts, LogTopic topic, long epoch, long session) {
        parts.admin().create(topic.name());
        requireNewer(topic.log(), epoch, parts.last(topic));
        Producer<byte[]> producer = parts.take(topic);
        try {
            Optional<LogMessage> last = parts.last(topic);
            requireNewer(topic.log(), epoch, last);
            if (last.filter(message -> message.kind() == Kind.SEALED).isPresent()) {
                producer.closeAsync();
                return Optional.empty();
            }
            // A record that was cut off after some pieces has no number yet.
            long number = last.map(message -> message.number() - (message.kind() == Kind.PIECE ? 1 : 0))
                    .orElse(0L);
            byte[] signature =
                    LogMessage.sign(Kind.OPENED, epoch, session, 1, number).encode();
            PulsarFailures.call("log " + topic.log(), () -> producer.send(signature));
            return Optional.of(new Taken(topic, producer, number));
        } catch (RuntimeException failure) {
            producer.closeAsync();
            throw failure;
        }
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
                        "log " + topic.log() + ": " + waitingBytes + " bytes wait for Pulsar already");
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
        number++;
        Position position = topic.position(number);
        CompletableFuture<MessageId> sent = null;
        for (int i = 0; i < record.pieces().size(); i++) {
            Kind kind = i + 1 < record.pieces().size() ? Kind.PIECE : Kind.RECORD;
            sequence++;
            sent = producer.sendAsync(new LogMessage(
                            kind,
                            epoch,
                            session,
                            sequence,
                            number,
                            record.pieces().get(i))
                    .encode());
        }
        topicBytes += record.bytes();
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
        DatabaseException found = PulsarFailures.of("log " + topic.log(), failure);
        // A topic that is gone was deleted with its log, which belongs to nobody any more.
        ErrorCode code = found.code() == ErrorCode.IO_KEY_NOT_FOUND ? ErrorCode.NOT_OWNER : found.code();
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
            producer.closeAsync();
        }
        refused.forEach(record -> record.outcome().fail(reason));
        return reason;
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
            boolean coversAll = topic.position(number).compareTo(upTo) <= 0;
            boolean wanted = topicBytes >= TOPIC_BYTES || coversAll && topicBytes >= WORTHWHILE_BYTES;
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

    private void moveOn() {
        CompletableFuture<MessageId> sealed;
        synchronized (lock) {
            sequence++;
            sealed = producer.sendAsync(LogMessage.sign(Kind.SEALED, epoch, session, sequence, number)
                    .encode());
        }
        try {
            sealed.get();
        } catch (InterruptedException | java.util.concurrent.ExecutionException failure) {
            throw PulsarFailures.of("log " + topic.log(), failure);
        }
        producer.closeAsync();
        LogTopic left = topic;
        Taken taken = take(parts, left.next(), epoch, session)
                .orElseThrow(() -> new DatabaseException(
                        ErrorCode.NOT_OWNER, "log " + left.log() + " was moved on by somebody else"));
        synchronized (lock) {
            lastNumbers.put(left.generation(), number);
            topic = taken.topic();
            producer = taken.producer();
            number = taken.number();
            sequence = 1;
            topicBytes = 0;
            moving = false;
            held.forEach(this::send);
            held.clear();
        }
    }

    @Override
    public void close() {
        refuse(ErrorCode.SERVICE_UNAVAILABLE, "the writer of log " + topic.log() + " is closed");
    }
}
