package io.windhover.segment.deletes;

import io.windhover.model.Invariant;
import io.windhover.model.PartitionId;
import io.windhover.model.Timestamp;
import io.windhover.model.role.TailReads.TailDeletes;
import io.windhover.model.row.PrimaryKeys;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Deletes in ascending order of time: key {@code i} was deleted at {@code timestamps[i]} in the partition {@code
 * partitions[i]}. A row of that key is deleted if it is older than the delete.
 *
 * @param keys       what was deleted
 * @param timestamps when
 * @param partitions where, {@link #EVERYWHERE} = in all
 */
public record DeleteSet(PrimaryKeys keys, long[] timestamps, long[] partitions) {
    /** Stands for all partitions. */
    public static final long EVERYWHERE = 0;

    /** Checks lengths and order. */
    public DeleteSet {
        Invariant.check(
                keys.count() == timestamps.length && keys.count() == partitions.length,
                "{} keys, {} times, {} partitions",
                keys.count(),
                timestamps.length,
                partitions.length);
        for (int i = 1; i < timestamps.length; i++) {
            Invariant.check(timestamps[i - 1] <= timestamps[i], "delete {} is older than the one before", i);
        }
    }

    /** Returns the deletes that came with a read. */
    public static DeleteSet of(TailDeletes tail) {
        return new DeleteSet(tail.keys(), tail.timestamps(), tail.partitions());
    }

    /** Returns these deletes as a part of a read's answer. */
    public TailDeletes toTail(Timestamp upTo) {
        return new TailDeletes(keys, timestamps, partitions, upTo);
    }

    /** Returns no deletes, with keys of the type of {@code example}. */
    public static DeleteSet none(PrimaryKeys example) {
        PrimaryKeys keys = switch (example) {
            case PrimaryKeys.LongKeys _ -> new PrimaryKeys.LongKeys(new long[0]);
            case PrimaryKeys.StringKeys _ -> new PrimaryKeys.StringKeys(new String[0]);
        };
        return new DeleteSet(keys, new long[0], new long[0]);
    }

    /** Returns how many deletes there are. */
    public int count() {
        return timestamps.length;
    }

    /** Tells whether delete {@code index} reaches a partition. */
    public boolean reaches(int index, PartitionId partition) {
        return partitions[index] == EVERYWHERE || partitions[index] == partition.value();
    }

    /** Returns the deletes with {@code after < time <= upTo}. */
    public DeleteSet between(Timestamp after, Timestamp upTo) {
        return range(firstAfter(after.value()), firstAfter(upTo.value()));
    }

    private int firstAfter(long time) {
        int low = 0;
        int high = timestamps.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (timestamps[middle] <= time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private DeleteSet range(int from, int to) {
        if (from == 0 && to == timestamps.length) {
            return this;
        }
        PrimaryKeys some = switch (keys) {
            case PrimaryKeys.LongKeys longs ->
                new PrimaryKeys.LongKeys(Arrays.copyOfRange(longs.values(), from, Math.max(from, to)));
            case PrimaryKeys.StringKeys strings ->
                new PrimaryKeys.StringKeys(Arrays.copyOfRange(strings.values(), from, Math.max(from, to)));
        };
        return new DeleteSet(
                some,
                Arrays.copyOfRange(timestamps, from, Math.max(from, to)),
                Arrays.copyOfRange(partitions, from, Math.max(from, to)));
    }

    /** Returns the deletes of both, in order of time; keys of one type. */
    public DeleteSet plus(DeleteSet other) {
        if (count() == 0 || other.count() == 0) {
            return count() == 0 ? other : this;
        }
        int mine = count();
        long[] times = join(timestamps, other.timestamps);
        Integer[] order = IntStream.range(0, times.length).boxed().toArray(Integer[]::new);
        if (timestamps[mine - 1] > other.timestamps[0]) {
            Arrays.sort(order, (a, b) -> Long.compare(times[a], times[b]));
        }
        long[] places = join(partitions, other.partitions);
        return new DeleteSet(
                joinKeys(keys, other.keys, order),
                Arrays.stream(order).mapToLong(i -> times[i]).toArray(),
                Arrays.stream(order).mapToLong(i -> places[i]).toArray());
    }

    private static long[] join(long[] left, long[] right) {
        long[] both = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, both, left.length, right.length);
        return both;
    }

    private static PrimaryKeys joinKeys(PrimaryKeys left, PrimaryKeys right, Integer[] order) {
        return switch (left) {
            case PrimaryKeys.LongKeys longs -> {
                long[] both = join(longs.values(), ((PrimaryKeys.LongKeys) right).values());
                yield new PrimaryKeys.LongKeys(
                        Arrays.stream(order).mapToLong(i -> both[i]).toArray());
            }
            case PrimaryKeys.StringKeys strings -> {
                String[] more = ((PrimaryKeys.StringKeys) right).values();
                int mine = strings.count();
                yield new PrimaryKeys.StringKeys(Arrays.stream(order)
                        .map(i -> i < mine ? strings.values()[i] : more[i - mine])
                        .toArray(String[]::new));
            }
        };
    }
}
