package io.windhover.index.quantgraph;

import io.windhover.index.Tasks;
import io.windhover.index.vector.TopHits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A random division of all rows into leaves of near rows: halves again and again, each by whether a row is nearer to one
 * or the other of two rows drawn from it, shifted so that both halves have the same size.
 */
final class Partition {
    private final Places places;
    private final int[] order;
    private final List<Leaf> leaves = new ArrayList<>();

    /** The rows {@code order[from .. to)}. */
    record Leaf(int from, int to) {
        int count() {
            return to - from;
        }
    }

    private Partition(Places places) {
        this.places = places;
        this.order = new int[places.rowCount()];
    }

    /** Divides until leaves have at most {@code leafRows}. */
    static Partition draw(Places places, int leafRows, long seed, Tasks tasks) {
        Partition partition = new Partition(places);
        Arrays.setAll(partition.order, i -> i);
        SplittableRandom random = new SplittableRandom(seed);
        Deque<Leaf> waiting = new ArrayDeque<>();
        waiting.add(new Leaf(0, places.rowCount()));
        long[] keys = new long[places.rowCount()];
        while (!waiting.isEmpty()) {
            Leaf part = waiting.removeLast();
            if (part.count() <= leafRows) {
                partition.leaves.add(part);
            } else {
                tasks.check();
                partition.divide(part, keys, random);
                int middle = (part.from + part.to) >>> 1;
                waiting.add(new Leaf(middle, part.to));
                waiting.add(new Leaf(part.from, middle));
            }
        }
        return partition;
    }

    /** Orders a part so that one side comes before the other. */
    private void divide(Leaf part, long[] keys, SplittableRandom random) {
        int a = order[part.from + random.nextInt(part.count())];
        int b = order[part.from + random.nextInt(part.count())];
        places.direct(a, b);
        for (int i = part.from; i < part.to; i++) {
            keys[i] = TopHits.pack(places.along(order[i]), order[i]);
        }
        select(keys, part.from, part.to, (part.from + part.to) >>> 1);
        for (int i = part.from; i < part.to; i++) {
            order[i] = (int) keys[i];
        }
    }

    /** Moves the least keys of {@code [from, to)} before {@code middle} (Hoare's selection). */
    private static void select(long[] keys, int from, int to, int middle) {
        int low = from;
        int high = to - 1;
        while (low < high) {
            long pivot = keys[(low + high) >>> 1];
            int i = low;
            int j = high;
            while (i <= j) {
                while (keys[i] < pivot) {
                    i++;
                }
                while (keys[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    long key = keys[i];
                    keys[i++] = keys[j];
                    keys[j--] = key;
                }
            }
            if (middle <= j) {
                high = j;
            } else if (middle >= i) {
                low = i;
            } else {
                return;
            }
        }
    }

    int[] order() {
        return order;
    }

    List<Leaf> leaves() {
        return leaves;
    }
}
