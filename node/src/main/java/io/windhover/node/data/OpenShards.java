package io.windhover.node.data;

import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.ShardId;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.runtime.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/**
 * The shards that are open here, each with the placement that made it so. Where the catalog places shards, an owner
 * serves as long as the newest catalog of this process puts its shard here, without a break since it was opened.
 *
 * <p>Why that is enough. A shard is taken from a member that is there in two steps: first it has no owner, and only when
 * every member has published that catalog does somebody else get it. So whoever finds itself the owner by its newest
 * catalog knows that up to this moment nobody else was, and that what it has applied is all that was acknowledged.
 * <ul>
 *   <li>A read looks before it begins and again before it answers. If the shard was its own at the second look, nobody
 *       else had acknowledged anything when it took its state, so a strong read is exact.
 *   <li>A write looks before it goes to the log and not again: what became durable under this owner's epoch was so
 *       before the next owner fenced the log, and the next owner replays the whole log before it serves. So it may be
 *       acknowledged even after the shard has gone, and no acknowledged write is lost. What was refused before it went to
 *       the log is NOT_OWNER and may be repeated; what was given to the log and is not known to be in it is not.
 *   <li>A flush is committed only while the catalog says that its member is the owner. So the next owner, who opens the
 *       log later than that, finds the checkpoint of every flush that was ever committed before its own, and nothing
 *       that it replays is in a file.
 *   <li>A shard may go away and come back between two looks of the fiber that follows the catalog, with writes of
 *       another owner in between. An owner therefore goes on only while the placement names the tenure that it was opened
 *       under; else it is closed and the shard opened anew, for which requests wait.
 *   <li>The tenure is the epoch of the log, so a process that has not heard yet that a shard went elsewhere cannot fence
 *       who has it now.
 * </ul>
 */
final class OpenShards {
    private static final Duration FOLLOW_PAUSE = Duration.ofMillis(2);
    private static final Duration FOLLOW_MAX = Duration.ofSeconds(5);
    private static final int ATTEMPTS_MAX = 3;

    private final DataPorts ports;
    private final DataSettings settings;
    private final Consumer<ShardId> awaitFlush;
    private final ConcurrentNavigableMap<ShardId, OpenShard> shards = new ConcurrentSkipListMap<>();
    private final ConcurrentNavigableMap<ShardId, DatabaseException> unopened = new ConcurrentSkipListMap<>();
    private volatile boolean closed;

    /** A shard that is open or being opened. */
    static final class OpenShard {
        private final Promise<ShardOwner> owner;
        private final Tenure tenure;
        private volatile boolean revoked;

        private OpenShard(Promise<ShardOwner> owner, Tenure tenure) {
            this.owner = owner;
            this.tenure = tenure;
        }

        /** Waits for the owner. */
        ShardOwner owner() {
            return owner.await();
        }
    }

    /** The tenure that a shard was opened under, and the version of the catalog that named it then. */
    private record Tenure(long number, long seenIn) {}

    /** {@code awaitFlush} waits until no flush of an earlier owner of a shard runs. */
    OpenShards(DataPorts ports, DataSettings settings, Consumer<ShardId> awaitFlush) {
        this.ports = ports;
        this.settings = settings;
        this.awaitFlush = awaitFlush;
    }

    /** Returns the owner of a shard, opening it if this is the first use; throws as {@link #open}. */
    ShardOwner owner(ShardId shard) {
        return open(shard).owner();
    }

