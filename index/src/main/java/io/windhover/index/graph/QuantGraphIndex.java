package io.windhover.index.graph;

import io.windhover.index.ByteSink;
import io.windhover.index.Tasks;
import io.windhover.index.flat.FlatSearcher;
import io.windhover.index.kernel.HugePages;
import io.windhover.index.quantgraph.BuildOptions;
import io.windhover.index.quantgraph.QuantGraph;
import io.windhover.index.vector.Hits;
import io.windhover.index.vector.Metric;
import io.windhover.index.vector.RangeBounds;
import io.windhover.index.vector.TopHits;
import io.windhover.index.vector.VectorQuery;
import io.windhover.index.vector.VectorRows;
import io.windhover.index.vector.VectorType;
import io.windhover.model.Invariant;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * A graph of one layer with codes beside its links, for rows of floats, searched in place in its file. Small work is done
 * exactly: when {@code ef} comes near the number of rows, or so few rows are allowed that comparing them all is cheaper
 * than walking. HNSW's parameters mean the same here.
 */
public final class QuantGraphIndex implements VectorIndex {
    /** Rows that a scan compares, one after another, in the time that a walk takes for each row it comes to. */
    private static final int ROWS_PER_STEP = 24;
    /** The same where the rows to compare are scattered among others. */
    private static final int SCATTERED_ROWS_PER_STEP = 8;
    /** From this share of allowed rows on, a longer walk that looks for all rows finds enough allowed ones. */
    private static final double PLAIN_WALK_SHARE = 0.6;
    /** How the steps of a walk grow where fewer rows are allowed. */
    private static final double FILTERED_POWER = 0.7;
    /** Of a record: factors of the row and what pads it. */
    private static final int RECORD_FRAME_BYTES = 128;
    /** Of a neighbour in a record: its number and factors. */
    private static final int LINK_BYTES = 14;
    /** Dimensions that a byte of a neighbour's code stands for, at least. */
    private static final int CODED_DIMS_A_BYTE = 3;
    /** Of a row, in lists that a build works with. */
    private static final int LISTS_BYTES = 600;
    /** Rows beyond those wanted that are compared exactly, because bytes may order near ones wrongly. */
    private static final int SPARE_ROWS = 16;

    private final IndexHeader header;
    private final IndexMemory memory;
    private final QuantGraph graph;

    private QuantGraphIndex(IndexHeader header, MemorySegment file, VectorRows rows, Optional<Arena> owned) {
        this.header = header;
        this.memory = new IndexMemory(file, rows, owned);
        this.graph = QuantGraph.open(part(file), rows, header.metric());
    }

    private static MemorySegment part(MemorySegment file) {
        return file.asSlice(IndexHeader.BYTES);
    }

    /** Builds a graph, which the index then owns. */
    static QuantGraphIndex build(IndexSpec spec, VectorRows rows, VectorIndexes.Work work) {
        Invariant.check(rows.type() != VectorType.INT8 && rows.type().isDense(), "quant graph of {}", rows.type());
        HnswParams params = spec.hnsw();
        Tasks tasks = new Tasks(work.parallel(), work.taskCount(), work.cancelled());
        BuildOptions options = BuildOptions.of(rows.dim(), params.m(), params.efConstruction(), params.seed(), tasks);
        Arena arena = Arena.ofShared();
        try {
            long bytes = IndexHeader.BYTES + QuantGraph.bytes(rows, spec.metric(), options);
            MemorySegment file = HugePages.allocate(bytes, arena);
            QuantGraph.build(rows, spec.metric(), options, part(file));
            IndexHeader header = IndexHeader.ofQuantGraph(spec.metric(), rows, params);
            header.seal(file);
            return new QuantGraphIndex(header, file, rows, Optional.of(arena));
        } catch (RuntimeException | Error failure) {
            arena.close();
            throw failure;
        }
    }

