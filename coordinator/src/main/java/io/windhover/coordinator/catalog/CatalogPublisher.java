package io.windhover.coordinator.catalog;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.catalog.Catalog;
import io.windhover.runtime.Promise;
import io.windhover.runtime.Runtime;
import java.time.Duration;
import java.util.Optional;

/**
 * Shows the newest catalog to everyone: by reading, or waiting for a version. Published by one fiber, read by all; who
 * waits costs that fiber nothing but the waking.
 */
public final class CatalogPublisher {
    private final Runtime runtime;
    private volatile Edition newest;

    /** A catalog, and the promise of the one that follows it. */
    private record Edition(Catalog catalog, Promise<Catalog> next) {}

    /** Begins with a catalog. */
    public CatalogPublisher(Runtime runtime, Catalog catalog) {
        this.runtime = runtime;
        this.newest = new Edition(catalog, runtime.promise());
    }

    /** Returns the newest. */
    public Catalog catalog() {
        return newest.catalog();
    }

    /** Shows the next one; the same version again changes nothing. On the fiber that publishes. */
    public void publish(Catalog next) {
        Edition before = newest;
        if (next.version() == before.catalog().version()) {
            return;
        }
        newest = new Edition(next, runtime.promise());
        before.next().complete(next);
    }

    /** Waits for a version, on the fiber that wants it; empty if it was not published in time. */
    public Optional<Catalog> await(long version, Duration timeout) {
        long untilNs = runtime.monotonicNs() + timeout.toNanos();
        while (true) {
            Edition edition = newest;
            if (edition.catalog().version() >= version) {
                return Optional.of(edition.catalog());
            }
            long leftNs = untilNs - runtime.monotonicNs();
            if (leftNs <= 0) {
                return Optional.empty();
            }
            edition.next().await(Duration.ofNanos(leftNs));
        }
    }

    /** Waits for a version; throws DEADLINE_EXCEEDED. */
    public Catalog require(long version, Duration timeout) {
        return await(version, timeout)
                .orElseThrow(() -> new DatabaseException(
                        ErrorCode.DEADLINE_EXCEEDED,
                        "catalog version " + version + " was not published in time; the newest is "
                                + catalog().version()));
    }

    /** Ends all waiting; nothing is published any more. On the fiber that publishes. */
    public void close(RuntimeException reason) {
        newest.next().fail(reason);
    }
}
