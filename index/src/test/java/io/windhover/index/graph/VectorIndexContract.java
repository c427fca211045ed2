package io.windhover.index.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.index.Parallel;
import io.windhover.index.flat.FlatSearcher;
import io.windhover.index.vector.Hits;
import io.windhover.index.vector.Metric;
import io.windhover.index.vector.RangeBounds;
import io.windhover.index.vector.TestVectors;
import io.windhover.index.vector.VectorQuery;
import io.windhover.index.vector.VectorRows;
import io.windhover.index.vector.VectorType;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every index that does not compare all rows promises; those who keep it extend this. */
abstract class VectorIndexContract {
    static final long SEED = Long.getLong("seed", 3L);
    private static final int DIM = 32;
    private static final int QUERIES = 100;

    /** Returns the index with M 16 and efConstruction 100. */
    abstract IndexSpec spec(Metric metric);

    /** Returns the recall@10 that ef 100 has at least on rows in clusters. */
    abstract double recallMin(Metric metric);

    /** Returns parameters with which about so many rows are looked at closely. */
    SearchParams params(int candidates) {
        return SearchParams.ef(candidates);
    }

    /** Returns parameters that ask for 9 candidates. */
    SearchParams tooFewForTen() {
        return SearchParams.ef(9);
    }

    /** Returns the types of rows beside FLOAT that the index is for. */
    abstract VectorType[] elementTypes();

    // Goal: the index finds what a scan finds. Method: 20,000 rows in 200 clusters, recall@10 at ef 100, each dense
    // metric.
    @Test
    void recallOnClustersIsHighForEveryDenseMetric() {
        System.out.println("seed " + SEED);
        VectorRows rows = TestVectors.clustered(VectorType.FLOAT, 20_000, DIM, 200, SEED);
        for (Metric metric : new Metric[] {Metric.L2, Metric.COSINE, Metric.IP}) {
            try (VectorIndex index = build(rows, metric)) {
                double recall = recall(index, rows, 100, null);
                assertThat(recall).as(metric + " recall").isGreaterThan(recallMin(metric));
            }
        }
    }

    // Goal: other element types work as well. Method: 5,000 rows, recall@10 at ef 100.
    @Test
    void recallIsHighForEveryElementType() {
        for (VectorType type : elementTypes()) {
            VectorRows rows = TestVectors.clustered(type, 5_000, DIM, 50, SEED);
            for (Metric metric : new Metric[] {Metric.L2, Metric.COSINE}) {
                try (VectorIndex index = build(rows, metric)) {
                    assertThat(recall(index, rows, 100, null))
                            .as(type + " " + metric)
                            .isGreaterThan(0.97);
                }
            }
        }
    }

    // Goal: a filter does not cost recall, whatever its share. Method: random filters in bands, against the unfiltered
    // recall.
    @Test
    void recallUnderFiltersStaysNearTheUnfiltered() {
        VectorRows rows = TestVectors.clustered(VectorType.FLOAT, 20_000, DIM, 200, SEED);
        try (VectorIndex index = build(rows, Metric.L2)) {
            double unfiltered = recall(index, rows, 64, null);
            for (double share : new double[] {0.001, 0.01, 0.05, 0.1, 0.3, 0.5, 0.7, 0.99}) {
                long[] allowed = bits(rows.rowCount(), share, new SplittableRandom(SEED));
                assertThat(recall(index, rows, 64, allowed))
                        .as("share " + share)
                        .isGreaterThan(0.95 * unfiltered);
            }
        }
    }

