package io.windhover.stores.pulsar;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.port.Wal.Position;
import io.windhover.stores.pulsar.LogMessage.Kind;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.Producer;

/** A topic that was taken for writing, with all that is counted in it. Whoever sends takes turns with others. */
final class OpenTopic {
    private final LogTopic topic;
    private final Owner owner;
    private final Producer<byte[]> producer;
    private long sequence;
    private long number;
    private long bytes;

    /**
     * Who writes.
     *
     * @param epoch   of the owner
     * @param session differs for each writer that was ever opened
     */
    record Owner(long epoch, long session) {}

    private OpenTopic(LogTopic topic, Owner owner, Producer<byte[]> producer, long number, long bytes) {
        this.topic = topic;
        this.owner = owner;
        this.producer = producer;
        this.number = number;
        this.bytes = bytes;
    }

    /**
     * Takes a topic and signs it; empty if it is sealed. Whoever comes with a smaller epoch is refused before it fences
     * anybody. What is there is looked at again after fencing, when nobody else can write any more: if a greater epoch
     * came between the two, it was fenced by mistake and opens again.
     */
    static Optional<OpenTopic> take(PulsarParts parts, LogTopic topic, Owner owner) {
        parts.admin().create(topic.name());
        requireNewer(topic.log(), owner, parts.last(topic));
        Producer<byte[]> producer = parts.take(topic);
        try {
            Optional<LogMessage> last = parts.last(topic);
            requireNewer(topic.log(), owner, last);
            if (last.filter(message -> message.kind() == Kind.SEALED).isPresent()) {
                producer.closeAsync();
                return Optional.empty();
            }
            // A record that was cut off after some pieces has no number yet.
            long number = last.map(message -> message.number() - (message.kind() == Kind.PIECE ? 1 : 0))
                    .orElse(0L);
            OpenTopic open =
                    new OpenTopic(topic, owner, producer, number, parts.admin().storedBytes(topic.name()));
            byte[] signature = open.sign(Kind.OPENED);
            PulsarFailures.call("log " + topic.log(), () -> producer.send(signature));
            return Optional.of(open);
        } catch (RuntimeException failure) {
            producer.closeAsync();
            throw failure;
        }
    }

    /** Refuses an owner if a message shows that there was one of a greater epoch. */
    static void requireNewer(String log, Owner owner, Optional<LogMessage> last) {
        last.filter(message -> message.epoch() > owner.epoch()).ifPresent(message -> {
            throw new DatabaseException(
                    ErrorCode.NOT_OWNER,
                    "log " + log + " has an owner of epoch " + message.epoch() + ", not " + owner.epoch());
        });
    }

    private byte[] sign(Kind kind) {
        sequence++;
        return LogMessage.sign(kind, owner.epoch(), owner.session(), sequence, number)
                .encode();
    }

    /** Sends a record as the next one; the answer is that of its last piece. */
    CompletableFuture<MessageId> send(List<MemorySegment> pieces) {
        number++;
        for (MemorySegment piece : pieces.subList(0, pieces.size() - 1)) {
            send(Kind.PIECE, piece);
        }
        return send(Kind.RECORD, pieces.getLast());
    }

    private CompletableFuture<MessageId> send(Kind kind, MemorySegment piece) {
        sequence++;
        bytes += piece.byteSize();
        return producer.sendAsync(
                new LogMessage(kind, owner.epoch(), owner.session(), sequence, number, piece).encode());
    }

    /** Says that the log goes on in the next topic; nothing may be sent after it. */
    CompletableFuture<MessageId> seal() {
        return producer.sendAsync(sign(Kind.SEALED));
    }

    LogTopic topic() {
        return topic;
    }

    /** Returns the number of the last record. */
    long number() {
        return number;
    }

    /** Returns the position of the last record. */
    Position position() {
        return topic.position(number);
    }

    long bytes() {
        return bytes;
    }

    /** Lets go of the topic without waiting. */
    void leave() {
        producer.closeAsync();
    }
}
