package io.windhover.stores.s3;

import io.windhover.model.Invariant;
import io.windhover.runtime.port.ObjectStore.ObjectWriter;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Writes one object: with one request if it is no larger than a part, else part by part as they fill, put together at
 * commit. Parts of an object that is never committed are thrown away by {@link #close}; those that a crash leaves are
 * for the bucket's own rule about unfinished uploads. Belongs to one fiber.
 */
final class S3Writer implements ObjectWriter {
    private final S3Client client;
    private final S3Settings settings;
    private final String key;
    /** S3's word for "only if there is none"; absent if the object may be replaced. */
    private final String ifNoneMatch;

    private final List<CompletedPart> parts = new ArrayList<>();
    private byte[] buffer = new byte[1 << 16];
    private int buffered;
    private long written;
    private Optional<String> upload = Optional.empty();
    private boolean ended;

    S3Writer(S3Client client, S3Settings settings, String key, boolean mustBeNew) {
        this.client = client;
        this.settings = settings;
        this.key = key;
        this.ifNoneMatch = mustBeNew ? "*" : null;
    }

    @Override
    public void write(MemorySegment bytes) {
        Invariant.check(!ended, "object {} is written after its end", key);
        for (long from = 0; from < bytes.byteSize(); ) {
            if (buffered == settings.partBytes()) {
                sendPart();
            }
            int count = (int) Math.min(bytes.byteSize() - from, settings.partBytes() - buffered);
            if (buffered + count > buffer.length) {
                int wanted = Math.max(buffered + count, 2 * buffer.length);
                buffer = Arrays.copyOf(buffer, Math.min(wanted, settings.partBytes()));
            }
            MemorySegment.copy(bytes, from, MemorySegment.ofArray(buffer), buffered, count);
            buffered += count;
            from += count;
        }
        written += bytes.byteSize();
    }

    private RequestBody takeBuffered() {
        RequestBody body = RequestBody.fromBytes(Arrays.copyOf(buffer, buffered));
        buffered = 0;
        return body;
    }

    private void sendPart() {
        String id = upload.orElseGet(this::beginUpload);
        int number = parts.size() + 1;
        RequestBody body = takeBuffered();
        String tag = S3Calls.call(
                key,
                () -> client.uploadPart(
                                part -> part.bucket(settings.bucket())
                                        .key(key)
                                        .uploadId(id)
                                        .partNumber(number),
                                body)
                        .eTag());
        parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
    }

    private String beginUpload() {
        String id = S3Calls.call(
                key,
                () -> client.createMultipartUpload(
                                create -> create.bucket(settings.bucket()).key(key))
                        .uploadId());
        upload = Optional.of(id);
        return id;
    }

    @Override
    public long position() {
        return written;
    }

    @Override
    public void commit() {
        Invariant.check(!ended, "object {} is committed after its end", key);
        if (upload.isEmpty()) {
            RequestBody body = takeBuffered();
            S3Calls.call(
                    key,
                    () -> client.putObject(
                            put -> put.bucket(settings.bucket()).key(key).ifNoneMatch(ifNoneMatch), body));
        } else {
            sendPart();
            S3Calls.call(
                    key,
                    () -> client.completeMultipartUpload(complete -> complete.bucket(settings.bucket())
                            .key(key)
                            .uploadId(upload.get())
                            .ifNoneMatch(ifNoneMatch)
                            .multipartUpload(all -> all.parts(parts))));
        }
        ended = true;
    }

    @Override
    public void close() {
        if (!ended) {
            ended = true;
            upload.ifPresent(id -> S3Calls.call(
                    key,
                    () -> client.abortMultipartUpload(
                            abort -> abort.bucket(settings.bucket()).key(key).uploadId(id))));
        }
    }
}
