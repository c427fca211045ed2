package io.windhover.index.graph;

import io.windhover.index.Parallel;
import io.windhover.index.vector.VectorRows;
import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;

/** Makes and opens vector indexes. */
public final class VectorIndexes {
    private VectorIndexes() {}

    /**
     * How a build may work.
     *
     * @param parallel runs its tasks
     * @param taskCount into how many tasks to split; 1 gives the same graph for the same rows and seed, always
     * @param cancelled asked every few hundred rows; when it says true the build ends with a CancellationException
     */
    public record Work(Parallel parallel, int taskCount, BooleanSupplier cancelled) {
        /** Returns work on the calling thread, never cancelled. */
        public static Work here() {
            return new Work(Parallel.sequential(), 1, () -> false);
        }
    }

    /**
     * Builds an index on all of {@code rows}, which it keeps using.
     *
     * @throws java.util.concurrent.CancellationException if {@code work} is cancelled; nothing is left behind
     */
    public static VectorIndex build(IndexSpec spec, VectorRows rows, Work work) {
        return switch (spec.type()) {
            case FLAT, BIN_FLAT -> new FlatIndex(spec.type(), spec.metric(), rows);
            case HNSW -> HnswIndex.build(spec, rows, work);
            case QUANT_GRAPH -> QuantGraphIndex.build(spec, rows, work);
            case IVF -> IvfIndex.build(spec, rows, work);
        };
    }

    /** Returns about the most memory that {@link #build} takes at once besides the rows themselves. */
    public static long buildBytes(IndexSpec spec, int dim, long rowCount) {
        return switch (spec.type()) {
            case FLAT, BIN_FLAT -> 0;
            case HNSW -> HnswBuilder.bytes(spec, dim, rowCount);
            case QUANT_GRAPH -> QuantGraphIndex.buildBytes(spec, dim, rowCount);
            case IVF -> IvfIndex.buildBytes(spec, dim, rowCount);
        };
    }

    /**
     * Opens what {@link VectorIndex#writeTo} wrote, in place, without copying.
     *
     * @param bytes the whole file, native (mapped) memory at an address that is a multiple of 64
     * @param rows the column that it was built on
     * @throws io.windhover.model.DatabaseException DATA_INTEGRITY if the bytes are damaged or belong to other rows
     */
    public static VectorIndex open(MemorySegment bytes, VectorRows rows) {
        IndexHeader header = IndexHeader.read(bytes);
        header.checkFits(rows);
        return switch (header.type()) {
            case FLAT, BIN_FLAT -> new FlatIndex(header.type(), header.metric(), rows);
            case HNSW -> HnswIndex.open(header, bytes, rows);
            case QUANT_GRAPH -> QuantGraphIndex.open(header, bytes, rows);
            case IVF -> IvfIndex.open(header, bytes, rows);
        };
    }
}
