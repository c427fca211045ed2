package io.windhover.index.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.index.vector.Metric;
import io.windhover.index.vector.TestVectors;
import io.windhover.index.vector.VectorRows;
import io.windhover.index.vector.VectorType;
import io.windhover.model.DatabaseException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The graph of one layer with codes beside its links. */
class QuantGraphIndexTest extends VectorIndexContract {
    @Override
    IndexSpec spec(Metric metric) {
        return IndexSpec.quantGraph(metric, 16, 100);
    }

    @Override
    double recallMin(Metric metric) {
        // Rows of differing length are its weak side.
        return metric == Metric.IP ? 0.9 : 0.97;
    }

    @Override
    VectorType[] elementTypes() {
        return new VectorType[] {VectorType.FLOAT16, VectorType.BFLOAT16};
    }

    // Goal: more neighbours are blocks of 32. Method: M of 2 to 100; recall is that of a usual M at least.
    @Test
    void everyMIsServed() {
        VectorRows rows = TestVectors.clustered(VectorType.FLOAT, 3_000, 24, 30, SEED);
        for (int m : new int[] {2, 23, 30, 100}) {
            IndexSpec spec = IndexSpec.quantGraph(Metric.L2, m, 60);
            try (VectorIndex index = VectorIndexes.build(spec, rows, VectorIndexes.Work.here())) {
                assertThat(recall(index, rows, 60, null)).as("M " + m).isGreaterThan(0.95);
            }
        }
    }

    // Goal: users cannot ask for it. Method: its name in an index request.
    @Test
    void itHasNoNameForUsers() {
        assertThatThrownBy(() -> IndexSpec.parse(VectorType.FLOAT, 128, Map.of("index_type", "QUANT_GRAPH")))
                .isInstanceOf(DatabaseException.class);
    }
}
