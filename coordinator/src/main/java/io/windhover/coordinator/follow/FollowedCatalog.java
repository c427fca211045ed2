package io.windhover.coordinator.follow;

import io.windhover.coordinator.catalog.CatalogPublisher;
import io.windhover.coordinator.catalog.CatalogReplica;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.catalog.Catalog;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.MetaStore;
import io.windhover.runtime.port.MetaStore.Event;
import io.windhover.runtime.port.MetaStore.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The catalog in a process that does not decide: what the metadata store holds, version by version. All changes of one
 * transaction are published at once; versions never go back. While the store cannot be reached the last catalog stays,
 * and {@link #trouble} says so.
 */
public final class FollowedCatalog implements AutoCloseable {
    private final MetaStore meta;
    private final CatalogPublisher publisher;
    private final FollowedPrefix followed;
    /** Owned by the fiber that follows. */
    private CatalogReplica replica = CatalogReplica.of(new Snapshot(0, List.of()));

    private FollowedCatalog(Runtime runtime, MetaStore meta) {
        this.meta = meta;
        this.publisher = new CatalogPublisher(runtime, replica.catalog());
        this.followed = FollowedPrefix.open(runtime, meta, CatalogReplica.PREFIX, new Following());
    }

    /**
     * Reads the catalog and follows. One that nobody has created yet is empty and has version 0.
     *
     * @throws DatabaseException SERVICE_UNAVAILABLE if the store cannot be reached; DATA_INTEGRITY naming the key that
     *     cannot be read
     */
    public static FollowedCatalog open(Runtime runtime, MetaStore meta) {
        return new FollowedCatalog(runtime, meta);
    }

    /** Returns the newest catalog. */
    public Catalog catalog() {
        return publisher.catalog();
    }

    /** Waits for a version; throws DEADLINE_EXCEEDED. */
    public Catalog awaitVersion(long atLeast, Duration timeout) {
        return publisher.require(atLeast, timeout);
    }

    /**
     * Waits for the version that the store has now: what was committed before this call is then published here.
     *
     * @throws DatabaseException SERVICE_UNAVAILABLE if the store cannot be reached, DEADLINE_EXCEEDED
     */
    public Catalog caughtUp(Duration timeout) {
        long newest =
                meta.read(CatalogReplica.HEAD).map(CatalogReplica::version).orElse(0L);
        return awaitVersion(newest, timeout);
    }

    /** Returns why changes do not arrive; empty while they do. */
    public Optional<String> trouble() {
        return followed.trouble().map(reason -> "the catalog is not followed: " + reason);
    }

    /** Tells whether the catalog is of a program later than this one, which may not follow it. */
    public boolean isTooNew() {
        return followed.failure()
                .filter(failure -> failure.code() == ErrorCode.CATALOG_TOO_NEW)
                .isPresent();
    }

    private final class Following implements FollowedPrefix.Follower {
        @Override
        public void all(Snapshot snapshot) {
            CatalogReplica read = CatalogReplica.of(snapshot);
            long before = catalog().version();
            if (read.catalog().version() < before) {
                throw new DatabaseException(
                        ErrorCode.DATA_INTEGRITY,
                        "the metadata store went back from catalog version " + before + " to "
                                + read.catalog().version());
            }
            publish(read);
        }

        @Override
        public void changed(long version, List<Event> events) {
            publish(replica.after(events));
        }

        private void publish(CatalogReplica next) {
            replica = next;
            publisher.publish(next.catalog());
        }
    }

    /** Follows no more; who waits for a version is told SERVICE_UNAVAILABLE. */
    @Override
    public void close() {
        followed.close();
        publisher.close(new DatabaseException(ErrorCode.SERVICE_UNAVAILABLE, "the catalog is followed no more"));
    }
}
