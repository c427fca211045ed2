package io.windhover.node.data;

import io.windhover.model.Invariant;
import io.windhover.model.PartitionId;
import io.windhover.model.SegmentId;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.Partition;
import io.windhover.model.catalog.ShardCheckpoint;
import io.windhover.model.role.ShardWrite;
import io.windhover.node.data.TailState.TailPart;
import io.windhover.runtime.port.Wal.Position;
import io.windhover.segment.growing.GrowingSegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The rows and deletes of one shard that are not (or only just) in files. Changed by one fiber only; {@link #state} is
 * what others read. The life of a row here: growing, then part of the one sealed tail that is being flushed, then part
 * of a flushed tail that stays for lagging readers, then released.
 */
final class ShardTail {
    private final ShardId shard;
    private final Growing growing = new Growing();
    private final ArrayDeque<SealedTail> flushed = new ArrayDeque<>();
    private final DeleteLog deletes = new DeleteLog();
    private Optional<SealedTail> flushing = Optional.empty();
    private Timestamp appliedUpTo;
    private Position appliedPosition;
    private Timestamp sealedUpTo;
    private Timestamp committedUpTo;
    private Timestamp releasedUpTo;

    /** What came since the last seal. */
    private static final class Growing {
        private final Map<PartitionId, GrowingSegment> segments = new TreeMap<>();
        private Timestamp firstAt = Timestamp.MAX;
        private long walBytes;
        private long walRecords;
        private int deletes;
        private boolean anyGone;

        private void clear() {
            segments.clear();
            firstAt = Timestamp.MAX;
            walBytes = 0;
            walRecords = 0;
            deletes = 0;
            anyGone = false;
        }
    }

    ShardTail(ShardId shard, ShardCheckpoint checkpoint) {
        this.shard = shard;
        this.appliedUpTo = checkpoint.timestamp();
        this.appliedPosition = new Position(checkpoint.walPosition());
        this.sealedUpTo = checkpoint.timestamp();
        this.committedUpTo = checkpoint.timestamp();
        this.releasedUpTo = checkpoint.timestamp();
    }

    /**
     * Applies a durable write: first its deletes, then its inserts. Parts of partitions that the catalog does not have
     * are skipped.
     *
     * @param walBytes of its record
     * @param ids      for new segments
     */
    void apply(
            Collection collection,
            WriteRecordCodec.TimedWrite timed,
            Position position,
            long walBytes,
            Supplier<SegmentId> ids) {
        Timestamp at = timed.timestamp();
        Invariant.check(at.isAfter(appliedUpTo), "shard {}: a write at {} is late", shard, at.value());
        Invariant.check(position.compareTo(appliedPosition) > 0, "shard {}: position {} is late", shard, position);
        timed.write().deletes().ifPresent(keys -> delete(at, keys));
        for (ShardWrite.PartitionRows rows : timed.write().inserts()) {
            boolean wanted = collection
                    .partitions()
                    .find(rows.partition())
                    .map(Partition::isActive)
                    .orElse(false);
            if (wanted && rows.rows().rowCount() > 0) {
                growing.segments
                        .computeIfAbsent(rows.partition(), p -> new GrowingSegment(ids.get(), p, collection.schema()))
                        .append(collection.schema(), rows.rows(), at);
            }
        }
        appliedUpTo = at;
        appliedPosition = position;
        growing.walBytes += walBytes;
        growing.walRecords++;
        if (growing.firstAt.equals(Timestamp.MAX)) {
            growing.firstAt = at;
        }
    }

    private void delete(Timestamp at, ShardWrite.KeyDeletes keys) {
        deletes.add(at, keys);
        growing.deletes += keys.keys().count() * Math.max(1, keys.partitions().size());
        forEachSegment(segment -> {
            if (keys.partitions().isEmpty() || keys.partitions().contains(segment.partition())) {
                segment.delete(keys.keys(), at);
            }
        });
    }

    private void forEachSegment(java.util.function.Consumer<GrowingSegment> action) {
        flushed.forEach(tail -> tail.segments().forEach(action));
        flushing.ifPresent(tail -> tail.segments().forEach(action));
        growing.segments.values().forEach(action);
    }

    /**
     * Seals everything applied so far for one flush; new writes go into new segments. The flush gets a hold of its own
     * on each segment.
     *
     * @return empty if a flush runs already or nothing has changed since the last
     */
    Optional<SealedTail> seal() {
        if (flushing.isPresent() || growing.firstAt.equals(Timestamp.MAX)) {
            return Optional.empty();
        }
        List<GrowingSegment> segments = new ArrayList<>(growing.segments.values());
        for (GrowingSegment segment : segments) {
            Invariant.check(segment.tryHold(), "growing segment {} was released", segment.id());
        }
        flushing = Optional.of(new SealedTail(
                growing.firstAt,
                appliedUpTo,
                appliedPosition,
                segments,
                deletes.slice().after(sealedUpTo)));
        growing.clear();
        sealedUpTo = appliedUpTo;
        return flushing;
    }

    /** Notes that the catalog has the files of the running flush; its rows stay for lagging readers. */
    void flushCommitted() {
        flushed.add(flushing.orElseThrow());
        committedUpTo = flushing.get().upTo();
        flushing = Optional.empty();
    }

    /** Lets go of flushed rows and deletes up to a time. */
    void release(Timestamp upTo) {
        while (!flushed.isEmpty() && !flushed.peek().upTo().isAfter(upTo)) {
            SealedTail oldest = flushed.remove();
            releasedUpTo = oldest.upTo();
            oldest.release();
        }
        deletes.forget(releasedUpTo);
    }

    /** Lets go of growing rows of partitions that the catalog no longer has. */
    void releaseGonePartitions(Collection collection) {
        Iterator<GrowingSegment> all = growing.segments.values().iterator();
        while (all.hasNext()) {
            GrowingSegment segment = all.next();
            boolean wanted = collection
                    .partitions()
                    .find(segment.partition())
                    .map(Partition::isActive)
                    .orElse(false);
            if (!wanted) {
                all.remove();
                segment.release();
                growing.anyGone = true;
            }
        }
    }

    /** Lets go of everything; the tail is not used afterwards. */
    void releaseAll() {
        forEachSegment(GrowingSegment::release);
        growing.clear();
        flushed.clear();
        flushing = Optional.empty();
    }

    Position appliedPosition() {
        return appliedPosition;
    }

    /** Returns what readers see. */
    TailState state() {
        List<TailPart> parts = new ArrayList<>();
        flushed.forEach(tail -> addParts(parts, tail));
        flushing.ifPresent(tail -> addParts(parts, tail));
        for (GrowingSegment segment : growing.segments.values()) {
            parts.add(new TailPart(segment, segment.view(), Timestamp.MAX));
        }
        return new TailState(shard, parts, deletes.slice(), appliedUpTo, committedUpTo, releasedUpTo);
    }

    private static void addParts(List<TailPart> parts, SealedTail tail) {
        for (GrowingSegment segment : tail.segments()) {
            parts.add(new TailPart(segment, segment.view(), tail.upTo()));
        }
    }

    /** Returns what the flush planner looks at. */
    TailLoad load() {
        long rowsMost = 0;
        long bytesMost = 0;
        long bytes = 0;
        for (GrowingSegment segment : growing.segments.values()) {
            rowsMost = Math.max(rowsMost, segment.rowCount());
            bytesMost = Math.max(bytesMost, segment.bytes());
            bytes += segment.bytes();
        }
        long[] heldBytes = new long[1];
        forEachSegment(segment -> heldBytes[0] += segment.bytes());
        Timestamp firstUnflushed = flushing.map(SealedTail::firstAt).orElse(growing.firstAt);
        return new TailLoad(
                rowsMost,
                bytesMost,
                bytes,
                heldBytes[0],
                growing.walBytes,
                growing.walRecords,
                growing.deletes,
                growing.anyGone,
                growing.firstAt,
                firstUnflushed);
    }

    /**
     * How much waits for a flush.
     *
     * @param rowsMost       of the largest growing segment
     * @param bytesMost      of the largest growing segment
     * @param bytes          of all growing segments
     * @param heldBytes      of all segments held here, flushed ones included
     * @param walBytes       log bytes since the last seal
     * @param walRecords     log records since the last seal
     * @param deletes        since the last seal
     * @param anyGone        the log still has rows of partitions that went since the last seal
     * @param firstGrowingAt oldest change since the last seal; MAX = none
     * @param firstUnflushed oldest change that no committed file has; MAX = none
     */
    record TailLoad(
            long rowsMost,
            long bytesMost,
            long bytes,
            long heldBytes,
            long walBytes,
            long walRecords,
            long deletes,
            boolean anyGone,
            Timestamp firstGrowingAt,
            Timestamp firstUnflushed) {}
}
