package io.windhover.node.query;

import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.runtime.CancelledException;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.Mailbox;
import io.windhover.runtime.Promise;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One collection on a query node: the reconciler between what its catalog wants loaded and the view that reads use. Its
 * fiber builds one view after the other; reads take the published one.
 */
final class CollectionSlot {
    private final CollectionId id;
    private final QueryPorts ports;
    private final QuerySettings settings;
    private final AtomicInteger openViews;
    private final Mailbox<Boolean> changes;
    private volatile Published published;
    private volatile Promise<Boolean> nextPublished;
    private volatile int segmentsReady;
    private volatile boolean closed;
    private volatile Optional<Fiber> fiber = Optional.empty();

    /**
     * What reads see.
     *
     * @param view           empty while nothing is loaded
     * @param failure        why the newest wanted view could not be built, if so
     * @param catalogVersion up to which the slot has caught up
     */
    private record Published(Optional<CollectionView> view, Optional<DatabaseException> failure, long catalogVersion) {}

    /** Creates a slot that counts its views in {@code openViews}, those too that only a read still holds. */
    CollectionSlot(CollectionId id, QueryPorts ports, QuerySettings settings, AtomicInteger openViews) {
        this.id = id;
        this.ports = ports;
        this.settings = settings;
        this.openViews = openViews;
        this.changes = ports.runtime().mailbox("views of " + id, 1);
        this.published = new Published(Optional.empty(), Optional.empty(), 0);
        this.nextPublished = ports.runtime().promise();
    }

    /** Makes the fiber look at the newest catalog. */
    void wake() {
        changes.offer(true);
    }

    /** Starts the fiber. */
    void start() {
        fiber = Optional.of(ports.runtime().fork("views of " + id, this::run));
    }

    /** Ends the fiber, which lets go of the view. */
    void close() {
        closed = true;
        wake();
        fiber.ifPresent(Fiber::join);
    }

    /** Keeps the view up to date until the collection is gone. */
    private void run() {
        try {
            boolean live = true;
            while (live) {
                live = !closed && reconcile();
                if (live) {
                    changes.poll(published.failure().isPresent() ? settings.retryMax() : Duration.ofDays(1));
                }
            }
        } finally {
            publish(new Published(Optional.empty(), Optional.empty(), Long.MAX_VALUE));
        }
    }

    /** Takes one step towards the newest catalog; false when the collection is gone. */
    private boolean reconcile() {
        Catalog catalog = ports.coordinator().catalog();
        Optional<Collection> collection = catalog.collections().find(id).filter(Collection::isActive);
        if (collection.isEmpty()) {
            return false;
        }
        boolean wanted = collection.get().load().isLoaded()
                && !ViewBuilder.wantedShards(ports.charge(), collection.get()).isEmpty();
        if (!wanted) {
            publish(new Published(Optional.empty(), Optional.empty(), catalog.version()));
            return true;
        }
        if (isCurrent(collection.get())) {
            published = new Published(published.view(), Optional.empty(), catalog.version());
            return true;
        }
        build(catalog.version(), collection.get());
        return true;
    }

    private boolean isCurrent(Collection now) {
        return published.failure().isEmpty()
                && published
                        .view()
                        .filter(view -> view.hasShards(ViewBuilder.wantedShards(ports.charge(), now)))
                        .map(CollectionView::collection)
                        .filter(old -> old.storage() == now.storage()
                                && old.load() == now.load()
                                && old.partitions() == now.partitions()
                                && old.indexes() == now.indexes())
                        .isPresent();
    }

    private void build(long version, Collection collection) {
        segmentsReady = 0;
        try {
            CollectionView view = new ViewBuilder(ports, collection, published.view(), ready -> segmentsReady = ready)
                    .build(version, openViews::decrementAndGet);
            openViews.incrementAndGet();
            publish(new Published(Optional.of(view), Optional.empty(), version));
            view.shards().forEach(shard -> ports.data().readersCover(shard.shard(), shard.coveredUpTo()));
        } catch (DatabaseException failure) {
            buildFailed(version, collection, failure);
        } catch (CancelledException ended) {
            throw ended;
        } catch (RuntimeException bug) {
            String message = "a segment cannot be opened: " + bug;
            buildFailed(version, collection, new DatabaseException(ErrorCode.SEGMENT_LOAD_FAILED, message, bug));
        }
    }

    private void buildFailed(long version, Collection collection, DatabaseException failure) {
        if (isStillWanted(collection)) {
            publish(new Published(published.view(), Optional.of(failure), version));
        } else {
            wake();
        }
    }

    /** A file may be gone because the catalog has moved on: then it is no failure. */
    private boolean isStillWanted(Collection collection) {
        return ports.coordinator()
                .catalog()
                .collections()
                .find(id)
                .filter(now -> now.storage() == collection.storage() && now.load() == collection.load())
                .isPresent();
    }

    private void publish(Published next) {
        Published old = published;
        published = next;
        Promise<Boolean> done = nextPublished;
        nextPublished = ports.runtime().promise();
        done.complete(true);
        old.view()
                .filter(view -> next.view().isEmpty() || next.view().get() != view)
                .ifPresent(CollectionView::release);
    }

    /** Returns the present view, held for the caller; empty if none is published. */
    Optional<CollectionView> hold() {
        Optional<CollectionView> view = published.view();
        while (view.isPresent() && !view.get().tryHold()) {
            view = published.view();
        }
        return view;
    }

    /** Waits until something else than {@code seen} is published, at most {@code timeout}. */
    void awaitOther(Optional<CollectionView> seen, Duration timeout) {
        Promise<Boolean> next = nextPublished;
        if (published.view().equals(seen)) {
            next.await(timeout);
        }
    }

    /** Throws why the collection cannot be loaded, if it is so. */
    void throwFailure() {
        published.failure().ifPresent(failure -> {
            throw new DatabaseException(
                    failure.code() == ErrorCode.IO_KEY_NOT_FOUND ? ErrorCode.DATA_INTEGRITY : failure.code(),
                    "collection " + id + " cannot be served: " + failure.getMessage(),
                    failure);
        });
    }

    /** Returns why the newest wanted view could not be built, if so. */
    Optional<DatabaseException> failure() {
        return published.failure();
    }

    int segmentsReady() {
        return segmentsReady;
    }

    Optional<CollectionView> view() {
        return published.view();
    }
}