    // Goal: a filter that allows only rows far from the query still gets its hits. Method: queries near one cluster,
    // only
    // rows of the farthest half allowed.
    @Test
    void filterThatAllowsOnlyFarRowsGetsItsHits() {
        VectorRows rows = TestVectors.clustered(VectorType.FLOAT, 10_000, DIM, 20, SEED);
        try (VectorIndex index = build(rows, Metric.L2)) {
            for (int row = 0; row < 20; row++) {
                VectorQuery query = VectorQuery.of(rows, row);
                int[] byDistance = FlatSearcher.search(rows, Metric.L2, query, 10_000, null)
                        .foundRows();
                long[] allowed = new long[(10_000 + 63) / 64];
                for (int i = 5_000; i < 10_000; i++) {
                    allowed[byDistance[i] >>> 6] |= 1L << byDistance[i];
                }
                Hits hits = index.search(query, 10, params(64), allowed);
                assertThat(hits.count()).isEqualTo(10);
                assertThat(IntStream.of(hits.foundRows())).allMatch(hit -> (allowed[hit >>> 6] >>> hit & 1) != 0);
            }
        }
    }

    // Goal: a range search returns what is in range and nothing else. Method: compare with the scan, small and large
    // ranges, with and without a near end, with a filter.
    @Test
    void rangeSearchFindsWhatTheScanFinds() {
        VectorRows rows = TestVectors.clustered(VectorType.FLOAT, 10_000, DIM, 50, SEED);
        long[] half = bits(rows.rowCount(), 0.5, new SplittableRandom(SEED));
        try (VectorIndex index = build(rows, Metric.L2)) {
            for (float radius : new float[] {5, 12, 18, 25, 60}) {
                for (long[] allowed : new long[][] {null, half}) {
                    RangeBounds bounds = RangeBounds.of(Metric.L2, radius, radius / 3);
                    int right = 0;
                    int wanted = 0;
                    for (int row = 0; row < 20; row++) {
                        VectorQuery query = VectorQuery.of(rows, row);
                        Hits exact = FlatSearcher.rangeSearch(rows, Metric.L2, query, bounds, 100, allowed);
                        Hits hits = index.rangeSearch(query, bounds, 100, params(100), allowed);
                        right += common(hits, exact);
                        wanted += exact.count();
                        for (int i = 0; i < hits.count(); i++) {
                            assertThat(hits.scores()[i]).isBetween(radius / 3, radius);
                        }
                    }
                    assertThat((double) right).as("radius " + radius).isGreaterThanOrEqualTo(0.97 * wanted);
                }
            }
        }
    }

    // Goal: what is written is what is read, and the same rows and seed give the same bytes. Method: build twice,
    // write,
    // open, search.
    @Test
    void fileIsDeterministicAndOpensInPlace() {
        VectorRows rows = TestVectors.clustered(VectorType.FLOAT, 3_000, DIM, 30, SEED);
        try (VectorIndex first = build(rows, Metric.COSINE);
                VectorIndex second = build(rows, Metric.COSINE)) {
            byte[] bytes = bytes(first);
            assertThat(bytes).isEqualTo(bytes(second));
            VectorIndex opened = VectorIndexes.open(inMemory(bytes), rows);
            assertThat(opened.type()).isEqualTo(spec(Metric.COSINE).type());
            assertThat(opened.metric()).isEqualTo(Metric.COSINE);
            assertThat(opened.rowCount()).isEqualTo(3_000);
            for (int row = 0; row < 50; row++) {
                VectorQuery query = VectorQuery.of(rows, row);
                Hits expected = first.search(query, 10, params(32), null);
                Hits actual = opened.search(query, 10, params(32), null);
                assertThat(actual.foundRows()).isEqualTo(expected.foundRows());
                assertThat(actual.rows()[0]).isEqualTo(row);
            }
        }
    }

