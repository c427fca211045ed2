package io.windhover.index.graph;

import io.windhover.index.bits.RowBits;
import io.windhover.index.kernel.Memory;

/**
 * A walk on layer 0 that keeps only allowed rows. A neighbour that is not allowed is passed through to its own
 * neighbours, so the allowed rows are walked as a graph of their own, with distances computed for them alone. Until the
 * pool is full, rows that are not allowed are also walked by distance, which leads to allowed rows that lie far off.
 *
 * @param walk working memory; the allowed rows found are left in its pool
 * @param ground where it goes
 * @param allowed bit per row, set = may be returned
 * @param distancesMax stops when more distances were computed than comparing all allowed rows would have cost
 * @see <a href="https://arxiv.org/abs/2403.04871">Patel and others 2024 (ACORN)</a>, whose two-hop lookup this is
 */
record FilteredWalk(Walk walk, Walk.Ground ground, long[] allowed, int distancesMax) {

    /** Walks from {@code entry}; returns whether it came to its end, false if it gave up at {@code distancesMax}. */
    boolean search(int entry, int ef) {
        walk.pool.reset(ef);
        walk.bridge.reset(ef);
        walk.forget();
        walk.visit(entry);
        pool(entry).offer(ground.distance(entry), entry);
        int computed = 1;
        while (computed <= distancesMax) {
            boolean bridging = !walk.pool.isFull() && walk.bridge.nextDistance() < walk.pool.nextDistance();
            int row = bridging ? walk.bridge.expandNext() : walk.pool.expandNext();
            if (row < 0) {
                return true;
            }
            computed += expand(row);
        }
        return false;
    }

    private Pool pool(int row) {
        return RowBits.isSet(allowed, row) ? walk.pool : walk.bridge;
    }

    private int expand(int row) {
        int slots = ground.links().slots0();
        walk.reserve(3 * slots);
        int count = direct(row, slots);
        walk.compare(ground, count);
        for (int i = 0; i < count; i++) {
            pool(walk.ids[i]).offer(walk.distances[i], walk.ids[i]);
        }
        return count;
    }

    /** Lists the rows to compare: allowed neighbours, those behind the others, and the others while the pool fills. */
    private int direct(int row, int slots) {
        boolean filling = !walk.pool.isFull();
        int[] ids = walk.ids;
        int count = 0;
        int blocked = ids.length;
        long list = ground.links().list(row, 0);
        for (int i = 0; i < slots; i++) {
            int id = Memory.intAt(list + 4L * i);
            if (id < 0) {
                break;
            }
            if (RowBits.isSet(allowed, id)) {
                if (walk.visit(id)) {
                    ids[count++] = id;
                }
            } else {
                ids[--blocked] = id;
            }
        }
        walk.fetchLists(ground.links(), blocked, ids.length);
        for (int i = ids.length - 1; i >= blocked && count < slots; i--) {
            int id = ids[i];
            if (walk.visit(id)) {
                count = behind(id, count, slots);
                if (filling && count < blocked) {
                    ids[count++] = id;
                }
            }
        }
        return count;
    }

    private int behind(int row, int found, int slots) {
        int[] ids = walk.ids;
        int count = found;
        long list = ground.links().list(row, 0);
        for (int i = 0; i < slots && count < slots; i++) {
            int id = Memory.intAt(list + 4L * i);
            if (id < 0) {
                break;
            }
            if (RowBits.isSet(allowed, id) && walk.visit(id)) {
                ids[count++] = id;
            }
        }
        return count;
    }
}
