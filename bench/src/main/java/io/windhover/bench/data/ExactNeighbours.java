package io.windhover.bench.data;

import io.windhover.index.flat.FlatSearcher;
import io.windhover.index.vector.Metric;
import io.windhover.index.vector.VectorQuery;
import io.windhover.index.vector.VectorRows;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.IntStream;

/** Ground truth by comparing everything with everything, on all cores. */
public final class ExactNeighbours {
    private ExactNeighbours() {}

    /** Returns the nearest {@code topK} rows of each query, best first. */
    public static VectorFile of(VectorRows rows, VectorFile queries, Metric metric, int topK) {
        MemorySegment found = Arena.ofAuto().allocate(4L * topK * queries.rowCount(), 8);
        IntStream.range(0, queries.rowCount()).parallel().forEach(i -> {
            int[] nearest = FlatSearcher.search(rows, metric, VectorQuery.of(queries.floats(i)), topK, null)
                    .foundRows();
            MemorySegment.copy(nearest, 0, found, ValueLayout.JAVA_INT, 4L * i * topK, nearest.length);
        });
        return new VectorFile(queries.rowCount(), topK, found);
    }
}
