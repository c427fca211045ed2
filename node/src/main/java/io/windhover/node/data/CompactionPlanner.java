package io.windhover.node.data;

import io.windhover.model.PartitionId;
import io.windhover.model.SegmentId;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.DeltaEntry;
import io.windhover.model.catalog.Partition;
import io.windhover.model.catalog.SegmentEntry;
import io.windhover.model.catalog.ShardCheckpoint;
import io.windhover.model.catalog.TimeToLive;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Decides which segments of a collection are to be rewritten as one. Pure: a catalog goes in, a plan comes out.
 *
 * <p>Merging goes by size classes, each four times the one below: once a class has enough segments of one partition they
 * become one of a higher class, so a row is rewritten a few times in its life and not with each flush. Segments of a
 * shard with many deletes are rewritten one by one; then the deletes themselves can go. Segments whose rows have all
 * expired go first, and nobody reads them again; those with many expired rows are rewritten.
 */
public final class CompactionPlanner {
    private static final int CLASS_FACTOR = 4;
    private static final long CLASS_BYTES_MIN = 1 << 20;

    private final Limits limits;

    /** Creates a planner with its limits. */
    public CompactionPlanner(Limits limits) {
        this.limits = limits;
    }

    /**
     * When segments are rewritten.
     *
     * @param targetBytes    no segment is made larger; one of at least half of it is not merged any more
     * @param classSegments  so many of one size class are merged
     * @param inputsMax      segments read by one compaction
     * @param deletedPercent deletes of a shard, in percent of its rows in files, that make its segments be rewritten
     * @param expiredPercent expired part of a segment's rows that makes it be rewritten
     */
    public record Limits(long targetBytes, int classSegments, int inputsMax, int deletedPercent, int expiredPercent) {
        /** For a machine of ordinary size. */
        public static final Limits STANDARD = new Limits(512L << 20, 4, 32, 20, 20);
    }

    /**
     * What is asked for.
     *
     * @param nowMs     milliseconds since 1970; tells which rows are expired
     * @param askedAtMs when somebody asked last for everything to be merged, all deletes to be applied and all rows
     *     expired by then to be left out; empty if nobody did
     */
    public record Occasion(long nowMs, OptionalLong askedAtMs) {
        boolean forced() {
            return askedAtMs.isPresent();
        }
    }

    /**
     * One rewriting.
     *
     * @param shard     of all inputs
     * @param partition of all inputs
     * @param inputs    to be replaced by one segment (or none, if no row is left)
     * @param deletesUpTo every delete up to here is applied
     * @param expiredUpTo rows written at or before this time are left out
     */
    public record Plan(
            ShardId shard,
            PartitionId partition,
            List<SegmentEntry> inputs,
            Timestamp deletesUpTo,
            Timestamp expiredUpTo) {
        /** Copies the list. */
        public Plan {
            inputs = List.copyOf(inputs);
        }

        /** Tells whether no row is left, whatever the inputs hold. */
        boolean leavesNothing() {
            return inputs.stream().noneMatch(input -> input.maxTimestamp().isAfter(expiredUpTo));
        }
    }

    /**
     * Returns the next rewriting that is worth it; empty if there is none.
     *
     * @param excluded segments that cannot be read
     */
    public Optional<Plan> plan(Collection collection, Occasion occasion, Predicate<SegmentId> excluded) {
        return plans(collection, occasion, excluded).findFirst();
    }

    /** Returns how many rewritings are worth it now; what they lead to is not counted. Parameters as {@link #plan}. */
    public int planCount(Collection collection, Occasion occasion, Predicate<SegmentId> excluded) {
        return (int) plans(collection, occasion, excluded).count();
    }

    /** Returns at most one rewriting for each shard and partition. */
    private Stream<Plan> plans(Collection collection, Occasion occasion, Predicate<SegmentId> excluded) {
        Map<Group, List<SegmentEntry>> groups = new TreeMap<>();
        collection
                .storage()
                .segments()
                .values()
                .filter(s -> isLive(collection, s) && !excluded.test(s.id()))
                .forEach(segment -> groups.computeIfAbsent(
                                new Group(segment.shard(), segment.partition()), g -> new ArrayList<>())
                        .add(segment));
        return groups.entrySet().stream()
                .flatMap(group -> planOf(collection, group.getKey(), group.getValue(), occasion).stream());
    }

    private Optional<Plan> planOf(Collection collection, Group group, List<SegmentEntry> segments, Occasion occasion) {
        Timestamp expiredUpTo = TimeToLive.expiredUpTo(collection.settings().properties(), occasion.nowMs());
        List<SegmentEntry> inputs = expired(segments, expiredUpTo);
        if (inputs.isEmpty()) {
            inputs = occasion.forced() ? mergeable(segments) : fullClass(segments);
        }
        if (inputs.isEmpty()) {
            inputs = expiring(collection, segments, occasion);
        }
        if (inputs.isEmpty()) {
            inputs = purgeable(collection, group.shard(), segments, occasion.forced());
        }
        Timestamp deletesUpTo = checkpointOf(collection, group.shard());
        return inputs.isEmpty()
                ? Optional.empty()
                : Optional.of(new Plan(group.shard(), group.partition(), inputs, deletesUpTo, expiredUpTo));
    }

