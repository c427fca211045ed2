package io.windhover.index.quantgraph;

import io.windhover.index.Spares;
import io.windhover.index.kernel.Codebook;
import io.windhover.index.space.Projection;
import io.windhover.index.vector.Metric;
import io.windhover.index.vector.TopHits;
import io.windhover.index.vector.VectorQuery;
import io.windhover.index.vector.VectorRows;
import java.lang.foreign.MemorySegment;

/**
 * A graph of one layer whose links carry short codes of the rows they lead to: where a walk is, the distances of all
 * neighbours are estimated from one stretch of memory, and only the rows that a walk comes to are compared. What it finds
 * is compared exactly at the end, on the column. Immutable once built or opened, for any number of threads.
 *
 * @see <a href="https://arxiv.org/abs/2411.12229">Gou and others 2025 (SymphonyQG)</a>, whose idea this is
 */
public final class QuantGraph {
    private static final int SAMPLE_ROWS = 4_096;
    private final Spares<Finder> finders;

    private QuantGraph(GraphFile file, VectorRows rows) {
        Records records = file.records();
        Projection projection = file.projection();
        this.finders = new Spares<>(() -> new Finder(records, projection, rows, file.metric()));
    }

    private static GraphFile file(VectorRows rows, Metric metric, BuildOptions options, MemorySegment part) {
        Codebook codebook = Codebook.of(options.codeDims());
        Layout layout = Layout.of(Projection.dim(metric, rows.dim()), codebook, options.degree());
        int entryRoom = Entries.room(rows.rowCount());
        return new GraphFile(metric, rows.dim(), rows.rowCount(), layout, entryRoom, part);
    }

    /** Returns how many bytes a graph takes. */
    public static long bytes(VectorRows rows, Metric metric, BuildOptions options) {
        return file(rows, metric, options, MemorySegment.NULL).bytes();
    }

    /**
     * Builds a graph over all rows.
     *
     * @param part native memory of exactly {@link #bytes}, all zeros, at a multiple of 64
     * @throws java.util.concurrent.CancellationException if the tasks are cancelled
     */
    public static void build(VectorRows rows, Metric metric, BuildOptions options, MemorySegment part) {
        GraphFile file = file(rows, metric, options, part);
        Projection projection = Projection.learn(rows, metric, SAMPLE_ROWS);
        file.putHead(projection, 0);
        GraphBuilder.build(file, rows, projection, options);
    }

    /** Returns whether the sizes that a graph claims add up to its memory. */
    public static boolean isSound(MemorySegment part, VectorRows rows, Metric metric) {
        return GraphFile.isSound(metric, rows.dim(), rows.rowCount(), part);
    }

    /** Opens what {@link #build} wrote, in place. */
    public static QuantGraph open(MemorySegment part, VectorRows rows, Metric metric) {
        return new QuantGraph(GraphFile.read(metric, rows.dim(), rows.rowCount(), part), rows);
    }

    /**
     * How to walk where only some rows may be returned.
     *
     * @param words bit per row, 64 to a word, set = may be returned
     * @param steps rows to have been at before a walk ends
     * @param stepsMax rows after which it gives up
     */
    public record Allowed(long[] words, int steps, int stepsMax) {}

    /**
     * Offers the nearest rows that a walk finds to {@code best}.
     *
     * @param ef rows that a walk keeps
     * @param compared how many of them are compared exactly
     * @return distance of the farthest row compared, minus infinity if they are fewer than {@code compared}
     */
    public float search(VectorQuery query, int ef, int compared, TopHits best) {
        Finder finder = finders.take();
        try {
            return finder.search(query, ef, compared, best);
        } finally {
            finders.giveBack(finder);
        }
    }

    /**
     * Offers the nearest allowed rows that a walk through all rows hears of, none if it gives up.
     *
     * @param compared how many allowed rows are to be found; twice as many are compared
     * @return distance of the farthest row compared, minus infinity if they are fewer than {@code compared}
     */
    public float searchAllowed(VectorQuery query, Allowed allowed, int compared, TopHits best) {
        Finder finder = finders.take();
        try {
            return finder.searchAllowed(query, allowed, compared, best);
        } finally {
            finders.giveBack(finder);
        }
    }
}
