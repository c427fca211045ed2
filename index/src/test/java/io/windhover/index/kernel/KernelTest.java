package io.windhover.index.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.windhover.index.vector.Metric;
import io.windhover.index.vector.TestVectors;
import io.windhover.index.vector.VectorQuery;
import io.windhover.index.vector.VectorRows;
import io.windhover.index.vector.VectorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KernelTest {
    private static final long SEED = Long.getLong("seed", 7L);

    // Goal: SIMD kernels mean what the plain ones mean. Method: every metric and type, dims around all vector widths,
    // one by one and in lists, on random rows.
    @Test
    void simdEqualsScalarForEveryTypeMetricAndDim() {
        System.out.println("seed " + SEED);
        for (VectorType type : VectorType.values()) {
            for (Metric metric : metrics(type)) {
                for (int dim : dims(type)) {
                    VectorRows rows = TestVectors.random(type, 9, dim, SEED + dim);
                    assertTwinsAgree(metric, rows, VectorQuery.of(TestVectors.random(type, 1, dim, SEED - dim), 0));
                }
            }
        }
    }

    // Goal: extremes do not overflow or lose their meaning. Method: all bytes -128 against -128 and 127; binary16
    // subnormals,
    // largest values and both zeros; all-zero and all-one bits.
    @Test
    void simdEqualsScalarOnExtremes() {
        for (VectorType type : VectorType.values()) {
            int dim = 104;
            for (int pattern : new int[] {0x00, 0x80, 0x7f, 0x7b, 0x01, 0xfb, 0xff}) {
                if (pattern == 0x7f && (type == VectorType.FLOAT16 || type == VectorType.BFLOAT16)
                        || pattern == 0xff && type.isDense() && type != VectorType.INT8) {
                    continue;
                }
                byte[] bytes = new byte[type.rowBytes(dim)];
                java.util.Arrays.fill(bytes, type == VectorType.FLOAT ? (byte) (pattern & 0x3f) : (byte) pattern);
                MemorySegment data = Arena.ofAuto().allocate(bytes.length, 64).copyFrom(MemorySegment.ofArray(bytes));
                for (Metric metric : metrics(type)) {
                    assertTwinsAgree(
                            metric, new VectorRows(data, dim, type, 1), VectorQuery.of(type, dim, bytes.clone()));
                }
            }
        }
        VectorRows low = constant(VectorType.INT8, 32_768, (byte) -128);
        VectorRows high = constant(VectorType.INT8, 32_768, (byte) 127);
        for (Metric metric : metrics(VectorType.INT8)) {
            assertTwinsAgree(metric, low, VectorQuery.of(low, 0));
            assertTwinsAgree(metric, low, VectorQuery.of(high, 0));
        }
    }

    // Goal: the numbers are the metrics' own. Method: small vectors worked out by hand.
    @Test
    void distancesAreTheMetricsOwn() {
        assertThat(distance(Metric.L2, new float[] {1, 2}, new float[] {4, 6})).isEqualTo(25f);
        assertThat(distance(Metric.IP, new float[] {1, 2}, new float[] {4, 6})).isEqualTo(-16f);
        assertThat(distance(Metric.COSINE, new float[] {3, 0}, new float[] {0, 5}))
                .isEqualTo(0f);
        assertThat(distance(Metric.COSINE, new float[] {3, 4}, new float[] {6, 8}))
                .isEqualTo(-1f, within(1e-6f));
        assertThat(distance(Metric.COSINE, new float[] {3, 4}, new float[] {0, 0}))
                .isEqualTo(0f);
        assertThat(bits(Metric.HAMMING, 0b1100, 0b1010)).isEqualTo(2f);
        assertThat(bits(Metric.JACCARD, 0b1100, 0b1010)).isEqualTo(2 / 3f, within(1e-6f));
        assertThat(bits(Metric.JACCARD, 0, 0)).isEqualTo(0f);
        assertThat(bits(Metric.SUBSTRUCTURE, 0b0100, 0b1100)).isEqualTo(0f);
        assertThat(bits(Metric.SUBSTRUCTURE, 0b1100, 0b0100)).isInfinite();
        assertThat(bits(Metric.SUPERSTRUCTURE, 0b1100, 0b0100)).isEqualTo(0f);
    }

    private static float distance(Metric metric, float[] query, float[] row) {
        MemorySegment data = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_FLOAT, row);
        return one(metric, new VectorRows(data, row.length, VectorType.FLOAT, 1), VectorQuery.of(query), false);
    }

    private static float bits(Metric metric, int query, int row) {
        MemorySegment data = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_BYTE, (byte) row);
        VectorQuery bits = VectorQuery.of(VectorType.BINARY, 8, new byte[] {(byte) query});
        return one(metric, new VectorRows(data, 8, VectorType.BINARY, 1), bits, false);
    }

    private static float one(Metric metric, VectorRows rows, VectorQuery query, boolean scalar) {
        MemorySegment prepared = Arena.ofAuto().allocate(QueryForm.bytes(rows.type(), rows.dim()), 64);
        QueryForm.prepare(query, metric, prepared.address());
        return Kernel.of(metric, rows.type(), rows.dim(), scalar)
                .one()
                .distance(prepared.address(), rows.address(), rows.dim());
    }

    private static void assertTwinsAgree(Metric metric, VectorRows rows, VectorQuery query) {
        MemorySegment prepared = Arena.ofAuto().allocate(QueryForm.bytes(rows.type(), rows.dim()), 64);
        QueryForm.prepare(query, metric, prepared.address());
        Kernel scalar = Kernel.of(metric, rows.type(), rows.dim(), true);
        Kernel simd = Kernel.of(metric, rows.type(), rows.dim(), false);
        int[] ids = IntStream.range(0, rows.rowCount()).toArray();
        float[] many = new float[ids.length];
        Kernel.Column column = new Kernel.Column(rows.address(), rows.rowBytes(), rows.dim());
        simd.many().distances(prepared.address(), column, ids, ids.length, many);
        for (int row : ids) {
            float expected = scalar.one().distance(prepared.address(), rows.address(row), rows.dim());
            float actual = simd.one().distance(prepared.address(), rows.address(row), rows.dim());
            String what = metric + " " + rows.type() + " dim " + rows.dim() + " row " + row;
            if (Float.isInfinite(expected)) {
                assertThat(actual).as(what).isEqualTo(expected);
                assertThat(many[row]).as(what).isEqualTo(expected);
            } else {
                float tolerance = 1e-5f * (Math.abs(expected) + rows.dim());
                assertThat(actual).as(what).isCloseTo(expected, within(tolerance));
                // The order in which lanes are summed is not fixed: interpreted and compiled code may differ in the
                // last bit.
                assertThat(many[row]).as(what).isCloseTo(actual, within(2 * Math.ulp(actual)));
            }
        }
    }

    private static VectorRows constant(VectorType type, int dim, byte value) {
        return new VectorRows(Arena.ofAuto().allocate(type.rowBytes(dim), 64).fill(value), dim, type, 1);
    }

    private static List<Metric> metrics(VectorType type) {
        List<Metric> fitting = new ArrayList<>(List.of(Metric.values()));
        fitting.removeIf(metric -> !metric.fits(type));
        return fitting;
    }

    private static List<Integer> dims(VectorType type) {
        List<Integer> dims = new ArrayList<>(List.of(8, 16, 24, 64, 72, 104, 128, 520, 1024, 1544));
        if (type.isDense()) {
            dims.addAll(List.of(1, 2, 3, 5, 7, 15, 17, 31, 33, 63, 65, 100, 101, 127, 129, 768));
        }
        return dims;
    }
}
