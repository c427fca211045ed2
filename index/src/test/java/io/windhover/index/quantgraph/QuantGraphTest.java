package io.windhover.index.quantgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.windhover.index.Parallel;
import io.windhover.index.Tasks;
import io.windhover.index.flat.FlatSearcher;
import io.windhover.index.kernel.BlockCoder;
import io.windhover.index.kernel.CodeScan;
import io.windhover.index.kernel.CodeTable;
import io.windhover.index.vector.Hits;
import io.windhover.index.vector.Metric;
import io.windhover.index.vector.TestVectors;
import io.windhover.index.vector.TopHits;
import io.windhover.index.vector.VectorQuery;
import io.windhover.index.vector.VectorRows;
import io.windhover.index.vector.VectorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class QuantGraphTest {
    private static final long SEED = Long.getLong("seed", 29L);

    // Goal: the least and the largest dims are served as those between. Method: random rows of each dim and metric,
    // every
    // row searched for; it finds itself.
    @Test
    void rowsOfEveryDimFindThemselves() {
        System.out.println("seed " + SEED);
        for (int dim : new int[] {1, 2, 3, 16, 100, 385, 32_768}) {
            VectorRows rows = TestVectors.random(VectorType.FLOAT, dim > 10_000 ? 34 : 200, dim, SEED);
            for (Metric metric : new Metric[] {Metric.L2, Metric.COSINE}) {
                QuantGraph graph = graph(rows, metric, options(dim, 1));
                int missed = 0;
                for (int row = 0; row < rows.rowCount(); row++) {
                    TopHits best = new TopHits(1);
                    graph.search(VectorQuery.of(rows, row), 20, 20, best);
                    missed += isSame(best.toHits(metric), rows, row, metric) ? 0 : 1;
                }
                assertThat(missed).as(metric + " dim " + dim).isLessThanOrEqualTo(rows.rowCount() / 50);
            }
        }
    }

    private static boolean isSame(Hits hits, VectorRows rows, int row, Metric metric) {
        Hits exact = FlatSearcher.search(rows, metric, VectorQuery.of(rows, row), 1, null);
        return hits.count() == 1 && Math.abs(hits.scores()[0] - exact.scores()[0]) < 1e-5;
    }

    // Goal: a walk can come to every row. Method: follow the links of the records from the entries: random rows, rows
    // in
    // far clusters, and 10,000 equal rows among others.
    @Test
    void everyRowIsReachable() {
        assertReachable(TestVectors.random(VectorType.FLOAT, 3_000, 24, SEED));
        assertReachable(TestVectors.clustered(VectorType.FLOAT, 3_000, 8, 30, SEED));
        VectorRows equal = TestVectors.random(VectorType.FLOAT, 11_000, 4, SEED);
        for (int row = 500; row < 10_500; row++) {
            MemorySegment.copy(equal.row(0), 0, equal.data(), (long) row * equal.rowBytes(), equal.rowBytes());
        }
        assertReachable(equal);
    }

    private static void assertReachable(VectorRows rows) {
        BuildOptions options = options(rows.dim(), 1);
        GraphFile file = GraphFile.read(Metric.L2, rows.dim(), rows.rowCount(), build(rows, Metric.L2, options));
        Records records = file.records();
        BitSet reached = new BitSet();
        Deque<Integer> waiting = new ArrayDeque<>();
        for (int i = 0; i < records.entryBlocks(); i++) {
            reach(records.entryBlock(i), reached, waiting);
        }
        while (!waiting.isEmpty()) {
            reach(records.neighbours(records.of(waiting.removeLast())), reached, waiting);
        }
        assertThat(reached.cardinality()).isEqualTo(rows.rowCount());
    }

    private static void reach(long block, BitSet reached, Deque<Integer> waiting) {
        for (int slot = 0; slot < Records.BLOCK_ROWS; slot++) {
            int row = Records.neighbour(block, slot);
            if (row >= 0 && !reached.get(row)) {
                reached.set(row);
                waiting.add(row);
            }
        }
    }

    // Goal: the number of tasks changes nothing. Method: the same rows with one task and with three on threads.
    @Test
    void graphIsTheSameForAnyNumberOfTasks() {
        VectorRows rows = TestVectors.clustered(VectorType.FLOAT, 2_000, 20, 20, SEED);
        byte[] one = build(rows, Metric.IP, options(20, 1)).toArray(ValueLayout.JAVA_BYTE);
        byte[] three = build(rows, Metric.IP, options(20, 3)).toArray(ValueLayout.JAVA_BYTE);
        assertThat(three).isEqualTo(one);
    }

    // Goal: an estimate tells the distance without bias, the better the more bits. Method: random neighbours of a row
    // and
    // random queries, each codebook; mean error and mean squared error of the estimated products.
    @Test
    void estimatesAreUnbiased() {
        double[] deviationMax = {0.1, 0.16, 0.26};
        for (int codeDims : new int[] {2, 3, 5}) {
            VectorRows rows = TestVectors.random(VectorType.FLOAT, 33, 128, SEED + codeDims);
            BuildOptions options = new BuildOptions(32, 100, codeDims, SEED, tasks(1));
            GraphFile file = GraphFile.read(Metric.L2, 128, 33, build(rows, Metric.L2, options));
            Records records = file.records();
            CodeTable table =
                    new CodeTable(file.layout().codebook(), file.layout().shape());
            float[] place = new float[Math.max(128, file.layout().shape().codedDim())];
            float[] estimates = new float[CodeScan.ROWS];
            double sum = 0;
            double squares = 0;
            int count = 0;
            VectorRows queries = TestVectors.random(VectorType.FLOAT, 200, 128, SEED);
            for (int i = 0; i < queries.rowCount(); i++) {
                VectorQuery query = VectorQuery.of(queries, i);
                file.projection().query(query, place, new float[128]);
                table.fill(place);
                long block = records.neighbours(records.of(0));
                float unit = file.projection().measures().unit();
                float own = distance(query, rows, 0) * unit * unit;
                CodeScan.best().estimate(table, BlockCoder.scanned(block), own, Float.POSITIVE_INFINITY, estimates);
                for (int slot = 0; slot < CodeScan.ROWS; slot++) {
                    float exact = distance(query, rows, Records.neighbour(block, slot)) * unit * unit;
                    double error = (estimates[slot] - exact) / exact;
                    sum += error;
                    squares += error * error;
                    count++;
                }
            }
            assertThat(sum / count).as("dims " + codeDims).isCloseTo(0, within(0.02));
            int at = codeDims == 5 ? 2 : codeDims - 2;
            assertThat(Math.sqrt(squares / count)).as("dims " + codeDims).isLessThan(deviationMax[at]);
        }
    }

    private static float distance(VectorQuery query, VectorRows rows, int row) {
        float sum = 0;
        VectorQuery other = VectorQuery.of(rows, row);
        for (int i = 0; i < query.dim(); i++) {
            sum += (query.element(i) - other.element(i)) * (query.element(i) - other.element(i));
        }
        return sum;
    }

    // Goal: extremes stay finite and do no harm. Method: coordinates from 1e-38 to 1e17, rows of zeros, under each
    // metric;
    // a search ends and gives as many hits as wanted.
    @Test
    void extremeRowsAreServed() {
        VectorRows rows = TestVectors.random(VectorType.FLOAT, 600, 16, SEED);
        for (int row = 0; row < 600; row++) {
            float scale = row % 4 == 0 ? 0 : row % 4 == 1 ? 1e9f : row % 4 == 2 ? 1e-38f : 1e17f;
            for (int i = 0; i < 16; i++) {
                long at = 4L * (row * 16L + i);
                rows.data().set(ValueLayout.JAVA_FLOAT, at, rows.data().get(ValueLayout.JAVA_FLOAT, at) * scale);
            }
        }
        for (Metric metric : new Metric[] {Metric.L2, Metric.COSINE, Metric.IP}) {
            QuantGraph graph = graph(rows, metric, options(16, 1));
            for (int row = 0; row < 8; row++) {
                TopHits best = new TopHits(10);
                graph.search(VectorQuery.of(rows, row), 40, 40, best);
                assertThat(best.size()).as(metric + " row " + row).isPositive();
            }
        }
    }

    private static QuantGraph graph(VectorRows rows, Metric metric, BuildOptions options) {
        MemorySegment part = build(rows, metric, options);
        assertThat(QuantGraph.isSound(part, rows, metric)).isTrue();
        return QuantGraph.open(part, rows, metric);
    }

    private static MemorySegment build(VectorRows rows, Metric metric, BuildOptions options) {
        MemorySegment part = Arena.ofAuto().allocate(QuantGraph.bytes(rows, metric, options), 64);
        QuantGraph.build(rows, metric, options, part);
        return part;
    }

    private static Tasks tasks(int count) {
        Parallel parallel = work -> work.parallelStream().forEach(Runnable::run);
        return new Tasks(count == 1 ? Parallel.sequential() : parallel, count, () -> false);
    }

    private static BuildOptions options(int dim, int taskCount) {
        return BuildOptions.of(dim, 16, 100, SEED, tasks(taskCount));
    }
}
