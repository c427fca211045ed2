package io.windhover.index.kernel;

import io.windhover.index.vector.Metric;

/** Dense kernels in plain Java: the meaning of the SIMD ones, and what runs where SIMD is switched off. */
final class ScalarKernels {
    private ScalarKernels() {}

    /** Reads element {@code i} of a row. */
    private interface Element {
        float at(long row, int i);
    }

    static Kernel ofFloat(Metric metric, int dim) {
        return of(metric, dim, (row, i) -> Memory.floatAt(row + 4L * i));
    }

    static Kernel ofFloat16(Metric metric, int dim) {
        return of(metric, dim, ScalarKernels::float16);
    }

    static Kernel ofBfloat16(Metric metric, int dim) {
        return of(metric, dim, ScalarKernels::bfloat16);
    }

    static float float16(long row, int i) {
        return Float.float16ToFloat(Memory.shortAt(row + 2L * i));
    }

    static float bfloat16(long row, int i) {
        return Float.intBitsToFloat(Memory.shortAt(row + 2L * i) << 16);
    }

    private static Kernel of(Metric metric, int dim, Element element) {
        return Kernel.dense(
                metric,
                Kernel.looped(dim, (query, row, n) -> l2(query, row, n, element)),
                Kernel.looped(dim, (query, row, n) -> -dot(query, row, n, element)),
                Kernel.looped(dim, (query, row, n) -> cosine(query, row, n, element)));
    }

    private static float l2(long query, long row, int dim, Element element) {
        float sum = 0;
        for (int i = 0; i < dim; i++) {
            float difference = Memory.floatAt(query + 4L * i) - element.at(row, i);
            sum += difference * difference;
        }
        return sum;
    }

    private static float dot(long query, long row, int dim, Element element) {
        float sum = 0;
        for (int i = 0; i < dim; i++) {
            sum += Memory.floatAt(query + 4L * i) * element.at(row, i);
        }
        return sum;
    }

    private static float cosine(long query, long row, int dim, Element element) {
        float dot = 0;
        float squares = 0;
        for (int i = 0; i < dim; i++) {
            float x = element.at(row, i);
            dot += Memory.floatAt(query + 4L * i) * x;
            squares += x * x;
        }
        return Kernel.cosineDistance(dot, squares);
    }

    static Kernel ofInt8(Metric metric, int dim) {
        return Kernel.dense(
                metric,
                Kernel.looped(dim, (query, row, n) -> int8L2(query, row, 0, n)),
                Kernel.looped(dim, (query, row, n) -> -int8Dot(query, row, 0, n)),
                Kernel.looped(dim, ScalarKernels::int8Cosine));
    }

    static int int8L2(long query, long row, int from, int dim) {
        int sum = 0;
        for (int i = from; i < dim; i++) {
            int difference = Memory.byteAt(query + i) - Memory.byteAt(row + i);
            sum += difference * difference;
        }
        return sum;
    }

    static int int8Dot(long query, long row, int from, int dim) {
        int sum = 0;
        for (int i = from; i < dim; i++) {
            sum += Memory.byteAt(query + i) * Memory.byteAt(row + i);
        }
        return sum;
    }

    private static float int8Cosine(long query, long row, int dim) {
        float scale = Memory.floatAt(query + QueryForm.scaleOffset(dim));
        return scale * Kernel.cosineDistance(int8Dot(query, row, 0, dim), int8Dot(row, row, 0, dim));
    }
}