    /**
     * Returns a shard that is this node's own by the newest catalog, with an owner that is there.
     *
     * @throws DatabaseException NOT_OWNER, COLLECTION_NOT_FOUND, and what opening a log throws
     */
    OpenShard open(ShardId shard) {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            OpenShard open = confirmed(shard);
            if (!open.owner().isClosed()) {
                return open;
            }
            shards.remove(shard, open);
        }
        throw DatabaseException.of(ErrorCode.NOT_OWNER, "shard", shard);
    }

    /**
     * Checks that a shard was this node's own up to now.
     *
     * @throws DatabaseException NOT_OWNER
     */
    void requireStill(ShardId shard, OpenShard open) {
        if (ports.charge().member().isPresent() && (open.revoked || confirmed(shard) != open)) {
            throw DatabaseException.of(ErrorCode.NOT_OWNER, "shard", shard);
        }
    }

    private OpenShard confirmed(ShardId shard) {
        long giveUpNs = ports.runtime().monotonicNs() + FOLLOW_MAX.toNanos();
        while (!closed && ports.runtime().monotonicNs() <= giveUpNs) {
            Catalog now = ports.coordinator().catalog();
            Collection collection = live(now, shard)
                    .orElseThrow(() ->
                            DatabaseException.of(ErrorCode.COLLECTION_NOT_FOUND, "collection", shard.collection()));
            if (!ports.charge().owns(collection, shard)) {
                throw DatabaseException.of(ErrorCode.NOT_OWNER, "shard", shard);
            }
            Tenure tenure = new Tenure(collection.placement(shard.number()).tenure(), now.version());
            OpenShard open = openOrBegin(shard, tenure);
            if (open.tenure.number() == tenure.number() && !open.revoked) {
                return open;
            }
            ports.runtime().sleep(FOLLOW_PAUSE);
        }
        throw DatabaseException.of(ErrorCode.NOT_OWNER, "shard", shard);
    }

    private OpenShard openOrBegin(ShardId shard, Tenure tenure) {
        OpenShard known = shards.get(shard);
        if (known != null) {
            return known;
        }
        OpenShard mine = new OpenShard(ports.runtime().promise(), tenure);
        OpenShard other = shards.putIfAbsent(shard, mine);
        if (other == null) {
            // A fiber of its own: whoever asked first may be cancelled, others wait for the same owner.
            ports.runtime().fork("open shard " + shard, () -> begin(shard, mine));
        }
        return other == null ? mine : other;
    }

    private void begin(ShardId shard, OpenShard open) {
        try {
            awaitFlush.accept(shard);
            ShardOwner owner = ShardOwner.open(shard, open.tenure.number(), ports, settings);
            unopened.remove(shard);
            open.owner.complete(owner);
            if (closed || open.revoked || !isLive(shard)) {
                shards.remove(shard, open);
                owner.close();
            }
        } catch (DatabaseException failure) {
            shards.remove(shard, open);
            unopened.put(shard, failure);
            open.owner.fail(failure);
        } catch (RuntimeException failure) {
            shards.remove(shard, open);
            open.owner.fail(new DatabaseException(
                    ErrorCode.SERVICE_UNAVAILABLE, "shard " + shard + " could not be opened: " + failure, failure));
            throw failure;
        }
    }

    private boolean isLive(ShardId shard) {
        return live(ports.coordinator().catalog(), shard).isPresent();
    }

    /** Finds the collection of a shard, if it is in use and has that shard. */
    static Optional<Collection> live(Catalog catalog, ShardId shard) {
        return catalog.collections()
                .find(shard.collection())
                .filter(Collection::isActive)
                .filter(c -> shard.number() < c.settings().shardCount());
    }

    /** Returns the owners that are there now. */
    List<ShardOwner> owners() {
        List<ShardOwner> all = new ArrayList<>();
        for (OpenShard open : shards.values()) {
            present(open).filter(owner -> !owner.isClosed()).ifPresent(all::add);
        }
        return all;
    }

    /**
     * Returns the owners of a collection: where the catalog places shards, of all of its shards that are placed here,
     * opened if they were not; else of those that are open.
     *
     * @throws DatabaseException what opening a log throws
     */
    List<ShardOwner> owners(CollectionId collection) {
        if (ports.charge().member().isEmpty()) {
            return owners().stream()
                    .filter(owner -> owner.shard().collection().equals(collection))
                    .toList();
        }
        return ports
                .coordinator()
                .catalog()
                .collections()
                .find(collection)
                .map(this::placedHere)
                .orElse(List.of())
                .stream()
                .map(this::owner)
                .toList();
    }

    private List<ShardId> placedHere(Collection collection) {
        List<ShardId> placed = new ArrayList<>();
        for (int number = 0;
                collection.isActive() && number < collection.settings().shardCount();
                number++) {
            ShardId shard = new ShardId(collection.id(), number);
            if (ports.charge().owns(collection, shard)) {
                placed.add(shard);
            }
        }
        return placed;
    }

    /** Returns the owner of a shard if it is open; never waits. */
    Optional<ShardOwner> find(ShardId shard) {
        return Optional.ofNullable(shards.get(shard)).flatMap(OpenShards::present);
    }

    private static Optional<ShardOwner> present(OpenShard open) {
        return open.owner.isDone() ? awaited(open) : Optional.empty();
    }

    private static Optional<ShardOwner> awaited(OpenShard open) {
        try {
            return Optional.of(open.owner());
        } catch (DatabaseException failedToOpen) {
            return Optional.empty();
        }
    }

    /** Returns why shards that are placed here could not be opened at the last attempt. */
    Map<ShardId, DatabaseException> unopened() {
        Catalog now = ports.coordinator().catalog();
        unopened.keySet()
                .removeIf(shard -> live(now, shard)
                        .filter(collection -> ports.charge().owns(collection, shard))
                        .isEmpty());
        return new TreeMap<>(unopened);
    }

    /** Tells whether a shard of a collection is open or being opened. */
    boolean holds(CollectionId collection) {
        return shards.keySet().stream().anyMatch(shard -> shard.collection().equals(collection));
    }

    /**
     * Closes what is gone or no longer here. First none of it serves any more, then each is waited for: what is on its
     * way to the log is answered by the log.
     */
    void follow(Catalog now) {
        List<ShardId> ended = new ArrayList<>();
        shards.forEach((shard, open) -> {
            if (!goesOn(shard, open, now)) {
                open.revoked = true;
                present(open).ifPresent(ShardOwner::stop);
                ended.add(shard);
            }
        });
        for (ShardId shard : ended) {
            OpenShard open = shards.get(shard);
            // One that is being opened is closed by who opens it.
            if (open != null && open.revoked && open.owner.isDone()) {
                present(open).ifPresent(ShardOwner::close);
                shards.remove(shard, open);
            }
        }
    }

    /** A catalog older than the one that a shard was opened under says nothing of it. */
    private boolean goesOn(ShardId shard, OpenShard open, Catalog now) {
        if (now.version() < open.tenure.seenIn()) {
            return true;
        }
        return live(now, shard)
                .filter(c -> ports.charge().owns(c, shard))
                .filter(c -> c.placement(shard.number()).tenure() == open.tenure.number())
                .isPresent();
    }

    /** Begins to open every shard that is placed here, so that its rows are found by whoever flushes or reads them. */
    void openPlaced() {
        if (ports.charge().member().isEmpty()) {
            return;
        }
        Catalog now = ports.coordinator().catalog();
        for (Collection collection : now.collections().values().toList()) {
            for (ShardId shard : placedHere(collection)) {
                OpenShard known = shards.get(shard);
                if (known != null && present(known).filter(ShardOwner::isClosed).isPresent()) {
                    shards.remove(shard, known);
                }
                openOrBegin(
                        shard, new Tenure(collection.placement(shard.number()).tenure(), now.version()));
            }
        }
    }

    /** Closes all, those too that are being opened: whoever opens one closes it again, but nobody else waits for that. */
    void close() {
        closed = true;
        shards.values().forEach(open -> awaited(open).ifPresent(ShardOwner::close));
    }
}
