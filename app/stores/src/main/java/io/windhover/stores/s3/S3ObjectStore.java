package io.windhover.stores.s3;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.port.Disk;
import io.windhover.runtime.port.DiskNames;
import io.windhover.runtime.port.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Objects in a bucket of S3 or of what speaks its protocol. Large ones are sent in parts, so that no more than one part is
 * in memory. What is mapped is first brought to a disk of this machine, where it stays as long as there is room ({@link
 * DiskCache}); each map asks S3 whether the object is still the one on the disk.
 */
public final class S3ObjectStore implements ObjectStore {
    private static final int CHUNK_BYTES = 1 << 20;

    private final S3Client client;
    private final S3Settings settings;
    private final DiskCache cache;

    private S3ObjectStore(S3Client client, S3Settings settings, DiskCache cache) {
        this.client = client;
        this.settings = settings;
        this.cache = cache;
    }

    /**
     * Connects, and creates the bucket if it is absent.
     *
     * @param disk   of this machine
     * @param folder for what is kept there; nothing else may be in it
     * @throws DatabaseException SERVICE_UNAVAILABLE or IO_FAILED naming the bucket, if it cannot be used
     */
    public static S3ObjectStore open(S3Settings settings, Disk disk, String folder) {
        S3Client client = S3Client.builder()
                .endpointOverride(settings.endpoint())
                .region(Region.of(settings.region()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(settings.accessKey(), settings.secretKey())))
                .forcePathStyle(true)
                .httpClientBuilder(Apache5HttpClient.builder()
                        .connectionTimeout(settings.timeout())
                        .socketTimeout(settings.timeout()))
                // Servers other than Amazon's do not all know the checksums that a newer client would send unasked.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(
                        override -> override.apiCallTimeout(settings.timeout()).retryStrategy(RetryMode.STANDARD))
                .build();
        try {
            S3ObjectStore store =
                    new S3ObjectStore(client, settings, DiskCache.open(disk, folder, settings.cacheBytes()));
            store.requireBucket();
            return store;
        } catch (RuntimeException failure) {
            client.close();
            throw failure;
        }
    }

    private void requireBucket() {
        String bucket = settings.bucket();
        try {
            S3Calls.call(bucket, () -> client.headBucket(head -> head.bucket(bucket)));
        } catch (DatabaseException absent) {
            if (absent.code() != ErrorCode.IO_KEY_NOT_FOUND) {
                throw absent;
            }
            createBucket(bucket);
        }
    }

    /** Processes of a cluster that start together all find it absent; one of them creates it. */
    private void createBucket(String bucket) {
        try {
            S3Calls.call(bucket, () -> client.createBucket(create -> create.bucket(bucket)));
        } catch (DatabaseException refused) {
            try {
                S3Calls.call(bucket, () -> client.headBucket(head -> head.bucket(bucket)));
            } catch (DatabaseException _) {
                throw refused;
            }
        }
    }

    @Override
    public ObjectWriter create(String name) {
        return new S3Writer(client, settings, key(name), false);
    }

    @Override
    public ObjectWriter createNew(String name) {
        return new S3Writer(client, settings, key(name), true);
    }

    private String key(String name) {
        return settings.root() + DiskNames.checked(name);
    }

    @Override
    public MappedObject map(String name) {
        String key = key(name);
        String tag = S3Calls.call(
                name,
                () -> client.headObject(head -> head.bucket(settings.bucket()).key(key))
                        .eTag());
        return cache.find(name, tag)
                .orElseGet(() -> cache.put(
                        name,
                        tag,
                        sink -> S3Calls.call(name, () -> {
                            download(key, tag, sink);
                            return true;
                        })));
    }

    private void download(String key, String tag, DiskCache.Sink sink) {
        byte[] chunk = new byte[CHUNK_BYTES];
        try (ResponseInputStream<GetObjectResponse> stream =
                client.getObject(get -> get.bucket(settings.bucket()).key(key).ifMatch(tag))) {
            long left = stream.response().contentLength();
            while (left > 0) {
                int count = stream.read(chunk, 0, (int) Math.min(left, chunk.length));
                if (count < 0) {
                    throw new DatabaseException(
                            ErrorCode.SERVICE_UNAVAILABLE, "object " + key + " ends " + left + " bytes early");
                }
                sink.write(chunk, count);
                left -= count;
            }
        } catch (IOException cause) {
            throw new DatabaseException(
                    ErrorCode.SERVICE_UNAVAILABLE, "object " + key + " cannot be read: " + cause, cause);
        }
    }

    @Override
    public byte[] read(String name, long offset, int bytes) {
        String key = key(name);
        if (bytes == 0) {
            S3Calls.call(
                    name,
                    () -> client.headObject(
                            head -> head.bucket(settings.bucket()).key(key)));
            return new byte[0];
        }
        String range = "bytes=" + offset + "-" + (offset + bytes - 1);
        byte[] found = S3Calls.call(name, () -> {
            try (ResponseInputStream<GetObjectResponse> stream = client.getObject(
                    get -> get.bucket(settings.bucket()).key(key).range(range))) {
                return stream.readNBytes(bytes);
            } catch (IOException cause) {
                throw new UncheckedIOException(cause);
            }
        });
        if (found.length < bytes) {
            throw new DatabaseException(
                    ErrorCode.IO_FAILED,
                    "object " + name + " has " + (offset + found.length) + " bytes, not " + (offset + bytes));
        }
        return found;
    }

    @Override
    public List<ObjectMeta> list(String prefix) {
        return S3Calls.call(
                prefix,
                () -> client
                        .listObjectsV2Paginator(
                                list -> list.bucket(settings.bucket()).prefix(settings.root() + prefix))
                        .contents()
                        .stream()
                        .map(this::meta)
                        .collect(Collectors.toList()));
    }

    private ObjectMeta meta(S3Object object) {
        return new ObjectMeta(
                object.key().substring(settings.root().length()),
                object.size(),
                object.lastModified().toEpochMilli());
    }

    @Override
    public void delete(String name) {
        String key = key(name);
        S3Calls.call(
                name,
                () -> client.deleteObject(
                        delete -> delete.bucket(settings.bucket()).key(key)));
        cache.remove(name);
    }

    @Override
    public void close() {
        client.close();
    }
}
