package io.windhover.proxy.write;

import io.windhover.model.row.Column;
import io.windhover.model.row.PrimaryKeys;
import java.util.ArrayList;
import java.util.List;

/** Chooses shards by the hash of the primary key and key partitions by the hash of the partition key. */
public final class Routing {
    private Routing() {}

    /** Returns the bucket of a whole number; part of the storage format: never to change. */
    public static int bucket(long value, int buckets) {
        long mixed = value * 0x9E3779B97F4A7C15L;
        mixed ^= mixed >>> 32;
        mixed *= 0xD6E8FEB86659FD93L;
        mixed ^= mixed >>> 32;
        return (int) Long.remainderUnsigned(mixed, buckets);
    }

    /** Returns the bucket of a text; part of the storage format: never to change. */
    public static int bucket(String value, int buckets) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < value.length(); i++) {
            hash = (hash ^ value.charAt(i)) * 0x100000001B3L;
        }
        return bucket(hash, buckets);
    }

    /** Returns the rows of each bucket, in order. */
    static List<int[]> split(PrimaryKeys keys, int buckets) {
        int[] bucketOf = new int[keys.count()];
        for (int row = 0; row < bucketOf.length; row++) {
            bucketOf[row] = switch (keys) {
                case PrimaryKeys.LongKeys longs -> bucket(longs.values()[row], buckets);
                case PrimaryKeys.StringKeys strings -> bucket(strings.values()[row], buckets);
            };
        }
        return rowsOf(bucketOf, buckets);
    }

    /** Returns the rows of each bucket of an Int64 or VarChar column, in order. */
    static List<int[]> split(Column column, int buckets) {
        return split(keys(column), buckets);
    }

    /** Returns an Int64 or VarChar column as keys. */
    static PrimaryKeys keys(Column column) {
        return switch (column) {
            case Column.LongColumn longs -> new PrimaryKeys.LongKeys(longs.values());
            case Column.StringColumn strings -> new PrimaryKeys.StringKeys(strings.values());
            default -> throw io.windhover.model.Invariant.unreachable("{} is no column of keys", column);
        };
    }

    private static List<int[]> rowsOf(int[] bucketOf, int buckets) {
        int[] counts = new int[buckets];
        for (int bucket : bucketOf) {
            counts[bucket]++;
        }
        List<int[]> rows = new ArrayList<>(buckets);
        for (int count : counts) {
            rows.add(new int[count]);
        }
        int[] at = new int[buckets];
        for (int row = 0; row < bucketOf.length; row++) {
            rows.get(bucketOf[row])[at[bucketOf[row]]++] = row;
        }
        return rows;
    }
}
