package io.windhover.stores.pulsar;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.Runtime;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessageId;
import org.apache.pulsar.client.api.Producer;
import org.apache.pulsar.client.api.ProducerAccessMode;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.client.api.Reader;

/** What logs are made with. */
record PulsarParts(Runtime runtime, PulsarClient client, PulsarAdmin admin, PulsarSettings settings)
        implements AutoCloseable {
    private static final int BATCH_MESSAGES = 1_000;
    private static final int BATCH_BYTES = 1 << 20;
    private static final int ATTEMPTS = 4;
    private static final Duration PAUSE = Duration.ofMillis(200);

    String address(LogTopic topic) {
        return "persistent://" + settings.tenant() + "/" + settings.namespace() + "/" + topic.name();
    }

    /** Returns the topics of all logs, those of one in order. */
    List<LogTopic> topics() {
        return admin.topics().stream()
                .map(LogTopic::of)
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing(LogTopic::log).thenComparing(LogTopic::generation))
                .toList();
    }

    List<LogTopic> topicsOf(String log) {
        return topics().stream().filter(topic -> topic.log().equals(log)).toList();
    }

    /** Asks again what may be asked again, when a connection was lost in between. */
    private <T> T repeated(Supplier<T> call) {
        for (int attempt = 1; ; attempt++) {
            try {
                return call.get();
            } catch (DatabaseException failure) {
                if (failure.code() != ErrorCode.SERVICE_UNAVAILABLE || attempt == ATTEMPTS) {
                    throw failure;
                }
                runtime.sleep(PAUSE.multipliedBy(attempt));
            }
        }
    }

    /** Takes a topic for writing; whoever had it is fenced. */
    Producer<byte[]> take(LogTopic topic) {
        return repeated(() -> producer(topic));
    }

    private Producer<byte[]> producer(LogTopic topic) {
        return PulsarFailures.call(
                "log " + topic.log(),
                () -> client.newProducer()
                        .topic(address(topic))
                        .accessMode(ProducerAccessMode.ExclusiveWithFencing)
                        .batchingMaxMessages(BATCH_MESSAGES)
                        .batchingMaxBytes(BATCH_BYTES)
                        .batchingMaxPublishDelay(1, TimeUnit.MILLISECONDS)
                        .maxPendingMessages(0)
                        .sendTimeout((int) settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
                        .create());
    }

    /** Opens a reader at a message. */
    Reader<byte[]> reader(LogTopic topic, MessageId from) {
        return repeated(() -> openReader(topic, from));
    }

    private Reader<byte[]> openReader(LogTopic topic, MessageId from) {
        return PulsarFailures.call(
                "log " + topic.log(),
                () -> client.newReader()
                        .topic(address(topic))
                        .startMessageId(from)
                        .startMessageIdInclusive()
                        .create());
    }

    /** Returns the last message of a topic; empty if there is none. */
    Optional<LogMessage> last(LogTopic topic) {
        return repeated(() -> readLast(topic));
    }

    private Optional<LogMessage> readLast(LogTopic topic) {
        String what = "log " + topic.log();
        try (Reader<byte[]> reader = reader(topic, MessageId.latest)) {
            Optional<LogMessage> last = Optional.empty();
            while (PulsarFailures.call(what, reader::hasMessageAvailable)) {
                Message<byte[]> message = PulsarFailures.call(
                        what, () -> reader.readNext((int) settings.timeout().toMillis(), TimeUnit.MILLISECONDS));
                if (message == null) {
                    throw new DatabaseException(
                            ErrorCode.SERVICE_UNAVAILABLE, what + ": its last message does not come");
                }
                last = Optional.of(LogMessage.decode(message.getValue()));
            }
            return last;
        } catch (IOException cause) {
            throw PulsarFailures.of(what, cause);
        }
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (PulsarClientException ignored) {
            // What it held is given back; whoever closes can do no more.
        }
        admin.close();
    }
}
