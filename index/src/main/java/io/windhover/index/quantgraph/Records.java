package io.windhover.index.quantgraph;

import io.windhover.index.kernel.CodeScan;
import io.windhover.index.kernel.Memory;
import io.windhover.index.kernel.SimdBytes;

/**
 * The records of all rows and the blocks of entry rows, which are encoded as neighbours of the origin.
 *
 * @param layout of a record
 * @param entries address of the entry blocks
 * @param entryBlocks how many they are
 * @param address of the record of row 0
 */
record Records(Layout layout, long entries, int entryBlocks, long address) {
    /** Neighbours of a block. */
    static final int BLOCK_ROWS = CodeScan.ROWS;

    /** Returns the address of a record. */
    long of(int row) {
        return address + row * layout.recordBytes();
    }

    /** Returns the address of a block of entry rows. */
    long entryBlock(int index) {
        return entries + (long) index * layout.blockBytes();
    }

    /** Returns the address of the first 32 neighbours of a record. */
    long neighbours(long record) {
        return record + layout.rowBytes();
    }

    /** Writes a row itself to its record. */
    void putRow(int row, float[] place) {
        long record = of(row);
        float largest = 0;
        for (int i = 0; i < layout.dim(); i++) {
            largest = Math.max(largest, Math.abs(place[i]));
        }
        float worth = largest / Byte.MAX_VALUE;
        float inverse = worth > 0 ? 1 / worth : 0;
        double square = 0;
        for (int i = 0; i < layout.dim(); i++) {
            Memory.putByte(record + i, (byte) Math.round(place[i] * inverse));
            square += (double) place[i] * place[i];
        }
        Memory.putFloat(record + layout.paddedDim(), worth);
        Memory.putFloat(record + layout.paddedDim() + 4, (float) square);
    }

    /** Returns the squared distance of a row to a query. */
    float distance(long record, long query, float querySquare) {
        int paddedDim = layout.paddedDim();
        float dot = SimdBytes.dot(query, record, paddedDim);
        float worth = Memory.floatAt(record + paddedDim);
        float square = Memory.floatAt(record + paddedDim + 4);
        return querySquare + square - 2 * worth * dot;
    }

    /** Returns neighbour {@code slot} of a block of 32, -1 for none. */
    static int neighbour(long block, int slot) {
        return Memory.intAt(block + 4L * slot);
    }
}