    /** Returns the segments of which no row is left. */
    private static List<SegmentEntry> expired(List<SegmentEntry> segments, Timestamp expiredUpTo) {
        return segments.stream()
                .filter(segment -> !segment.maxTimestamp().isAfter(expiredUpTo))
                .toList();
    }

    /**
     * Returns the first segment with enough expired rows, as far as the times of its oldest and newest row tell; after a
     * request, with any that was expired by then, so that what a request leads to has an end.
     */
    private List<SegmentEntry> expiring(Collection collection, List<SegmentEntry> segments, Occasion occasion) {
        Map<String, String> properties = collection.settings().properties();
        Timestamp now = TimeToLive.expiredUpTo(properties, occasion.nowMs());
        Timestamp asked =
                TimeToLive.expiredUpTo(properties, occasion.askedAtMs().orElse(0));
        return segments.stream()
                .filter(segment ->
                        hasExpired(segment, now) || !segment.minTimestamp().isAfter(asked))
                .findFirst()
                .map(List::of)
                .orElse(List.of());
    }

    private boolean hasExpired(SegmentEntry segment, Timestamp expiredUpTo) {
        double lifeMs =
                segment.maxTimestamp().epochMs() - segment.minTimestamp().epochMs();
        double expiredMs = expiredUpTo.epochMs() - segment.minTimestamp().epochMs();
        return !segment.minTimestamp().isAfter(expiredUpTo) && expiredMs * 100 >= lifeMs * limits.expiredPercent();
    }

    private record Group(ShardId shard, PartitionId partition) implements Comparable<Group> {
        @Override
        public int compareTo(Group other) {
            int byShard = shard.compareTo(other.shard);
            return byShard != 0 ? byShard : partition.compareTo(other.partition);
        }
    }

    private static boolean isLive(Collection collection, SegmentEntry segment) {
        return collection
                .partitions()
                .find(segment.partition())
                .map(Partition::isActive)
                .orElse(false);
    }

    private static Timestamp checkpointOf(Collection collection, ShardId shard) {
        return collection
                .storage()
                .checkpoints()
                .find(shard.number())
                .orElse(ShardCheckpoint.START)
                .timestamp();
    }

    /** Returns the segments of the smallest size class that has enough of them. */
    private List<SegmentEntry> fullClass(List<SegmentEntry> segments) {
        Map<Integer, List<SegmentEntry>> classes = new TreeMap<>();
        for (SegmentEntry segment : segments) {
            if (segment.data().bytes() < limits.targetBytes() / 2) {
                classes.computeIfAbsent(sizeClass(segment.data().bytes()), c -> new ArrayList<>())
                        .add(segment);
            }
        }
        for (List<SegmentEntry> members : classes.values()) {
            List<SegmentEntry> fitting = fitting(members);
            if (fitting.size() >= limits.classSegments()) {
                return fitting;
            }
        }
        return List.of();
    }

    private static int sizeClass(long bytes) {
        int sizeClass = 0;
        for (long top = CLASS_BYTES_MIN; bytes > top; top *= CLASS_FACTOR) {
            sizeClass++;
        }
        return sizeClass;
    }

    private List<SegmentEntry> mergeable(List<SegmentEntry> segments) {
        List<SegmentEntry> fitting = fitting(segments);
        return fitting.size() > 1 ? fitting : List.of();
    }

    /** Returns as many segments, smallest first, as together stay within the target. */
    private List<SegmentEntry> fitting(List<SegmentEntry> segments) {
        List<SegmentEntry> bySize = new ArrayList<>(segments);
        bySize.sort(
                Comparator.comparingLong((SegmentEntry s) -> s.data().bytes()).thenComparing(SegmentEntry::id));
        List<SegmentEntry> fitting = new ArrayList<>();
        long bytes = 0;
        for (SegmentEntry segment : bySize) {
            bytes += segment.data().bytes();
            if (bytes > limits.targetBytes() || fitting.size() == limits.inputsMax()) {
                break;
            }
            fitting.add(segment);
        }
        return fitting;
    }

    private List<SegmentEntry> purgeable(
            Collection collection, ShardId shard, List<SegmentEntry> segments, boolean forced) {
        long rows = 0;
        for (SegmentEntry segment : collection.storage().segments().values().toList()) {
            rows += segment.shard().equals(shard) ? segment.rowCount() : 0;
        }
        long deletes = 0;
        for (DeltaEntry delta : collection.storage().deltas().values().toList()) {
            deletes += delta.shard().equals(shard) ? delta.count() : 0;
        }
        if (deletes == 0 || !forced && deletes * 100 < rows * limits.deletedPercent()) {
            return List.of();
        }
        return segments.stream()
                .filter(segment -> collection.storage().deltas().values().anyMatch(delta -> reaches(delta, segment)))
                .findFirst()
                .map(List::of)
                .orElse(List.of());
    }

    /** Tells whether a segment lacks some deletes of a file that may hit its rows. */
    static boolean reaches(DeltaEntry delta, SegmentEntry segment) {
        return delta.shard().equals(segment.shard())
                && delta.maxTimestamp().isAfter(segment.deletesUpTo())
                && delta.maxTimestamp().isAfter(segment.minTimestamp());
    }
}
