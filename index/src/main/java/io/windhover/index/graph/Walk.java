package io.windhover.index.graph;

import io.windhover.index.kernel.Kernel;
import io.windhover.index.kernel.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The working memory of one thread's walks over graphs of at most {@code rowCount} rows, and the walk itself. Used
 * again and again; nothing is allocated while walking.
 *
 * @see <a href="https://arxiv.org/abs/1603.09320">Malkov, Yashunin 2016, algorithm 2 (search-layer)</a>
 */
final class Walk {
    private static final int LINE_INTS = 16;

    private final long[] visited;
    /** What the last walk found. */
    final Pool pool = new Pool();
    /** Rows that may not be returned but lead on. */
    final Pool bridge = new Pool();

    int[] ids = new int[64];
    float[] distances = new float[64];
    /** Keeps what was only read to fetch it from being optimised away. */
    private int touched;

    private MemorySegment query = MemorySegment.NULL;
    private MemorySegment code = MemorySegment.NULL;

    Walk(int rowCount) {
        visited = new long[(rowCount + 63) >>> 6];
    }

    /** Returns native memory of at least that many bytes that only this object uses. */
    MemorySegment query(long bytes) {
        if (query.byteSize() < bytes) {
            query = Arena.ofAuto().allocate(bytes, 64);
        }
        return query;
    }

    /** Returns native memory for a query's code. */
    MemorySegment code(long bytes) {
        if (code.byteSize() < bytes) {
            code = Arena.ofAuto().allocate(bytes, 64);
        }
        return code;
    }

    /** Forgets where walks have been. */
    void forget() {
        Arrays.fill(visited, 0);
    }

    /** Notes a visit; returns whether it is the first. */
    boolean visit(int row) {
        long bit = 1L << row;
        long word = visited[row >>> 6];
        visited[row >>> 6] = word | bit;
        return (word & bit) == 0;
    }

    /** Grows the lists of rows and distances to hold {@code count}. */
    void reserve(int count) {
        if (ids.length < count) {
            ids = new int[Math.max(count, 2 * ids.length)];
            distances = new float[ids.length];
        }
    }

    /** Where a walk goes: a query, what it is compared with, and the lists it follows. */
    record Ground(Links links, Kernel kernel, Kernel.Column column, long query) {
        float distance(int row) {
            return kernel.one().distance(query, column.address() + row * column.rowBytes(), column.dim());
        }
    }

    /** Moves from {@code entry} to ever nearer rows on one layer until there is none; returns the nearest found. */
    int descend(Ground ground, int entry, int fromLayer, int toLayer) {
        int best = entry;
        float bestDistance = ground.distance(entry);
        for (int layer = fromLayer; layer >= toLayer; layer--) {
            boolean moved = true;
            while (moved) {
                moved = false;
                int count = list(ground, best, layer);
                compare(ground, count);
                for (int i = 0; i < count; i++) {
                    if (distances[i] < bestDistance) {
                        bestDistance = distances[i];
                        best = ids[i];
                        moved = true;
                    }
                }
            }
        }
        return best;
    }

    private int list(Ground ground, int row, int layer) {
        int slots = ground.links().slots(layer);
        reserve(slots);
        long list = ground.links().list(row, layer);
        int count = 0;
        while (count < slots) {
            int id = Memory.intAt(list + 4L * count);
            if (id < 0) {
                break;
            }
            ids[count++] = id;
        }
        return count;
    }

    /** Computes the distances of the first {@code count} rows of {@code ids}. */
    void compare(Ground ground, int count) {
        touched += Kernel.touch(ground.column(), ids, count);
        ground.kernel().many().distances(ground.query(), ground.column(), ids, count, distances);
    }

    /** Puts the exact distance of each row of the pool at its index in {@code distances}. */
    void recompare(Ground exact, boolean approximate) {
        int count = pool.size();
        reserve(count);
        for (int i = 0; i < count; i++) {
            ids[i] = pool.row(i);
            distances[i] = pool.distance(i);
        }
        if (approximate) {
            compare(exact, count);
        }
    }

    /** Returns the exact distance of the farthest row found; minus infinity if more rows were wanted than found. */
    float farthest() {
        float farthest = Float.NEGATIVE_INFINITY;
        if (!pool.isFull()) {
            return farthest;
        }
        for (int i = 0; i < pool.size(); i++) {
            farthest = Math.max(farthest, distances[i]);
        }
        return farthest;
    }

    /** Reads a word of each cache line of the layer 0 lists of rows {@code ids[from..to)}, so that they come together. */
    void fetchLists(Links links, int from, int to) {
        int sum = 0;
        for (int i = from; i < to; i++) {
            long list = links.list(ids[i], 0);
            for (int slot = 0; slot < links.slots0(); slot += LINE_INTS) {
                sum += Memory.intAt(list + 4L * slot);
            }
        }
        touched += sum;
    }

    /** Leaves the nearest {@code ef} rows that a walk from {@code entry} finds on a layer in the pool. */
    void search(Ground ground, int entry, int layer, int ef) {
        pool.reset(ef);
        forget();
        visit(entry);
        pool.offer(ground.distance(entry), entry);
        for (int row = pool.expandNext(); row >= 0; row = pool.expandNext()) {
            int count = unvisited(ground.links(), row, layer);
            compare(ground, count);
            for (int i = 0; i < count; i++) {
                pool.offer(distances[i], ids[i]);
            }
        }
    }

    /** Puts the neighbours of a row that were not visited yet into {@code ids} and returns how many they are. */
    int unvisited(Links links, int row, int layer) {
        int slots = links.slots(layer);
        reserve(slots);
        long list = links.list(row, layer);
        int[] found = ids;
        int count = 0;
        for (int i = 0; i < slots; i++) {
            int id = Memory.intAt(list + 4L * i);
            if (id < 0) {
                break;
            }
            if (visit(id)) {
                found[count++] = id;
            }
        }
        return count;
    }
}
