package io.windhover.index.quantgraph;

import io.windhover.index.kernel.BlockCoder;
import java.util.BitSet;
import java.util.SplittableRandom;

/** The rows where walks begin: a random sample, and one of each part of the graph that could not be reached from it. */
final class Entries {
    private static final int SAMPLE_MAX = 1_024;
    private static final int FURTHER_MAX = 1_024;

    private final GraphFile file;
    private final Places places;
    private final int[] rows;
    private int count;

    private Entries(GraphFile file, Places places) {
        this.file = file;
        this.places = places;
        this.rows = new int[file.entryRoom() * Records.BLOCK_ROWS];
    }

    /** Returns the blocks that the entries of so many rows need at most. */
    static int room(int rowCount) {
        int all = blocks(rowCount);
        return Math.min(all, blocks(sample(rowCount) + Math.min(FURTHER_MAX, rowCount / 32)));
    }

    private static int sample(int rowCount) {
        int root = (int) Math.sqrt(rowCount);
        return Math.min(rowCount, Math.min(SAMPLE_MAX, blocks(root) * Records.BLOCK_ROWS));
    }

    private static int blocks(int rows) {
        return (rows + Records.BLOCK_ROWS - 1) / Records.BLOCK_ROWS;
    }

    static Entries draw(GraphFile file, Places places, long seed) {
        Entries entries = new Entries(file, places);
        SplittableRandom random = new SplittableRandom(seed);
        BitSet drawn = new BitSet(places.rowCount());
        int wanted = sample(places.rowCount());
        while (entries.count < wanted) {
            int row = random.nextInt(places.rowCount());
            if (!drawn.get(row)) {
                drawn.set(row);
                entries.add(row);
            }
        }
        return entries;
    }

    /** Adds a row if there is room; returns whether there was. */
    boolean add(int row) {
        if (count == rows.length) {
            return false;
        }
        rows[count++] = row;
        return true;
    }

    int count() {
        return count;
    }

    int row(int index) {
        return rows[index];
    }

    int blocks() {
        return blocks(count);
    }

    /** Writes the blocks, coded as neighbours of the origin. */
    void write() {
        Records records = file.records();
        BlockCoder coder =
                new BlockCoder(file.layout().codebook(), file.layout().dim());
        float[] origin = new float[coder.length()];
        float[] place = new float[coder.length()];
        for (int i = 0; i < rows.length; i++) {
            long block = records.entryBlock(i / Records.BLOCK_ROWS);
            int slot = i % Records.BLOCK_ROWS;
            if (i < count) {
                places.copy(rows[i], place);
                coder.put(block, slot, rows[i], origin, place);
            } else {
                coder.putNone(block, slot);
            }
        }
    }
}
