package io.windhover.index.vector;

import java.util.Arrays;

/**
 * Keeps the nearest rows offered to it, across any number of chunks; equal distances are decided by smaller row. One
 * thread at a time. An offer that is not kept costs one comparison, and nothing is allocated per offer.
 *
 * <p>A row and its distance are one long: the distance as an order-preserving int above, the row below; so the order
 * of longs is the order of hits. The longs are a binary heap with the farthest on top.
 */
public final class TopHits {
    private final int capacity;
    private final RangeBounds bounds;
    private long[] heap;
    private int size;
    private float worst;

    /** Keeps the nearest {@code capacity} rows. */
    public TopHits(int capacity) {
        this(capacity, RangeBounds.ALL);
    }

    /** Keeps the nearest {@code capacity} rows within {@code bounds}. */
    public TopHits(int capacity, RangeBounds bounds) {
        this.capacity = capacity;
        this.bounds = bounds;
        this.heap = new long[Math.clamp(capacity, 1, 256)];
        this.worst = capacity == 0 ? Float.NEGATIVE_INFINITY : bounds.to();
    }

    /** Returns the order-preserving form of a hit. */
    public static long pack(float distance, int row) {
        return (long) orderOf(distance) << 32 | row;
    }

    /** Returns an int whose order is that of the floats; both zeros are one. */
    public static int orderOf(float distance) {
        int bits = Float.floatToRawIntBits(distance + 0.0f);
        return bits ^ (bits >> 31 & Integer.MAX_VALUE);
    }

    /** Returns the distance that {@link #orderOf} was made of. */
    public static float distanceOf(int order) {
        return Float.intBitsToFloat(order ^ (order >> 31 & Integer.MAX_VALUE));
    }

    /** Returns a distance above which an offer is certainly not kept: for skipping work. */
    public float worst() {
        return worst;
    }

    /** Returns how many rows are kept. */
    public int size() {
        return size;
    }

    /** Offers a row. */
    public void offer(float distance, int row) {
        if (distance <= worst && distance >= bounds.from()) {
            keep(distance, row);
        }
    }

    private void keep(float distance, int row) {
        long packed = pack(distance, row);
        if (size < capacity) {
            if (distance >= bounds.to()) {
                return;
            }
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, (int) Math.min(capacity, 2L * size));
            }
            up(packed);
        } else if (packed < heap[0]) {
            down(packed);
        }
        if (size == capacity) {
            worst = distanceOf((int) (heap[0] >> 32));
        }
    }

    private void up(long packed) {
        int at = size++;
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (heap[parent] >= packed) {
                break;
            }
            heap[at] = heap[parent];
            at = parent;
        }
        heap[at] = packed;
    }

    private void down(long packed) {
        int at = 0;
        while (true) {
            int child = 2 * at + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && heap[child + 1] > heap[child]) {
                child++;
            }
            if (heap[child] <= packed) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = packed;
    }

    /** Writes the rows kept to the first elements of {@code rows}, in no order; returns how many they are. */
    public int rowsInto(int[] rows) {
        for (int i = 0; i < size; i++) {
            rows[i] = (int) heap[i];
        }
        return size;
    }

    /** Returns what was kept, best first, with scores of {@code metric}; this object stays as it is. */
    public Hits toHits(Metric metric) {
        long[] sorted = Arrays.copyOf(heap, size);
        Arrays.sort(sorted);
        int[] rows = new int[size];
        float[] scores = new float[size];
        for (int i = 0; i < size; i++) {
            rows[i] = (int) sorted[i];
            scores[i] = metric.score(distanceOf((int) (sorted[i] >> 32))) + 0.0f;
        }
        return new Hits(rows, scores, size);
    }
}
