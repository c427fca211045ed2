package io.windhover.index.graph;

import io.windhover.index.kernel.Memory;

/**
 * The neighbour lists of a graph in native memory. Layer 0 has one list a row, {@code slots0} ints long; a row that is
 * also on the layers above has one list of {@code slotsAbove} ints for each, one after another, beginning with the
 * record that {@code recordOf} names. A list ends at its first -1 or when it is full.
 *
 * @param layer0 address of the list of row 0 on layer 0
 * @param slots0 ints in a list on layer 0
 * @param recordOf address of one int a row: its first record above layer 0, -1 for none
 * @param above address of record 0
 * @param slotsAbove ints in a list above layer 0
 */
record Links(long layer0, int slots0, long recordOf, long above, int slotsAbove) {
    static final int NONE = -1;

    /** Returns the address of a row's list. */
    long list(int row, int layer) {
        if (layer == 0) {
            return layer0 + 4L * row * slots0;
        }
        long record = Memory.intAt(recordOf + 4L * row) + layer - 1L;
        return above + 4L * record * slotsAbove;
    }

    /** Returns how many ints a list on that layer has. */
    int slots(int layer) {
        return layer == 0 ? slots0 : slotsAbove;
    }
}
