package io.windhover.index.graph;

import io.windhover.index.ByteSink;
import io.windhover.index.Spares;
import io.windhover.index.flat.FlatSearcher;
import io.windhover.index.kernel.Kernel;
import io.windhover.index.kernel.QueryForm;
import io.windhover.index.vector.Hits;
import io.windhover.index.vector.Metric;
import io.windhover.index.vector.RangeBounds;
import io.windhover.index.vector.TopHits;
import io.windhover.index.vector.VectorQuery;
import io.windhover.index.vector.VectorRows;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * The navigable small-world graph, searched in place in its file. Small work is done exactly: when {@code ef} comes
 * near the number of rows, or so few rows are allowed that comparing them all is cheaper than walking.
 *
 * @see <a href="https://arxiv.org/abs/1603.09320">Malkov, Yashunin 2016, algorithm 5</a> (our ef = paper's ef)
 */
public final class HnswIndex implements VectorIndex {
    /** Rows that a scan compares, one after another, in the time that a walk takes for each candidate it keeps. */
    private static final int ROWS_PER_CANDIDATE = 48;
    /** The same where the rows to compare are scattered among others. */
    private static final int SCATTERED_ROWS_PER_CANDIDATE = 16;
    /** From this share of allowed rows on, a longer plain walk beats looking behind those that are not allowed. */
    private static final double PLAIN_WALK_SHARE = 0.6;

    private final IndexHeader header;
    private final IndexMemory memory;
    private final Links links;
    private final Kernel kernel;
    private final Kernel.Column column;
    private final Optional<Codes> codes;
    private final Spares<Walk> walks = new Spares<>(() -> new Walk(rowCount()));

    private HnswIndex(IndexHeader header, MemorySegment file, VectorRows rows, Optional<Arena> owned) {
        this.header = header;
        this.memory = new IndexMemory(file, rows, owned);
        this.links = HnswFile.links(header, file);
        this.kernel = Kernel.of(header.metric(), rows.type(), rows.dim());
        this.column = new Kernel.Column(rows.address(), rows.rowBytes(), rows.dim());
        this.codes = HnswFile.hasCodes(header) ? Optional.of(Codes.of(header, file)) : Optional.empty();
    }

    /** What walks compare instead of the column, half to a quarter of its bytes; hits are then compared exactly. */
    private record Codes(Quantiser quantiser, BuildVectors vectors) {
        static Codes of(IndexHeader header, MemorySegment file) {
            Quantiser quantiser = HnswFile.quantiser(header, file);
            return new Codes(quantiser, BuildVectors.coded(quantiser, header.dim(), HnswFile.codes(header, file)));
        }
    }

    /** Builds a graph, which the index then owns. */
    static HnswIndex build(IndexSpec spec, VectorRows rows, VectorIndexes.Work work) {
        Arena arena = Arena.ofShared();
        try {
            MemorySegment file = HnswBuilder.build(rows, spec, work, arena);
            return new HnswIndex(IndexHeader.read(file), file, rows, Optional.of(arena));
        } catch (RuntimeException | Error failure) {
            arena.close();
            throw failure;
        }
    }

    /** Opens a file whose header was read and checked. */
    static HnswIndex open(IndexHeader header, MemorySegment file, VectorRows rows) {
        HnswFile.check(header, file);
        return new HnswIndex(header, file, rows, Optional.empty());
    }

    @Override
    public IndexType type() {
        return IndexType.HNSW;
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
        if (isScanCheaper(ef, filter)) {
            return FlatSearcher.search(memory.rows(), metric(), query, topK, filter.words());
        }
        Walk walk = walks.take();
        try {
            boolean ended = walk(walk, query, ef, filter);
            Hits hits = ended ? hits(walk, RangeBounds.ALL, topK, filter) : Hits.none();
            boolean complete = hits.count() >= Math.min(topK, filter.count());
            return complete ? hits : FlatSearcher.search(memory.rows(), metric(), query, topK, filter.words());
        } finally {
            walks.giveBack(walk);
        }
    }

    @Override
    public Hits rangeSearch(VectorQuery query, RangeBounds bounds, int topK, SearchParams params, long[] allowed) {
        memory.check(query);
        AllowedRows filter = AllowedRows.of(allowed, rowCount());
        Walk walk = walks.take();
        try {
            for (long ef = params.efFor(topK); ef < rowCount() && !isScanCheaper((int) ef, filter); ef *= 4) {
                if (!walk(walk, query, (int) ef, filter)) {
                    break;
                }
                Hits hits = hits(walk, bounds, topK, filter);
                if (hits.count() >= topK || walk.farthest() >= bounds.to()) {
                    return hits;
                }
            }
            return FlatSearcher.rangeSearch(memory.rows(), metric(), query, bounds, topK, filter.words());
        } finally {
            walks.giveBack(walk);
        }
    }

    private static boolean isScanCheaper(int ef, AllowedRows filter) {
        int perCandidate = filter.words() == null ? ROWS_PER_CANDIDATE : SCATTERED_ROWS_PER_CANDIDATE;
        return filter.count() <= (long) ef * perCandidate;
    }

    /** Leaves what a walk with {@code ef} candidates finds in its pool; returns false if a scan is cheaper after all. */
    private boolean walk(Walk walk, VectorQuery query, int ef, AllowedRows filter) {
        Walk.Ground exact = exactGround(walk, query);
        Walk.Ground ground = codedGround(walk, query).orElse(exact);
        int entry =
                walk.descend(ground, header.graph().entryPoint(), header.graph().topLayer(), 1);
        boolean ended = true;
        if (filter.share() >= PLAIN_WALK_SHARE) {
            walk.search(ground, entry, 0, (int) Math.min(rowCount(), Math.ceil(ef / filter.share())));
        } else {
            ended = new FilteredWalk(walk, ground, filter.words(), filter.count()).search(entry, ef);
        }
        walk.recompare(exact, ground != exact);
        memory.keepAlive();
        return ended;
    }

    private Walk.Ground exactGround(Walk walk, VectorQuery query) {
        MemorySegment prepared = walk.query(QueryForm.bytes(query.type(), query.dim()));
        QueryForm.prepare(query, metric(), prepared.address());
        return new Walk.Ground(links, kernel, column, prepared.address());
    }

    /** Returns the ground of codes, unless there are none or they cannot stand for this query. */
    private Optional<Walk.Ground> codedGround(Walk walk, VectorQuery query) {
        return codes.flatMap(coded -> {
            long code = walk.code(coded.vectors().column().rowBytes()).address();
            boolean stands = coded.quantiser().encodeQuery(query, code);
            Walk.Ground ground = new Walk.Ground(
                    links, coded.vectors().kernel(), coded.vectors().column(), code);
            return stands ? Optional.of(ground) : Optional.empty();
        });
    }

    private Hits hits(Walk walk, RangeBounds bounds, int topK, AllowedRows filter) {
        TopHits best = new TopHits(Math.min(topK, walk.pool.size()), bounds);
        for (int i = 0; i < walk.pool.size(); i++) {
            if (filter.allows(walk.pool.row(i))) {
                best.offer(walk.distances[i], walk.pool.row(i));
            }
        }
        return best.toHits(metric());
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
