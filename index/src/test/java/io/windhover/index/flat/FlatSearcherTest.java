package io.windhover.index.flat;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.index.kernel.Kernel;
import io.windhover.index.kernel.QueryForm;
import io.windhover.index.vector.Hits;
import io.windhover.index.vector.Metric;
import io.windhover.index.vector.RangeBounds;
import io.windhover.index.vector.TestVectors;
import io.windhover.index.vector.TopHits;
import io.windhover.index.vector.VectorQuery;
import io.windhover.index.vector.VectorRows;
import io.windhover.index.vector.VectorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FlatSearcherTest {
    private static final long SEED = Long.getLong("seed", 11L);

    // Goal: the nearest rows, best first, ties by row, for any filter and topK. Method: compare with a full sort by the
    // plain kernel, on bits (many ties) and bytes.
    @Test
    void searchEqualsAFullSort() {
        System.out.println("seed " + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 60; round++) {
            VectorType type = round % 2 == 0 ? VectorType.BINARY : VectorType.INT8;
            Metric metric = type == VectorType.BINARY ? Metric.HAMMING : Metric.IP;
            int rowCount = random.nextInt(1, 900);
            VectorRows rows = TestVectors.random(type, rowCount, 16, random.nextLong());
            VectorQuery query = VectorQuery.of(TestVectors.random(type, 1, 16, random.nextLong()), 0);
            long[] allowed = round % 3 == 0 ? null : bits(rowCount, random.nextDouble(), random);
            int topK = random.nextInt(1, 2 * rowCount);
            Hits hits = FlatSearcher.search(rows, metric, query, topK, allowed);
            int[] expected = sorted(rows, metric, query, row -> isAllowed(allowed, row), topK);
            assertThat(hits.foundRows()).as("round " + round).containsExactly(expected);
        }
    }

    // Goal: chunks add up to the whole. Method: cut rows into chunks of odd sizes, collect into one heap, compare.
    @Test
    void chunksWithOffsetsGiveWhatOneColumnGives() {
        VectorRows rows = TestVectors.random(VectorType.FLOAT, 1000, 13, SEED);
        VectorQuery query = VectorQuery.of(TestVectors.random(VectorType.FLOAT, 1, 13, SEED + 1), 0);
        long[] allowed = bits(1000, 0.4, new SplittableRandom(SEED));
        TopHits hits = new TopHits(50);
        FlatSearcher searcher = new FlatSearcher(Metric.COSINE, query);
        for (int from = 0; from < 1000; from += 130) {
            int count = Math.min(130, 1000 - from);
            MemorySegment part = rows.data().asSlice((long) from * rows.rowBytes(), (long) count * rows.rowBytes());
            searcher.collect(new VectorRows(part, 13, VectorType.FLOAT, count), 0, count, allowed, from, hits);
        }
        Hits whole = FlatSearcher.search(rows, Metric.COSINE, query, 50, allowed);
        assertThat(hits.toHits(Metric.COSINE).foundRows()).containsExactly(whole.foundRows());
        assertThat(whole.scores()).isSortedAccordingTo(Comparator.reverseOrder());
    }

    // Goal: range bounds as users write them. Method: rows at known distances; the near end is in, the far end is out,
    // for IP the other way round.
    @Test
    void rangeIsHalfOpenAtTheFarEnd() {
        float[] column = {1, 2, 3, 4, 5};
        MemorySegment data = Arena.ofAuto().allocateFrom(java.lang.foreign.ValueLayout.JAVA_FLOAT, column);
        VectorRows rows = new VectorRows(data, 1, VectorType.FLOAT, 5);
        Hits l2 = FlatSearcher.rangeSearch(
                rows, Metric.L2, VectorQuery.of(new float[] {0}), RangeBounds.of(Metric.L2, 16, 4), 10, null);
        assertThat(l2.foundRows()).containsExactly(1, 2);
        Hits ip = FlatSearcher.rangeSearch(
                rows, Metric.IP, VectorQuery.of(new float[] {1}), RangeBounds.of(Metric.IP, 2, 4), 10, null);
        assertThat(ip.foundRows()).containsExactly(3, 2);
        assertThat(ip.scores()).containsExactly(4, 3);
        Hits capped = FlatSearcher.rangeSearch(
                rows, Metric.L2, VectorQuery.of(new float[] {0}), RangeBounds.of(Metric.L2, 17, 4), 2, null);
        assertThat(capped.foundRows()).containsExactly(1, 2);
    }

    // Goal: SUBSTRUCTURE returns matches only. Method: a query of one bit against rows with and without it.
    @Test
    void matchMetricsReturnOnlyMatches() {
        byte[] column = {0b01, 0b10, 0b11};
        MemorySegment data = Arena.ofAuto().allocateFrom(java.lang.foreign.ValueLayout.JAVA_BYTE, column);
        VectorRows rows = new VectorRows(data, 8, VectorType.BINARY, 3);
        VectorQuery query = VectorQuery.of(VectorType.BINARY, 8, new byte[] {0b01});
        assertThat(FlatSearcher.search(rows, Metric.SUBSTRUCTURE, query, 2, null)
                        .foundRows())
                .containsExactly(0, 2);
        assertThat(FlatSearcher.search(rows, Metric.SUPERSTRUCTURE, query, 3, null)
                        .foundRows())
                .containsExactly(0);
    }

    private static int[] sorted(VectorRows rows, Metric metric, VectorQuery query, IntPredicate allowed, int topK) {
        MemorySegment prepared = Arena.ofAuto().allocate(QueryForm.bytes(rows.type(), rows.dim()), 64);
        QueryForm.prepare(query, metric, prepared.address());
        Kernel kernel = Kernel.of(metric, rows.type(), rows.dim(), true);
        return IntStream.range(0, rows.rowCount())
                .filter(allowed)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(
                                row -> kernel.one().distance(prepared.address(), rows.address(row), rows.dim()))
                        .thenComparing(row -> row))
                .limit(topK)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static boolean isAllowed(long[] allowed, int row) {
        return allowed == null || (allowed[row >>> 6] >>> row & 1) != 0;
    }

    private static long[] bits(int rowCount, double density, SplittableRandom random) {
        long[] words = new long[(rowCount + 63) / 64];
        for (int row = 0; row < rowCount; row++) {
            if (random.nextDouble() < density) {
                words[row >>> 6] |= 1L << row;
            }
        }
        return words;
    }
}
