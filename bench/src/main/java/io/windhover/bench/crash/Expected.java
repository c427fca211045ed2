package io.windhover.bench.crash;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one client was told that a collection holds. A collection shared with other clients is the slice of this client:
 * its keys and its partitions. Used by one thread at a time.
 */
final class Expected {
    private static final int GONE_MAX = 4_000;

    private final TreeMap<Long, Row> rows = new TreeMap<>();
    private final TreeSet<String> partitions = new TreeSet<>();
    private final Deque<Long> gone = new ArrayDeque<>();
    private boolean exists;
    private boolean readable;

    /**
     * A row that must be found.
     *
     * @param version   of its values
     * @param partition that it is in; empty = the default one
     */
    record Row(long version, String partition) {}

    /** Returns a copy that changes by itself. */
    Expected copy() {
        Expected copy = new Expected();
        copy.rows.putAll(rows);
        copy.partitions.addAll(partitions);
        copy.gone.addAll(gone);
        copy.exists = exists;
        copy.readable = readable;
        return copy;
    }

    boolean exists() {
        return exists;
    }

    /** Tells whether it was indexed and loaded. */
    boolean isReadable() {
        return readable;
    }

    void created() {
        exists = true;
    }

    void loaded() {
        readable = true;
    }

    void dropped() {
        exists = false;
        readable = false;
        partitions.clear();
        List.copyOf(rows.keySet()).forEach(this::removed);
    }

    void partitionCreated(String name) {
        partitions.add(name);
    }

    void partitionDropped(String name) {
        partitions.remove(name);
        rows.entrySet().stream()
                .filter(e -> e.getValue().partition().equals(name))
                .map(java.util.Map.Entry::getKey)
                .toList()
                .forEach(this::removed);
    }

    void written(long key, long version, String partition) {
        rows.put(key, new Row(version, partition));
    }

    void removed(long key) {
        if (rows.remove(key) != null) {
            forgetOldest();
            gone.addLast(key);
        }
    }

    private void forgetOldest() {
        while (gone.size() >= GONE_MAX) {
            gone.removeFirst();
        }
    }

    TreeMap<Long, Row> rows() {
        return rows;
    }

    TreeSet<String> partitions() {
        return partitions;
    }

    /** Returns every key that a reader can say something about. */
    List<Long> keysToAsk() {
        List<Long> keys = new ArrayList<>(rows.keySet());
        keys.addAll(gone);
        return keys;
    }
}