    // Goal: damage is named, never searched. Method: flip each of many bytes, cut the end, offer other rows.
    @Test
    void damagedFileIsRefused() {
        VectorRows rows = TestVectors.random(VectorType.FLOAT, 500, 8, SEED);
        byte[] bytes;
        try (VectorIndex index = build(rows, Metric.L2)) {
            bytes = bytes(index);
        }
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 200; i++) {
            byte[] flipped = bytes.clone();
            int at = i < 64 ? i : random.nextInt(bytes.length);
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            assertRefused(flipped, rows);
        }
        assertRefused(Arrays.copyOf(bytes, bytes.length - 64), rows);
        assertRefused(Arrays.copyOf(bytes, 10), rows);
        assertRefused(bytes, TestVectors.random(VectorType.FLOAT, 499, 8, SEED));
    }

    // Goal: building in parallel loses nothing. Method: four tasks on threads of the common pool; every row finds
    // itself.
    @Test
    void parallelBuildLinksEveryRow() {
        VectorRows rows = TestVectors.random(VectorType.FLOAT, 5_000, 16, SEED);
        Parallel parallel = tasks -> tasks.parallelStream().forEach(Runnable::run);
        VectorIndexes.Work work = new VectorIndexes.Work(parallel, 4, () -> false);
        try (VectorIndex index = VectorIndexes.build(spec(Metric.L2), rows, work)) {
            assertThat(missed(index, rows)).isLessThan(10);
        }
    }

    // Goal: a builder that loses its core in the middle of a row costs no other row its links. Method: far more threads
    // than cores, all begun at once, several graphs with many layers; every row finds itself.
    @Test
    void buildOnFarMoreThreadsThanCoresLinksEveryRow() {
        Parallel parallel = tasks -> onThreads(tasks);
        for (int i = 0; i < 6; i++) {
            VectorRows rows = TestVectors.random(VectorType.FLOAT, 4_000, 16, SEED + i);
            VectorIndexes.Work work = new VectorIndexes.Work(parallel, 48, () -> false);
            try (VectorIndex index = VectorIndexes.build(spec(Metric.L2), rows, work)) {
                assertThat(missed(index, rows)).isLessThan(10);
            }
        }
    }

    private static void onThreads(List<Runnable> tasks) {
        List<Thread> threads =
                tasks.stream().map(task -> Thread.ofPlatform().start(task)).toList();
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException ended) {
                throw new AssertionError(ended);
            }
        }
    }

    private int missed(VectorIndex index, VectorRows rows) {
        int missed = 0;
        for (int row = 0; row < rows.rowCount(); row++) {
            Hits hits = index.search(VectorQuery.of(rows, row), 1, params(64), null);
            missed += hits.rows()[0] == row ? 0 : 1;
        }
        return missed;
    }

    // Goal: searches side by side do not disturb each other. Method: the same queries, filtered and not, on many
    // threads of
    // the common pool give what they give alone.
    @Test
    void concurrentSearchesGiveWhatTheyGiveAlone() {
        VectorRows rows = TestVectors.clustered(VectorType.FLOAT, 5_000, DIM, 50, SEED);
        long[] half = bits(rows.rowCount(), 0.5, new SplittableRandom(SEED));
        try (VectorIndex index = build(rows, Metric.L2)) {
            for (long[] allowed : new long[][] {null, half}) {
                int[][] alone = new int[200][];
                for (int i = 0; i < alone.length; i++) {
                    alone[i] = index.search(VectorQuery.of(rows, i), 10, params(40), allowed)
                            .foundRows();
                }
                IntStream.range(0, 2_000).parallel().forEach(i -> {
                    VectorQuery query = VectorQuery.of(rows, i % 200);
                    Hits hits = index.search(query, 10, params(40), allowed);
                    assertThat(hits.foundRows()).isEqualTo(alone[i % 200]);
                });
            }
        }
    }

    // Goal: a query far outside the rows is still answered well. Method: L2 queries ten times as long as any row, which
    // no byte code can stand for.
    @Test
    void queryFarOutsideIsComparedExactly() {
        VectorRows rows = TestVectors.clustered(VectorType.FLOAT, 5_000, DIM, 50, SEED);
        try (VectorIndex index = build(rows, Metric.L2)) {
            int right = 0;
            for (int i = 0; i < 50; i++) {
                float[] far = VectorQuery.of(rows, i).bytes().toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
                for (int d = 0; d < DIM; d++) {
                    far[d] *= 10;
                }
                Hits exact = FlatSearcher.search(rows, Metric.L2, VectorQuery.of(far), 10, null);
                Hits hits = index.search(VectorQuery.of(far), 10, params(100), null);
                right += common(hits, exact);
            }
            assertThat(right).isGreaterThan(450);
        }
    }

    // Goal: odd columns are no trouble. Method: no rows, one row, all rows equal, zeros under COSINE; every topK is
    // served.
    @Test
    void emptySingleAndEqualRowsAreServed() {
        for (int rowCount : new int[] {0, 1, 2, 33, 3_000}) {
            MemorySegment zeros = Arena.ofAuto().allocate(Math.max(1, rowCount * 16L), 64);
            VectorRows rows = new VectorRows(zeros, 4, VectorType.FLOAT, rowCount);
            for (Metric metric : new Metric[] {Metric.L2, Metric.COSINE, Metric.IP}) {
                try (VectorIndex index = build(rows, metric)) {
                    Hits hits = index.search(VectorQuery.of(new float[] {1, 2, 3, 4}), 50, params(64), null);
                    assertThat(hits.count()).isEqualTo(Math.min(50, rowCount));
                    VectorIndexes.open(inMemory(bytes(index)), rows).close();
                }
            }
        }
    }

    // Goal: rows that are all the same few are found like others. Method: 10,000 rows of five vectors; scores of the
    // ten
    // nearest against the scan.
    @Test
    void duplicatesAreServed() {
        VectorRows five = TestVectors.random(VectorType.FLOAT, 5, 16, SEED);
        MemorySegment copies = Arena.ofAuto().allocate(10_000L * 64, 64);
        for (int row = 0; row < 10_000; row++) {
            MemorySegment.copy(five.data(), row % 5 * 64L, copies, row * 64L, 64);
        }
        VectorRows rows = new VectorRows(copies, 16, VectorType.FLOAT, 10_000);
        try (VectorIndex index = build(rows, Metric.L2)) {
            for (int row = 0; row < 5; row++) {
                VectorQuery query = VectorQuery.of(rows, row);
                Hits hits = index.search(query, 10, params(64), null);
                assertThat(hits.count()).isEqualTo(10);
                assertThat(hits.scores()).containsOnly(0f);
            }
        }
    }

    // Goal: the most and the fewest dimensions that users may have are served. Method: few rows of each, every row
    // finds
    // itself.
    @Test
    void fewestAndMostDimensionsAreServed() {
        for (int dim : new int[] {2, 3, 32_768}) {
            VectorRows rows = TestVectors.random(VectorType.FLOAT, 150, dim, SEED);
            for (Metric metric : new Metric[] {Metric.L2, Metric.COSINE}) {
                try (VectorIndex index = build(rows, metric)) {
                    for (int row = 0; row < 150; row += 10) {
                        Hits hits = index.search(VectorQuery.of(rows, row), 1, params(64), null);
                        assertThat(hits.rows()[0])
                                .as("dim " + dim + " " + metric)
                                .isEqualTo(row);
                    }
                }
            }
        }
    }

    // Goal: numbers that are none cost their own row at most. Method: a row of NaN and one of infinities among 3,000;
    // all
    // others find themselves.
    @Test
    void rowsThatAreNoNumbersHarmNoOther() {
        VectorRows rows = TestVectors.random(VectorType.FLOAT, 3_000, 16, SEED);
        for (int d = 0; d < 16; d++) {
            TestVectors.put(rows.data(), VectorType.FLOAT, 17 * 16 + d, Float.NaN);
            TestVectors.put(rows.data(), VectorType.FLOAT, 18 * 16 + d, Float.POSITIVE_INFINITY);
        }
        try (VectorIndex index = build(rows, Metric.L2)) {
            int found = 0;
            for (int row = 0; row < 3_000; row++) {
                Hits hits = index.search(VectorQuery.of(rows, row), 1, params(64), null);
                found += row != 17 && row != 18 && hits.count() == 1 && hits.rows()[0] == row ? 1 : 0;
            }
            assertThat(found).isGreaterThanOrEqualTo(2_990);
        }
    }

    // Goal: a build can be given up. Method: cancel after some questions.
    @Test
    void cancelledBuildEnds() {
        VectorRows rows = TestVectors.random(VectorType.FLOAT, 5_000, 16, SEED);
        AtomicInteger asked = new AtomicInteger();
        VectorIndexes.Work work = new VectorIndexes.Work(Parallel.sequential(), 1, () -> asked.incrementAndGet() > 20);
        assertThatThrownBy(() -> VectorIndexes.build(spec(Metric.L2), rows, work))
                .isInstanceOf(CancellationException.class);
        assertThat(asked.get()).isEqualTo(21);
    }

    // Goal: users hear about wrong search parameters in Milvus's words. Method: ef below topK, and a query of another
    // dim.
    @Test
    void wrongSearchParametersAreNamed() {
        VectorRows rows = TestVectors.random(VectorType.FLOAT, 100, 4, SEED);
        try (VectorIndex index = build(rows, Metric.L2)) {
            assertThatThrownBy(() -> index.search(VectorQuery.of(rows, 0), 10, tooFewForTen(), null))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("(9) should be larger than k(10)");
            assertThatThrownBy(() -> index.search(VectorQuery.of(new float[3]), 10, SearchParams.defaults(), null))
                    .hasMessageStartingWith("vector dimension mismatch, expected vector size(byte) 16, actual 12");
        }
    }

    final VectorIndex build(VectorRows rows, Metric metric) {
        return VectorIndexes.build(spec(metric), rows, VectorIndexes.Work.here());
    }

    final double recall(VectorIndex index, VectorRows rows, int ef, long[] allowed) {
        int right = 0;
        int wanted = 0;
        for (int i = 0; i < QUERIES; i++) {
            VectorQuery query = perturbed(rows, i);
            Hits exact = FlatSearcher.search(rows, index.metric(), query, 10, allowed);
            Hits hits = index.search(query, 10, params(ef), allowed);
            float worst = exact.count() == 0 ? 0 : exact.scores()[exact.count() - 1];
            for (int j = 0; j < hits.count(); j++) {
                boolean near = index.metric().distance(hits.scores()[j])
                        <= index.metric().distance(worst) + 1e-4f;
                right += near ? 1 : 0;
            }
            wanted += exact.count();
        }
        return (double) right / wanted;
    }

    /** Returns a row moved a little, so that it is not in the column: numbers by noise, bits by one. */
    private static VectorQuery perturbed(VectorRows rows, int i) {
        VectorQuery row = VectorQuery.of(rows, i);
        byte[] bytes = row.bytes().toArray(ValueLayout.JAVA_BYTE);
        if (!rows.type().isDense()) {
            bytes[i % bytes.length] ^= 1;
            return VectorQuery.of(rows.type(), rows.dim(), bytes);
        }
        SplittableRandom random = new SplittableRandom(SEED + i);
        for (int d = 0; d < rows.dim(); d++) {
            float value = row.element(d) / (rows.type() == VectorType.INT8 ? 30 : 1);
            TestVectors.put(MemorySegment.ofArray(bytes), rows.type(), d, value + 0.5f * (float) random.nextGaussian());
        }
        return VectorQuery.of(rows.type(), rows.dim(), bytes);
    }

    private static int common(Hits hits, Hits exact) {
        return (int) Arrays.stream(hits.foundRows())
                .filter(row -> IntStream.of(exact.foundRows()).anyMatch(other -> other == row))
                .count();
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

    static byte[] bytes(VectorIndex index) {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        index.writeTo(part -> out.writeBytes(part.toArray(ValueLayout.JAVA_BYTE)));
        return out.toByteArray();
    }

    private static MemorySegment inMemory(byte[] bytes) {
        return Arena.ofAuto().allocate(bytes.length, 64).copyFrom(MemorySegment.ofArray(bytes));
    }

    private static void assertRefused(byte[] bytes, VectorRows rows) {
        assertThatThrownBy(() -> VectorIndexes.open(inMemory(bytes), rows))
                .isInstanceOfSatisfying(
                        DatabaseException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.DATA_INTEGRITY));
    }
}
