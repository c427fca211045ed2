package io.windhover.segment.search;

import io.windhover.model.Invariant;
import io.windhover.segment.rows.KeyColumn;

/** The keys met so far among candidates, in an open hash table of their indexes. */
final class KeysSeen {
    private final KeyColumn[] keys;
    private final int[] sources;
    private final int[] rows;
    private final int[] slots;

    KeysSeen(KeyColumn[] keys, int[] sources, int[] rows) {
        this.keys = keys;
        this.sources = sources;
        this.rows = rows;
        this.slots = new int[Integer.highestOneBit(Math.max(1, rows.length)) << 2];
        Invariant.check(slots.length > rows.length, "too many candidates: {}", rows.length);
    }

    /** Tells whether no candidate of this key was met before, and remembers it. */
    boolean isNew(int candidate) {
        KeyColumn mine = keys[sources[candidate]];
        int at = mine.hash(rows[candidate]) & slots.length - 1;
        while (slots[at] != 0) {
            int other = slots[at] - 1;
            if (mine.compare(rows[candidate], keys[sources[other]], rows[other]) == 0) {
                return false;
            }
            at = at + 1 & slots.length - 1;
        }
        slots[at] = candidate + 1;
        return true;
    }
}
