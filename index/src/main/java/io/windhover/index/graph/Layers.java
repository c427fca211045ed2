package io.windhover.index.graph;

/**
 * On which layers each row is, drawn once for all rows from a seed: layer l or higher with probability {@code m^-l}.
 * The same row and seed give the same layer, whatever else there is.
 */
final class Layers {
    private static final int LAYER_MAX = 30;
    private final byte[] layers;
    private final int[] records;
    private int recordCount;
    private int entryPoint = Links.NONE;
    private int topLayer;

    private Layers(int rowCount) {
        layers = new byte[rowCount];
        records = new int[rowCount];
    }

    static Layers draw(int rowCount, HnswParams params) {
        Layers drawn = new Layers(rowCount);
        double scale = 1 / Math.log(params.m());
        for (int row = 0; row < rowCount; row++) {
            double uniform = ((mix(params.seed() + row * 0x9e3779b97f4a7c15L) >>> 11) + 1) * 0x1p-53;
            int layer = (int) Math.min(LAYER_MAX, -Math.log(uniform) * scale);
            drawn.place(row, layer);
        }
        return drawn;
    }

    private void place(int row, int layer) {
        layers[row] = (byte) layer;
        records[row] = layer == 0 ? Links.NONE : recordCount;
        recordCount += layer;
        if (entryPoint < 0 || layer > topLayer) {
            entryPoint = row;
            topLayer = layer;
        }
    }

    /** Spreads the bits of a number over all bits (SplitMix64's finaliser). */
    private static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /** Returns the highest layer of a row. */
    int of(int row) {
        return layers[row];
    }

    /** Returns the first record of a row above layer 0, -1 for none. */
    int record(int row) {
        return records[row];
    }

    int recordCount() {
        return recordCount;
    }

    /** Returns the first row of the top layer, -1 without rows. */
    int entryPoint() {
        return entryPoint;
    }

    int topLayer() {
        return topLayer;
    }

    int rowCount() {
        return layers.length;
    }
}
