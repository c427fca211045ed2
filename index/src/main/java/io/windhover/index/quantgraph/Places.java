package io.windhover.index.quantgraph;

import io.windhover.index.Tasks;
import io.windhover.index.kernel.Kernel;
import io.windhover.index.kernel.Memory;
import io.windhover.index.space.Projection;
import io.windhover.index.vector.Metric;
import io.windhover.index.vector.VectorRows;
import io.windhover.index.vector.VectorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The places of all rows in the graph's own space, as floats: what a build compares. */
final class Places {
    private static final int TASK_ROWS = 1_024;

    private final MemorySegment memory;
    private final int rowCount;
    private final int dim;
    private final int paddedDim;
    private final Kernel.One distance;
    private final Kernel.One product;
    private final MemorySegment direction;

    private Places(MemorySegment memory, int rowCount, Layout layout) {
        this.memory = memory;
        this.rowCount = rowCount;
        this.dim = layout.dim();
        this.paddedDim = layout.paddedDim();
        this.product =
                Kernel.of(Metric.IP, VectorType.FLOAT, layout.paddedDim()).one();
        this.direction = Arena.ofAuto().allocate(4L * layout.paddedDim(), 64);
        this.distance =
                Kernel.of(Metric.L2, VectorType.FLOAT, layout.paddedDim()).one();
    }

    /** Computes all places, in memory of {@code arena}, and writes each row to its record. */
    static Places of(VectorRows rows, Projection projection, Records records, Tasks tasks, Arena arena) {
        int paddedDim = records.layout().paddedDim();
        long bytes = 4L * paddedDim * rows.rowCount();
        Places places = new Places(arena.allocate(Math.max(64, bytes), 64), rows.rowCount(), records.layout());
        tasks.run(rows.rowCount(), TASK_ROWS, () -> {
            float[] place = new float[paddedDim];
            float[] scratch = new float[paddedDim];
            return (from, to) -> {
                for (int row = from; row < to; row++) {
                    projection.row(rows, row, place, scratch);
                    MemorySegment.copy(
                            place, 0, places.memory, ValueLayout.JAVA_FLOAT, 4L * paddedDim * row, paddedDim);
                    records.putRow(row, place);
                }
            };
        });
        return places;
    }

    int rowCount() {
        return rowCount;
    }

    int paddedDim() {
        return paddedDim;
    }

    /** Returns the address of a row's place. */
    long address(int row) {
        return memory.address() + 4L * paddedDim * row;
    }

    /** Copies a row's place to the first elements of {@code out}. */
    void copy(int row, float[] out) {
        MemorySegment.copy(Memory.ALL, ValueLayout.JAVA_FLOAT, address(row), out, 0, dim);
    }

    /** Returns the squared distance of two rows. */
    float distance(int a, int b) {
        return distance.distance(address(a), address(b), paddedDim);
    }

    /** Sets the direction from one row to another. */
    void direct(int from, int to) {
        for (int i = 0; i < paddedDim; i++) {
            float difference = Memory.floatAt(address(to) + 4L * i) - Memory.floatAt(address(from) + 4L * i);
            Memory.putFloat(direction.address() + 4L * i, difference);
        }
    }

    /** Returns how far a row lies along the direction, the farther the less. */
    float along(int row) {
        return product.distance(direction.address(), address(row), paddedDim);
    }
}