    /** Returns about the most memory that a build takes at once: the records, the vectors as floats, lists on the way. */
    static long buildBytes(IndexSpec spec, int dim, long rowCount) {
        long degree = 2L * spec.hnsw().m();
        long recordBytes = dim + RECORD_FRAME_BYTES + degree * (LINK_BYTES + dim / CODED_DIMS_A_BYTE);
        return rowCount * (recordBytes + Float.BYTES * (long) dim + LISTS_BYTES);
    }

    /** Opens a file whose header was read and checked. */
    static QuantGraphIndex open(IndexHeader header, MemorySegment file, VectorRows rows) {
        IndexHeader.check(
                QuantGraph.isSound(part(file), rows, header.metric()),
                "graph index does not add up: %s, %d bytes",
                header,
                file.byteSize());
        return new QuantGraphIndex(header, file, rows, Optional.empty());
    }

    @Override
    public IndexType type() {
        return IndexType.QUANT_GRAPH;
    }

    @Override
    public Metric metric() {
        return header.metric();
    }

    @Override
    public int rowCount() {
        return header.rowCount();
    }

    @Override
    public Hits search(VectorQuery query, int topK, SearchParams params, long[] allowed) {
        int ef = params.efFor(topK);
        memory.check(query);
        AllowedRows filter = AllowedRows.of(allowed, rowCount());
        if (!isScanCheaper(ef, filter)) {
            TopHits best = new TopHits(Math.min(topK, rowCount()));
            int compared = Math.min(ef, topK + SPARE_ROWS + ef / SPARE_ROWS);
            walk(query, ef, compared, filter, best);
            if (best.size() >= Math.min(topK, filter.count())) {
                return best.toHits(metric());
            }
        }
        return FlatSearcher.search(memory.rows(), metric(), query, topK, filter.words());
    }

    @Override
    public Hits rangeSearch(VectorQuery query, RangeBounds bounds, int topK, SearchParams params, long[] allowed) {
        memory.check(query);
        AllowedRows filter = AllowedRows.of(allowed, rowCount());
        for (long ef = params.efFor(topK); ef < rowCount() && !isScanCheaper((int) ef, filter); ef *= 4) {
            TopHits best = new TopHits(Math.min(topK, rowCount()), bounds);
            float farthest = walk(query, (int) ef, (int) ef, filter, best);
            if (best.size() >= topK || farthest >= bounds.to()) {
                return best.toHits(metric());
            }
        }
        return FlatSearcher.rangeSearch(memory.rows(), metric(), query, bounds, topK, filter.words());
    }

    /**
     * Returns how many rows a walk comes to before it knows {@code ef} allowed ones well. It hears of many more rows than
     * it comes to, so where few are allowed it need not come to as many more.
     */
    private static long steps(int ef, AllowedRows filter) {
        double power = filter.share() >= PLAIN_WALK_SHARE ? 1 : FILTERED_POWER;
        return (long) Math.ceil(ef / Math.pow(filter.share(), power));
    }

    private static boolean isScanCheaper(int ef, AllowedRows filter) {
        int perStep = filter.words() == null ? ROWS_PER_STEP : SCATTERED_ROWS_PER_STEP;
        return filter.count() <= steps(ef, filter) * perStep;
    }

    /** Offers what a walk finds; returns the distance of the farthest row compared, minus infinity if they are too few. */
    private float walk(VectorQuery query, int ef, int compared, AllowedRows filter, TopHits best) {
        int steps = (int) Math.min(rowCount(), steps(ef, filter));
        float farthest;
        if (filter.words() == null) {
            farthest = graph.search(query, steps, compared, best);
        } else {
            int stepsMax = Math.max(steps, filter.count() / SCATTERED_ROWS_PER_STEP);
            QuantGraph.Allowed allowed = new QuantGraph.Allowed(filter.words(), steps, stepsMax);
            farthest = graph.searchAllowed(query, allowed, Math.max(ef, compared), best);
        }
        memory.keepAlive();
        return farthest;
    }

    @Override
    public long memoryBytes() {
        return memory.file().byteSize();
    }

    @Override
    public void writeTo(ByteSink sink) {
        memory.writeTo(sink);
    }

    @Override
    public void close() {
        memory.close();
    }
}
