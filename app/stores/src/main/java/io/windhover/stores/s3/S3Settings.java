package io.windhover.stores.s3;

import java.net.URI;
import java.time.Duration;

/**
 * Where the objects are.
 *
 * @param endpoint   of the service
 * @param region     as its requests are signed for
 * @param accessKey  who we are
 * @param secretKey  what proves it
 * @param bucket     created if it is absent
 * @param root       what all names begin with, empty or ending in a slash; one database a root
 * @param timeout    of one request, its repetitions included
 * @param partBytes  an object is sent in parts of this size, at least 5 MiB, S3's least
 * @param cacheBytes most bytes of objects on the disk of this machine
 */
public record S3Settings(
        URI endpoint,
        String region,
        String accessKey,
        String secretKey,
        String bucket,
        String root,
        Duration timeout,
        int partBytes,
        long cacheBytes) {
    private static final int PART_BYTES_MIN = 5 << 20;

    /** Checks. */
    public S3Settings {
        if (partBytes < PART_BYTES_MIN || bucket.isEmpty() || !(root.isEmpty() || root.endsWith("/"))) {
            throw new IllegalArgumentException(
                    "bucket \"" + bucket + "\", root \"" + root + "\", parts of " + partBytes);
        }
    }
}
