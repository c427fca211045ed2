package io.windhover.stores.pulsar;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.port.Wal.Position;
import io.windhover.runtime.port.Wal.WalRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.Reader;

/**
 * Reads the topics of a log one after another, each from its beginning, for only so are messages known that Pulsar stored
 * twice. Pieces of a record whose writer ended in the middle are dropped. Belongs to one fiber.
 */
final class PulsarReader implements io.windhover.runtime.port.Wal.Reader {
    private final PulsarParts parts;
    private final String log;
    private final Position after;
    private final Supplier<List<LogTopic>> topicsMade;
    private Optional<LogTopic> topic = Optional.empty();
    private Optional<Reader<byte[]>> reader = Optional.empty();
    private boolean sealed;
    private long session;
    private long sequence;
    private ByteArrayOutputStream pieces = new ByteArrayOutputStream();

    /** {@code topicsMade} names the topics that a writer here knows; Pulsar is asked only for what comes after those. */
    PulsarReader(PulsarParts parts, String log, Position after, Supplier<List<LogTopic>> topicsMade) {
        this.topicsMade = topicsMade;
        this.parts = parts;
        this.log = log;
        this.after = after;
    }

    @Override
    public Optional<WalRecord> next() {
        while (true) {
            if ((reader.isEmpty() || sealed) && !openNext()) {
                return Optional.empty();
            }
            Optional<Message<byte[]>> message = message(reader.orElseThrow());
            if (message.isEmpty() && !sealed) {
                return Optional.empty();
            }
            Optional<WalRecord> read = message.flatMap(found -> take(LogMessage.decode(found.getValue())));
            if (read.isPresent()) {
                return read;
            }
        }
    }

    /** Goes to the next topic there is; false if there is none (yet). */
    private boolean openNext() {
        int from = topic.map(done -> done.generation() + 1).orElse(LogTopic.generationOf(after));
        Optional<LogTopic> next = firstOf(topicsMade.get(), from).or(() -> firstOf(parts.topicsOf(log), from));
        if (next.isEmpty()) {
            return false;
        }
        close();
        topic = next;
        reader = Optional.of(parts.reader(next.get(), MessageId.earliest));
        sealed = false;
        pieces = new ByteArrayOutputStream();
        return true;
    }

    private static Optional<LogTopic> firstOf(List<LogTopic> topics, int generation) {
        return topics.stream().filter(found -> found.generation() >= generation).findFirst();
    }

    private Optional<Message<byte[]>> message(Reader<byte[]> from) {
        String what = "log " + log;
        if (!PulsarFailures.call(what, from::hasMessageAvailable)) {
            return Optional.empty();
        }
        Message<byte[]> message = PulsarFailures.call(
                what, () -> from.readNext((int) parts.settings().timeout().toMillis(), TimeUnit.MILLISECONDS));
        if (message == null) {
            throw new DatabaseException(ErrorCode.SERVICE_UNAVAILABLE, what + ": a message does not come");
        }
        return Optional.of(message);
    }

    /** Takes one message; the record that it ends, if it is wanted. */
    private Optional<WalRecord> take(LogMessage message) {
        if (message.session() != session) {
            session = message.session();
            pieces = new ByteArrayOutputStream();
        } else if (message.sequence() <= sequence) {
            return Optional.empty();
        }
        sequence = message.sequence();
        return switch (message.kind()) {
            case OPENED -> Optional.empty();
            case SEALED -> {
                sealed = true;
                yield Optional.empty();
            }
            case PIECE -> {
                pieces.writeBytes(message.content().toArray(ValueLayout.JAVA_BYTE));
                yield Optional.empty();
            }
            case RECORD -> record(message);
        };
    }

    private Optional<WalRecord> record(LogMessage message) {
        MemorySegment payload = message.content();
        if (pieces.size() > 0) {
            pieces.writeBytes(payload.toArray(ValueLayout.JAVA_BYTE));
            payload = MemorySegment.ofArray(pieces.toByteArray());
            pieces = new ByteArrayOutputStream();
        }
        Position position = topic.orElseThrow().position(message.number());
        return position.compareTo(after) > 0 ? Optional.of(new WalRecord(position, payload)) : Optional.empty();
    }

    @Override
    public void close() {
        reader.ifPresent(open -> {
            try {
                open.close();
            } catch (IOException ignored) {
                // A reader holds nothing durable.
            }
        });
        reader = Optional.empty();
    }
}
