package io.windhover.index.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.index.bits.Bits;
import io.windhover.index.vector.Hits;
import io.windhover.index.vector.Metric;
import io.windhover.index.vector.RangeBounds;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.row.Column.SparseVectorColumn;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SparseIndexTest {
    /** What random data looks like. */
    private record Shape(int rows, int dimensions, int pairsMax, boolean negative, boolean coarse) {}

    @Test
    void theIndexFindsWhatAScanFinds() {
        // Goal: exact hits and scores, ties by row, under filters and bounds. Method: random data of several shapes
        // (many windows, few dimensions, negative weights, many ties) against the scan, built and opened from bytes.
        Random random = seeded("theIndexFindsWhatAScanFinds");
        for (Shape shape : new Shape[] {
            new Shape(0, 5, 3, false, false),
            new Shape(1, 5, 3, false, false),
            new Shape(300, 20, 6, false, true),
            new Shape(300, 20, 6, true, true),
            new Shape(9000, 200, 12, false, false),
            new Shape(20_000, 3000, 20, false, false),
            new Shape(9000, 200, 12, true, false),
            new Shape(13_000, 50, 8, true, true)
        }) {
            SparseVectorColumn rows = column(random, shape);
            SparseIndex built = SparseIndex.build(rows);
            try (Arena arena = Arena.ofConfined()) {
                SparseIndex opened = SparseIndex.open(arena.allocateFrom(ValueLayout.JAVA_BYTE, serialised(built)));
                for (int i = 0; i < 60; i++) {
                    compare(random, shape, random.nextBoolean() ? built : opened, rows);
                }
            }
        }
    }

    private static void compare(Random random, Shape shape, SparseIndex index, SparseVectorColumn rows) {
        SparseVector vector = vector(random, shape, 1 + random.nextInt(30));
        int topK = 1 + random.nextInt(random.nextBoolean() ? 10 : 1000);
        long[] allowed = allowed(random, shape.rows());
        SparseQuery query = SparseQuery.top(vector, topK);
        if (random.nextInt(3) == 0) {
            float radius = random.nextFloat() * 2 - 0.5f;
            query = random.nextBoolean()
                    ? SparseQuery.range(vector, topK, radius, radius + random.nextFloat() + 0.1f)
                    : new SparseQuery(vector, topK, RangeBounds.of(Metric.IP, radius), 0);
        }
        Hits expected = SparseScan.search(rows, query, allowed);
        Hits actual = index.search(query, allowed);
        assertThat(actual.count()).isEqualTo(expected.count());
        assertThat(actual.foundRows()).isEqualTo(expected.foundRows());
        assertThat(Arrays.copyOf(actual.scores(), actual.count()))
                .isEqualTo(Arrays.copyOf(expected.scores(), expected.count()));
    }

    @Test
    void droppedWeightsKeepScoresWholeAndRecallHigh() {
        // Goal: drop_ratio_search is an approximation only in which rows are found. Method: share of the exact hits
        // that are found, and every score against the scan's.
        Random random = seeded("droppedWeightsKeepScoresWholeAndRecallHigh");
        Shape shape = new Shape(8000, 500, 20, false, false);
        SparseVectorColumn rows = column(random, shape);
        SparseIndex index = SparseIndex.build(rows);
        int common = 0;
        for (int i = 0; i < 50; i++) {
            SparseVector vector = vector(random, shape, 30);
            Hits exact = SparseScan.search(rows, SparseQuery.top(vector, 10), null);
            Hits found = index.search(new SparseQuery(vector, 10, RangeBounds.ALL, 0.3), null);
            Bits exactRows = Bits.of(shape.rows(), exact.foundRows());
            for (int j = 0; j < found.count(); j++) {
                common += exactRows.get(found.rows()[j]) ? 1 : 0;
                double score = SparseScan.score(rows, found.rows()[j], vector).orElseThrow();
                assertThat(found.scores()[j]).isEqualTo((float) score);
            }
        }
        assertThat(common).isGreaterThan(450);
    }

    @Test
    void dimensionsAreUnsignedAndRowsWithoutOverlapAreNotReturned() {
        // Goal: ids up to 2^32 - 2, and no padding with rows of score 0. Method: three rows by hand.
        int top = (int) 4_294_967_294L;
        SparseVectorColumn rows = new SparseVectorColumn(
                new int[] {0, 2, 3, 3, 5}, new int[] {1, top, 7, 1, top}, new float[] {1, 2, 5, -2, 1});
        SparseIndex index = SparseIndex.build(rows);
        SparseVector vector = new SparseVector(new int[] {1, top}, new float[] {1, 2});
        Hits hits = index.search(SparseQuery.top(vector, 10), null);
        assertThat(hits.foundRows()).containsExactly(0, 3);
        assertThat(hits.scores()).containsExactly(5, 0);
        assertThat(index.search(SparseQuery.top(new SparseVector(new int[] {9}, new float[] {1}), 10), null)
                        .count())
                .isZero();
        assertThatThrownBy(() -> new SparseVector(new int[] {top, 1}, new float[] {1, 2}))
                .isInstanceOf(DatabaseException.class);
    }

    @Test
    void aHarmedIndexIsNamedAndNeverServed() {
        // Goal: a flipped byte is found. Method: flip each.
        byte[] bytes = serialised(SparseIndex.build(column(new Random(1), new Shape(20, 5, 3, false, false))));
        for (int at = 0; at < bytes.length; at++) {
            byte[] harmed = bytes.clone();
            harmed[at] ^= 1;
            assertThatThrownBy(() -> SparseIndex.open(MemorySegment.ofArray(harmed)))
                    .isInstanceOfSatisfying(
                            DatabaseException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.DATA_INTEGRITY));
        }
    }

    @Test
    void parametersAreCheckedInMilvusWords() {
        // Goal: names, ranges and texts. Method: one bad value of each.
        SparseParams.checkBuild("IP", Map.of("inverted_index_algo", "DAAT_WAND", "drop_ratio_build", "0.2"));
        assertThat(SparseParams.dropRatioSearch(Map.of("drop_ratio_search", "0.2")))
                .isEqualTo(0.2);
        assertThatThrownBy(() -> SparseParams.checkBuild("IP", Map.of("inverted_index_algo", "X")))
                .hasMessageContaining("sparse inverted index algo X not found or not supported");
        assertThatThrownBy(() -> SparseParams.checkBuild("IP", Map.of("drop_ratio_build", "1.3")))
                .hasMessageContaining("Out of range in json: param 'drop_ratio_build' (1.3)");
        assertThatThrownBy(() -> SparseParams.checkBuild("L2", Map.of())).isInstanceOf(DatabaseException.class);
    }

    private static SparseVectorColumn column(Random random, Shape shape) {
        int[] offsets = new int[shape.rows() + 1];
        int[] dimensions = new int[shape.rows() * shape.pairsMax()];
        float[] values = new float[dimensions.length];
        int count = 0;
        for (int row = 0; row < shape.rows(); row++) {
            SparseVector vector = vector(random, shape, random.nextInt(shape.pairsMax() + 1));
            System.arraycopy(vector.dimensions(), 0, dimensions, count, vector.dimensions().length);
            System.arraycopy(vector.values(), 0, values, count, vector.values().length);
            count += vector.values().length;
            offsets[row + 1] = count;
        }
        return new SparseVectorColumn(offsets, Arrays.copyOf(dimensions, count), Arrays.copyOf(values, count));
    }

    /** Returns a vector whose low dimensions are far more frequent than its high ones. */
    private static SparseVector vector(Random random, Shape shape, int pairs) {
        TreeMap<Integer, Float> chosen = new TreeMap<>(Integer::compareUnsigned);
        for (int i = 0; i < pairs; i++) {
            int dimension = (int) (shape.dimensions() * Math.pow(random.nextDouble(), 3));
            float value = shape.coarse() ? random.nextInt(4) * 0.25f : random.nextFloat();
            chosen.put(dimension * 0x01000193, shape.negative() && random.nextBoolean() ? -value : value);
        }
        int[] dimensions = chosen.keySet().stream().mapToInt(Integer::intValue).toArray();
        float[] values = new float[dimensions.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = chosen.get(dimensions[i]);
        }
        return new SparseVector(dimensions, values);
    }

    private static long[] allowed(Random random, int rows) {
        if (random.nextBoolean()) {
            return null;
        }
        int keepOneIn = 1 + random.nextInt(random.nextBoolean() ? 3 : 300);
        Bits bits = new Bits(rows);
        for (int row = 0; row < rows; row++) {
            bits.set(row, random.nextInt(keepOneIn) == 0);
        }
        return bits.words();
    }

    private static byte[] serialised(SparseIndex index) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        index.writeTo(piece -> bytes.writeBytes(piece.toArray(ValueLayout.JAVA_BYTE)));
        assertThat(bytes.size()).isEqualTo((int) index.byteSize());
        return bytes.toByteArray();
    }

    private static Random seeded(String test) {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println(test + " -Dseed=" + seed);
        return new Random(seed);
    }
}
