package io.windhover.stores.pulsar;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.Wal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.pulsar.client.api.PulsarClient;

/**
 * Logs in Pulsar, one topic after another for each ({@link LogTopic}). Whoever opens a writer takes the newest topic with
 * Pulsar's exclusive access, which fences the writer before, and then reads in its last message whether a greater epoch
 * was there. A topic that has grown, or all of which may go, is sealed and followed by the next; topics before what is
 * still needed are deleted.
 */
public final class PulsarWal implements Wal {
    /** The client's own is a minute, which a log would stay shut after Pulsar is back. */
    private static final Duration RECONNECT_PAUSE_MAX = Duration.ofSeconds(1);

    private final PulsarParts parts;
    /** The writers of this process that were not fenced here or deleted. */
    private final Map<String, PulsarWriter> writers = new ConcurrentHashMap<>();
    /** Up to where each log may go: what lies before is not read, though its topic may be there still. */
    private final Map<String, Position> trimmed = new ConcurrentHashMap<>();

    private PulsarWal(PulsarParts parts) {
        this.parts = parts;
    }

    /**
     * Connects, and creates the namespace if it is absent.
     *
     * @throws DatabaseException SERVICE_UNAVAILABLE naming what does not answer
     */
    public static PulsarWal open(Runtime runtime, PulsarSettings settings) {
        PulsarAdmin admin = new PulsarAdmin(settings);
        try {
            admin.requireNamespace();
            PulsarClient client = PulsarFailures.call(
                    "Pulsar at " + settings.service(),
                    () -> PulsarClient.builder()
                            .serviceUrl(settings.service())
                            .operationTimeout((int) settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
                            .connectionTimeout((int) settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
                            .maxBackoffInterval(RECONNECT_PAUSE_MAX.toMillis(), TimeUnit.MILLISECONDS)
                            .build());
            return new PulsarWal(new PulsarParts(runtime, client, admin, settings));
        } catch (RuntimeException failure) {
            admin.close();
            throw failure;
        }
    }

    @Override
    public Writer openWriter(String log, long epoch) {
        PulsarWriter writer = PulsarWriter.open(parts, log, epoch);
        PulsarWriter before = writers.put(log, writer);
        if (before != null) {
            before.refuse(ErrorCode.NOT_OWNER, "another writer was opened");
        }
        return writer;
    }

    @Override
    public Reader read(String log, Position after) {
        Position from = trimmed.getOrDefault(log, Position.START);
        return new PulsarReader(parts, log, after.compareTo(from) < 0 ? from : after, () -> topicsMade(log));
    }

    @Override
    public void trim(String log, Position upTo) {
        Optional<PulsarWriter> writer = Optional.ofNullable(writers.get(log));
        if (writer.isEmpty() && parts.topicsOf(log).isEmpty()) {
            return;
        }
        trimmed.merge(log, upTo, (a, b) -> a.compareTo(b) < 0 ? b : a);
        writer.ifPresent(open -> open.moveOnAfter(upTo));
        for (LogTopic topic : writer.map(PulsarWriter::topics).orElseGet(() -> parts.topicsOf(log))) {
            boolean covered = topic.generation() < LogTopic.generationOf(upTo)
                    || writer.filter(open -> open.isCovered(topic, upTo)).isPresent();
            if (covered) {
                parts.admin().delete(topic.name());
                writer.ifPresent(open -> open.forget(topic));
            }
        }
    }

    /** Returns the topics of a log that is written here; to ask Pulsar would cost more the more logs there are. */
    private List<LogTopic> topicsMade(String log) {
        return Optional.ofNullable(writers.get(log)).map(PulsarWriter::topics).orElse(List.of());
    }

    @Override
    public void delete(String log) {
        Optional.ofNullable(writers.remove(log)).ifPresent(writer -> writer.refuse(ErrorCode.NOT_OWNER, "deleted"));
        // The newest last: while one is left, the log is there, and a deletion that was cut off is seen and repeated.
        parts.topicsOf(log).forEach(topic -> parts.admin().delete(topic.name()));
        trimmed.remove(log);
    }

    @Override
    public List<String> logs() {
        Map<String, Boolean> names = new TreeMap<>();
        parts.topics().forEach(topic -> names.put(topic.log(), Boolean.TRUE));
        return List.copyOf(names.keySet());
    }

    @Override
    public long storedBytes() {
        return parts.topics().stream()
                .mapToLong(topic -> parts.admin().storedBytes(topic.name()))
                .sum();
    }

    @Override
    public void close() {
        writers.values().forEach(PulsarWriter::close);
        parts.close();
    }
}
