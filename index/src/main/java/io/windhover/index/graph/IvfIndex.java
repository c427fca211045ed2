package io.windhover.index.graph;

import io.windhover.index.ByteSink;
import io.windhover.index.Tasks;
import io.windhover.index.flat.FlatSearcher;
import io.windhover.index.ivf.Ivf;
import io.windhover.index.ivf.IvfOptions;
import io.windhover.index.kernel.BlockCoder;
import io.windhover.index.kernel.Codebook;
import io.windhover.index.kernel.HugePages;
import io.windhover.index.vector.Hits;
import io.windhover.index.vector.Metric;
import io.windhover.index.vector.RangeBounds;
import io.windhover.index.vector.TopHits;
import io.windhover.index.vector.VectorQuery;
import io.windhover.index.vector.VectorRows;
import io.windhover.model.Invariant;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * An inverted file, for rows of numbers, searched in place in its file. Small work is done exactly: when the rows to be
 * compared come near all, or so few are allowed that comparing them is cheaper than reading lists.
 */
public final class IvfIndex implements VectorIndex {
    private static final long SEED = 42;
    /** Rows of lists that are estimated in the time in which one is compared that lies anywhere. */
    private static final int ESTIMATES_PER_ROW = 32;
    /** How the lists read grow where fewer rows are allowed: the nearest allowed ones lie farther. */
    private static final double FILTERED_POWER = 0.5;

    private final IndexHeader header;
    private final IndexMemory memory;
    private final Ivf ivf;

    private IvfIndex(IndexHeader header, MemorySegment file, VectorRows rows, Optional<Arena> owned) {
        this.header = header;
        this.memory = new IndexMemory(file, rows, owned);
        this.ivf = Ivf.open(part(file), rows, header.metric());
    }

    private static MemorySegment part(MemorySegment file) {
        return file.asSlice(IndexHeader.BYTES);
    }

    /** Builds an inverted file, which the index then owns. */
    static IvfIndex build(IndexSpec spec, VectorRows rows, VectorIndexes.Work work) {
        Invariant.check(rows.type().isDense(), "inverted file of {}", rows.type());
        Tasks tasks = new Tasks(work.parallel(), work.taskCount(), work.cancelled());
        Codebook codebook = spec.ivf().codebook(rows.dim());
        IvfOptions options = new IvfOptions(spec.ivf().lists(), codebook, SEED, tasks);
        Arena arena = Arena.ofShared();
        try {
            MemorySegment[] file = new MemorySegment[1];
            Ivf.build(rows, spec.metric(), options, bytes -> {
                file[0] = HugePages.allocate(IndexHeader.BYTES + bytes, arena);
                return part(file[0]);
            });
            IndexHeader header = IndexHeader.of(IndexType.IVF, spec.metric(), rows);
            header.seal(file[0]);
            return new IvfIndex(header, file[0], rows, Optional.of(arena));
        } catch (RuntimeException | Error failure) {
            arena.close();
            throw failure;
        }
    }

    /** Returns about the most memory that a build takes at once: codes, lists on the way, a sample as floats. */
    static long buildBytes(IndexSpec spec, int dim, long rowCount) {
        int blockBytes = BlockCoder.blockBytes(spec.ivf().codebook(dim), dim);
        return rowCount * blockBytes / Integer.SIZE
                + Ivf.buildBytes(dim, spec.ivf().lists(), rowCount);
    }

    /** Opens a file whose header was read and checked. */
    static IvfIndex open(IndexHeader header, MemorySegment file, VectorRows rows) {
        IndexHeader.check(
                Ivf.isSound(part(file), rows, header.metric()),
                "inverted file does not add up: %s, %d bytes",
                header,
                file.byteSize());
        return new IvfIndex(header, file, rows, Optional.empty());
    }

    @Override
    public IndexType type() {
        return IndexType.IVF;
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
        memory.check(query);
        AllowedRows filter = AllowedRows.of(allowed, rowCount());
        int compared = params.comparedFor(topK, ivf.codebook());
        int lists = listsRead(params, filter);
        if (!isScanCheaper(lists, compared, filter)) {
            TopHits best = new TopHits(Math.min(topK, rowCount()));
            ivf.search(query, new Ivf.Probe(lists, filter.words()), compared, best);
            memory.keepAlive();
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
        int lists = listsRead(params, filter);
        if (2 * lists >= ivf.lists()) {
            return FlatSearcher.rangeSearch(memory.rows(), metric(), query, bounds, topK, filter.words());
        }
        TopHits best = new TopHits(Math.min(topK, rowCount()), bounds);
        ivf.compareAll(query, new Ivf.Probe(lists, filter.words()), best);
        memory.keepAlive();
        return best.toHits(metric());
    }

    private int listsRead(SearchParams params, AllowedRows filter) {
        double wanted = params.nprobe() / Math.pow(Math.max(filter.share(), 1e-9), FILTERED_POWER);
        return (int) Math.min(ivf.lists(), Math.ceil(wanted));
    }

    private boolean isScanCheaper(int lists, int compared, AllowedRows filter) {
        long estimated = (long) rowCount() * lists / ivf.lists();
        return filter.count() <= compared || filter.count() - compared <= estimated / ESTIMATES_PER_ROW;
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
