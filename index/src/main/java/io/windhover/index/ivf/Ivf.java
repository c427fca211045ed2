package io.windhover.index.ivf;

import io.windhover.index.Spares;
import io.windhover.index.kernel.Codebook;
import io.windhover.index.space.Projection;
import io.windhover.index.vector.Metric;
import io.windhover.index.vector.TopHits;
import io.windhover.index.vector.VectorQuery;
import io.windhover.index.vector.VectorRows;
import java.lang.foreign.MemorySegment;
import java.util.function.LongFunction;

/**
 * An inverted file: each row is in the list of the centroid nearest to it, with a code of 1 to 2.5 bits a dimension of the
 * way from there. A search estimates the rows of the nearest lists, 32 at a time, and compares the nearest of them exactly
 * on the column. Immutable once built or opened, for any number of threads.
 *
 * @see <a href="https://arxiv.org/abs/2405.12497">Gao, Long 2024 (RaBitQ)</a>, whose estimator this is
 */
public final class Ivf {
    private final IvfFile file;
    private final Spares<ListReader> readers;

    private Ivf(IvfFile file, MemorySegment part, VectorRows rows) {
        this.file = file;
        Projection projection = Projection.read(file.metric(), file.rowDim(), IvfFile.projection(part));
        this.readers = new Spares<>(() -> new ListReader(file, part, projection, rows));
    }

    /** Returns about the most memory that a build takes at once, besides the rows and what is built. */
    public static long buildBytes(int dim, int lists, long rowCount) {
        return IvfBuilder.bytes(dim, lists, rowCount);
    }

    /**
     * Builds an inverted file over all rows of floats or of bytes.
     *
     * @param memory gives native memory of so many bytes, all zeros, at a multiple of 64; asked once
     * @throws java.util.concurrent.CancellationException if the tasks are cancelled
     */
    public static void build(VectorRows rows, Metric metric, IvfOptions options, LongFunction<MemorySegment> memory) {
        IvfBuilder.build(rows, metric, options, memory);
    }

    /** Returns whether the sizes that an inverted file claims add up to its memory. */
    public static boolean isSound(MemorySegment part, VectorRows rows, Metric metric) {
        return IvfFile.isSound(metric, rows.dim(), part);
    }

    /** Opens what {@link #build} wrote, in place. */
    public static Ivf open(MemorySegment part, VectorRows rows, Metric metric) {
        return new Ivf(IvfFile.read(metric, rows.dim(), part), part, rows);
    }

    /** Returns how many lists there are. */
    public int lists() {
        return file.lists();
    }

    /** Returns what the codes are of. */
    public Codebook codebook() {
        return file.codebook();
    }

    /**
     * Which rows to look at.
     *
     * @param lists how many of the nearest are read
     * @param allowed bit per row, 64 to a word, set = may be returned; null for all rows
     */
    public record Probe(int lists, long[] allowed) {}

    /** Offers rows of the nearest lists to {@code best}: those that are nearest by estimate, {@code compared} at most. */
    public void search(VectorQuery query, Probe probe, int compared, TopHits best) {
        ListReader reader = readers.take();
        try {
            reader.search(query, probe, compared, best);
        } finally {
            readers.giveBack(reader);
        }
    }

    /** Offers all allowed rows of the nearest lists to {@code best}. */
    public void compareAll(VectorQuery query, Probe probe, TopHits best) {
        ListReader reader = readers.take();
        try {
            reader.compareAll(query, probe, best);
        } finally {
            readers.giveBack(reader);
        }
    }
}
