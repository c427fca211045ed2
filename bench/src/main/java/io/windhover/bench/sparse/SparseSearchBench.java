package io.windhover.bench.sparse;

import io.windhover.index.sparse.SparseIndex;
import io.windhover.index.sparse.SparseQuery;
import io.windhover.index.sparse.SparseScan;
import io.windhover.index.sparse.SparseVector;
import io.windhover.index.vector.Hits;
import io.windhover.index.vector.RangeBounds;
import io.windhover.model.row.Column.SparseVectorColumn;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeMap;

/**
 * Times sparse search by index against a scan of the same rows, interleaved query by query, on data whose dimensions
 * follow Zipf's law as words do and whose rarer dimensions weigh more. Arguments: rows, topK.
 */
public final class SparseSearchBench {
    private static final int DIMENSIONS = 30_000;
    private static final int ROW_PAIRS = 100;
    private static final int QUERY_PAIRS = 30;
    private static final int QUERIES = 200;
    private static final int ROUNDS = 3;

    private final Random random = new Random(7);
    private final double[] cumulated = zipf();

    private SparseSearchBench() {}

    /** Runs it. */
    public static void main(String[] arguments) {
        int rows = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 50_000;
        int topK = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        new SparseSearchBench().run(rows, topK);
    }

    private void run(int rows, int topK) {
        SparseVectorColumn column = column(rows);
        long start = System.nanoTime();
        SparseIndex index = SparseIndex.build(column);
        System.out.printf(
                "rows %d, pairs %d, build %d ms, %d bytes%n",
                rows, column.values().length, (System.nanoTime() - start) / 1_000_000, index.byteSize());
        SparseVector[] queries = new SparseVector[QUERIES];
        Arrays.setAll(queries, i -> vector(QUERY_PAIRS));
        for (int round = 0; round < ROUNDS; round++) {
            long scanNs = 0;
            long indexNs = 0;
            long droppedNs = 0;
            for (SparseVector query : queries) {
                long t0 = System.nanoTime();
                Hits byScan = SparseScan.search(column, SparseQuery.top(query, topK), null);
                long t1 = System.nanoTime();
                Hits byIndex = index.search(SparseQuery.top(query, topK), null);
                long t2 = System.nanoTime();
                index.search(new SparseQuery(query, topK, RangeBounds.ALL, 0.3), null);
                long t3 = System.nanoTime();
                scanNs += t1 - t0;
                indexNs += t2 - t1;
                droppedNs += t3 - t2;
                if (!Arrays.equals(byScan.foundRows(), byIndex.foundRows())) {
                    throw new IllegalStateException("index and scan differ");
                }
            }
            System.out.printf(
                    "round %d: scan %.3f ms, index %.3f ms (%.1f x), drop_ratio_search 0.3 %.3f ms (%.1f x)%n",
                    round,
                    scanNs / 1e6 / QUERIES,
                    indexNs / 1e6 / QUERIES,
                    (double) scanNs / indexNs,
                    droppedNs / 1e6 / QUERIES,
                    (double) scanNs / droppedNs);
        }
    }

    private SparseVectorColumn column(int rows) {
        int[] offsets = new int[rows + 1];
        int[] dimensions = new int[rows * ROW_PAIRS];
        float[] values = new float[rows * ROW_PAIRS];
        for (int row = 0; row < rows; row++) {
            SparseVector vector = vector(ROW_PAIRS);
            int count = vector.values().length;
            System.arraycopy(vector.dimensions(), 0, dimensions, offsets[row], count);
            System.arraycopy(vector.values(), 0, values, offsets[row], count);
            offsets[row + 1] = offsets[row] + count;
        }
        return new SparseVectorColumn(
                offsets, Arrays.copyOf(dimensions, offsets[rows]), Arrays.copyOf(values, offsets[rows]));
    }

    private SparseVector vector(int pairs) {
        TreeMap<Integer, Float> chosen = new TreeMap<>();
        for (int i = 0; i < pairs; i++) {
            int at = Arrays.binarySearch(cumulated, random.nextDouble());
            int dimension = Math.min(DIMENSIONS - 1, at < 0 ? -at - 1 : at);
            double rarity = Math.log(2 + dimension);
            chosen.put(dimension, (float) (rarity * Math.exp(random.nextGaussian() * 0.5)));
        }
        int[] dimensions = chosen.keySet().stream().mapToInt(Integer::intValue).toArray();
        float[] values = new float[dimensions.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = chosen.get(dimensions[i]);
        }
        return new SparseVector(dimensions, values);
    }

    private static double[] zipf() {
        double[] sums = new double[DIMENSIONS];
        double sum = 0;
        for (int i = 0; i < DIMENSIONS; i++) {
            sum += 1.0 / (i + 1);
            sums[i] = sum;
        }
        for (int i = 0; i < DIMENSIONS; i++) {
            sums[i] /= sum;
        }
        return sums;
    }
}
