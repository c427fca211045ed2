package io.windhover.node.data;

import io.windhover.model.Invariant;
import io.windhover.model.PartitionId;
import io.windhover.model.Timestamp;
import io.windhover.model.role.ShardWrite;
import io.windhover.model.role.TailReads.TailDeletes;
import io.windhover.model.row.PrimaryKeys;
import java.util.Arrays;
import java.util.List;

/**
 * The deletes of one shard that some reader may not have applied yet, in order of time. One fiber adds; any thread reads
 * a {@link Slice} that was handed over after the adding.
 */
final class DeleteLog {
    /** The deletes of one write. */
    record Entry(Timestamp at, PrimaryKeys keys, List<PartitionId> partitions) {
        int count() {
            return keys.count() * Math.max(1, partitions.size());
        }
    }

    private Entry[] entries = new Entry[16];
    private int start;
    private int end;

    void add(Timestamp at, ShardWrite.KeyDeletes deletes) {
        Invariant.check(start == end || entries[end - 1].at().compareTo(at) < 0, "a delete at {} is late", at);
        if (deletes.keys().count() == 0) {
            return;
        }
        if (end == entries.length) {
            entries = Arrays.copyOfRange(entries, start, start + Math.max(16, 2 * (end - start)));
            end -= start;
            start = 0;
        }
        entries[end++] = new Entry(at, deletes.keys(), deletes.partitions());
    }

    /** Forgets everything up to a time. Slices handed out before keep what they had. */
    void forget(Timestamp upTo) {
        Slice kept = slice().after(upTo);
        entries = Arrays.copyOfRange(entries, kept.start, Math.max(kept.end, kept.start + 16));
        start = 0;
        end = kept.end - kept.start;
    }

    /** Returns what there is now. */
    Slice slice() {
        return new Slice(entries, start, end);
    }

    /** A run of deletes that no longer changes. */
    static final class Slice {
        private final Entry[] entries;
        private final int start;
        private final int end;

        private Slice(Entry[] entries, int start, int end) {
            this.entries = entries;
            this.start = start;
            this.end = end;
        }

        /** Returns the part later than a time. */
        Slice after(Timestamp time) {
            int low = start;
            int high = end;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (entries[middle].at().compareTo(time) <= 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return new Slice(entries, low, end);
        }

        boolean isEmpty() {
            return start == end;
        }

        /** Returns how many keys there are, one for each partition named. */
        int count() {
            int count = 0;
            for (int i = start; i < end; i++) {
                count += entries[i].count();
            }
            return count;
        }

        Timestamp first() {
            return entries[start].at();
        }

        Timestamp last() {
            return entries[end - 1].at();
        }

        /** Spreads the deletes into arrays. */
        TailDeletes toTailDeletes(Timestamp upTo) {
            int count = count();
            long[] times = new long[count];
            long[] partitions = new long[count];
            boolean text = !isEmpty() && entries[start].keys() instanceof PrimaryKeys.StringKeys;
            String[] strings = new String[text ? count : 0];
            long[] longs = new long[text ? 0 : count];
            int at = 0;
            for (int i = start; i < end; i++) {
                Entry entry = entries[i];
                int copies = Math.max(1, entry.partitions().size());
                for (int copy = 0; copy < copies; copy++) {
                    int keyCount = entry.keys().count();
                    long partition = entry.partitions().isEmpty()
                            ? 0
                            : entry.partitions().get(copy).value();
                    Arrays.fill(times, at, at + keyCount, entry.at().value());
                    Arrays.fill(partitions, at, at + keyCount, partition);
                    copyKeys(entry.keys(), text ? strings : longs, at);
                    at += keyCount;
                }
            }
            PrimaryKeys keys = text ? new PrimaryKeys.StringKeys(strings) : new PrimaryKeys.LongKeys(longs);
            return new TailDeletes(keys, times, partitions, upTo);
        }

        private static void copyKeys(PrimaryKeys from, Object target, int at) {
            switch (from) {
                case PrimaryKeys.LongKeys longs ->
                    System.arraycopy(longs.values(), 0, target, at, longs.values().length);
                case PrimaryKeys.StringKeys strings ->
                    System.arraycopy(strings.values(), 0, target, at, strings.values().length);
            }
        }
    }
}
