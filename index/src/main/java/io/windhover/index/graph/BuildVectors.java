package io.windhover.index.graph;

import io.windhover.index.kernel.Kernel;
import io.windhover.index.vector.Metric;
import io.windhover.index.vector.VectorRows;
import io.windhover.index.vector.VectorType;
import java.util.ArrayList;
import java.util.List;

/**
 * What a graph is built on: rows that are compared with each other as they are. Bits and bytes are taken from the
 * column; floats are compared by their codes.
 *
 * @param kernel compares two rows
 * @param column where they are
 */
record BuildVectors(Kernel kernel, Kernel.Column column) {
    private static final int TASK_ROWS = 8_192;

    /** Returns whether rows of that type are compared by codes. */
    static boolean areCoded(VectorType type, Metric metric) {
        return type != VectorType.BINARY && (type != VectorType.INT8 || metric == Metric.COSINE);
    }

    /** Returns the address of a row. */
    long address(int row) {
        return column.address() + row * column.rowBytes();
    }

    /** Returns the distance of two rows. */
    float distance(int a, int b) {
        return kernel.one().distance(address(a), address(b), column.dim());
    }

    /** Returns rows that are compared as they are. */
    static BuildVectors asTheyAre(VectorRows rows, Metric metric) {
        Kernel kernel = Kernel.of(metric, rows.type(), rows.dim());
        return new BuildVectors(kernel, new Kernel.Column(rows.address(), rows.rowBytes(), rows.dim()));
    }

    /** Returns codes that are already written. */
    static BuildVectors coded(Quantiser quantiser, int dim, long codes) {
        int codeBytes = Quantiser.codeBytes(dim);
        Kernel kernel = Kernel.of(quantiser.onCodes(), VectorType.INT8, codeBytes);
        return new BuildVectors(kernel, new Kernel.Column(codes, codeBytes, codeBytes));
    }

    /** Writes the code of every row to memory at {@code codes} and returns them. */
    static BuildVectors encode(VectorRows rows, Quantiser quantiser, long codes, VectorIndexes.Work work) {
        List<Runnable> tasks = new ArrayList<>();
        for (int from = 0; from < rows.rowCount(); from += TASK_ROWS) {
            int first = from;
            int end = Math.min(rows.rowCount(), from + TASK_ROWS);
            tasks.add(() -> quantiser.encode(rows, first, end, codes));
        }
        work.parallel().run(tasks);
        return coded(quantiser, rows.dim(), codes);
    }
}
