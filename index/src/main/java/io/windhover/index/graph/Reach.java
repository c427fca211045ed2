package io.windhover.index.graph;

import io.windhover.index.kernel.Memory;
import java.util.Arrays;
import java.util.BitSet;

/** Which rows can be reached along layer 0. */
final class Reach {
    private final BitSet reached;
    private final Links links;
    private final int rowCount;
    private int[] waiting = new int[1024];

    Reach(int rowCount, Links links) {
        this.reached = new BitSet(rowCount);
        this.links = links;
        this.rowCount = rowCount;
    }

    /** Adds everything that can be reached from a row. */
    void spread(int start) {
        int count = 0;
        reached.set(start);
        waiting[count++] = start;
        while (count > 0) {
            long list = links.list(waiting[--count], 0);
            for (int i = 0; i < links.slots0(); i++) {
                int next = Memory.intAt(list + 4L * i);
                if (next < 0) {
                    break;
                }
                if (!reached.get(next)) {
                    reached.set(next);
                    waiting = count < waiting.length ? waiting : Arrays.copyOf(waiting, 2 * count);
                    waiting[count++] = next;
                }
            }
        }
    }

    /** Returns the first row at or after {@code row} that is not reached, or -1. */
    int nextMissing(int row) {
        int missing = reached.nextClearBit(row);
        return missing < rowCount ? missing : -1;
    }
}
