package io.windhover.index.graph;

import io.windhover.index.kernel.Memory;
import java.lang.foreign.Arena;

/**
 * The lists of a graph that is being built, with room to spare, and beside each link its distance. Lists are changed
 * under a lock of the row (one of some thousand), one at a time; walks read them without, and see each slot either old
 * or new, both of which are rows of the graph.
 */
final class BuildLinks {
    private static final int LOCKS = 4_096;

    private final Object[] locks = new Object[LOCKS];
    private final int m;
    private final Links links;
    private final Links distances;

    BuildLinks(Layers layers, int m, Arena arena) {
        this.m = m;
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new Object();
        }
        int slots0 = 2 * m + room(2 * m);
        int slotsAbove = m + room(m);
        long bytes0 = 4L * slots0 * layers.rowCount();
        long bytesAbove = 4L * slotsAbove * layers.recordCount();
        long recordOf = arena.allocate(4L * layers.rowCount() + 4, 64).address();
        for (int row = 0; row < layers.rowCount(); row++) {
            Memory.putInt(recordOf + 4L * row, layers.record(row));
        }
        links = new Links(filled(arena, bytes0), slots0, recordOf, filled(arena, bytesAbove), slotsAbove);
        distances = new Links(
                arena.allocate(bytes0 + 4, 64).address(),
                slots0,
                recordOf,
                arena.allocate(bytesAbove + 4, 64).address(),
                slotsAbove);
    }

    /** Returns about the bytes that lists of so many rows take while they are built. */
    static long bytes(int m, long rowCount) {
        long list0 = 2L * Integer.BYTES * (2 * m + room(2 * m));
        long listAbove = 2L * Integer.BYTES * (m + room(m));
        return rowCount * (list0 + Integer.BYTES) + recordCount(m, rowCount) * listAbove;
    }

    /** Returns about how many lists above layer 0 so many rows have: a row is in the next layer with the chance 1/m. */
    static long recordCount(int m, long rowCount) {
        return rowCount / (m - 1) + 1;
    }

    private static int room(int kept) {
        return Math.max(2, kept / 4);
    }

    private static long filled(Arena arena, long bytes) {
        return arena.allocate(bytes + 4, 64).fill((byte) 0xff).address();
    }

    Links links() {
        return links;
    }

    private int kept(int layer) {
        return layer == 0 ? 2 * m : m;
    }

    /** Gives a new row its chosen neighbours and each of them a link back; {@code thinning} is working memory. */
    void link(int row, int layer, NeighbourChoice choice, NeighbourChoice thinning) {
        synchronized (locks[row & LOCKS - 1]) {
            replace(row, layer, choice);
        }
        for (int i = 0; i < choice.count(); i++) {
            linkBack(choice.row(i), row, layer, choice.distance(i), thinning);
        }
    }

    private void linkBack(int from, int to, int layer, float distance, NeighbourChoice choice) {
        synchronized (locks[from & LOCKS - 1]) {
            int count = count(from, layer);
            if (count < links.slots(layer)) {
                put(from, layer, count, to, distance);
                return;
            }
            offerAll(choice, from, layer, count);
            choice.add(to, distance);
            choice.choose(kept(layer));
            replace(from, layer, choice);
        }
    }

    /** Adds a link on layer 0 if it stays within what the finished graph keeps; returns whether it did. */
    boolean append(int from, int to, float distance) {
        int count = count(from, 0);
        if (from == to || count >= kept(0)) {
            return false;
        }
        put(from, 0, count, to, distance);
        return true;
    }

    private int count(int row, int layer) {
        long list = links.list(row, layer);
        int slots = links.slots(layer);
        int count = 0;
        while (count < slots && Memory.intAt(list + 4L * count) >= 0) {
            count++;
        }
        return count;
    }

    private void offerAll(NeighbourChoice choice, int row, int layer, int count) {
        long list = links.list(row, layer);
        long far = distances.list(row, layer);
        choice.begin(count + 1);
        for (int i = 0; i < count; i++) {
            choice.add(Memory.intAt(list + 4L * i), Memory.floatAt(far + 4L * i));
        }
    }

    private void put(int row, int layer, int slot, int to, float distance) {
        Memory.putFloat(distances.list(row, layer) + 4L * slot, distance);
        Memory.putInt(links.list(row, layer) + 4L * slot, to);
    }

    private void replace(int row, int layer, NeighbourChoice choice) {
        int slots = links.slots(layer);
        for (int i = 0; i < choice.count(); i++) {
            put(row, layer, i, choice.row(i), choice.distance(i));
        }
        long list = links.list(row, layer);
        for (int i = choice.count(); i < slots; i++) {
            Memory.putInt(list + 4L * i, Links.NONE);
        }
    }

    /** Thins a list to what a finished graph keeps, here too. */
    void thin(int row, int layer, NeighbourChoice choice) {
        int count = count(row, layer);
        if (count > kept(layer)) {
            offerAll(choice, row, layer, count);
            choice.choose(kept(layer));
            replace(row, layer, choice);
        }
    }

    /** Writes a list to the finished graph. */
    void copy(int row, int layer, Links target) {
        long from = links.list(row, layer);
        long to = target.list(row, layer);
        for (int i = 0; i < kept(layer); i++) {
            Memory.putInt(to + 4L * i, Memory.intAt(from + 4L * i));
        }
    }
}
