package io.windhover.index.graph;

import io.windhover.index.kernel.Memory;
import io.windhover.index.vector.VectorRows;
import io.windhover.index.vector.VectorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Builds a graph over a whole column. The paper's letters: M is {@code m}, M_max is {@code m} and M_max0 is {@code 2m},
 * m_L is {@code 1 / ln(m)}, W is {@link Pool}; INSERT is {@link #insert}, SELECT-NEIGHBORS-HEURISTIC is {@link
 * NeighbourChoice}.
 *
 * <p>It differs from the paper in three ways. Layers are drawn for all rows beforehand, and the first row of the top
 * layer goes in first, so the entry point never changes. While building, lists have room for half as many links more,
 * and are thinned by the heuristic only when that is full, which makes thinning rare. At the end every row that the
 * walk could not reach gets a link from a near row that it can.
 *
 * @see <a href="https://arxiv.org/abs/1603.09320">Malkov, Yashunin 2016, algorithms 1, 2, 4</a>
 */
final class HnswBuilder {
    private static final int FIRST_ROWS = 1_000;
    private static final int ROWS_AT_ONCE = 64;

    private final VectorRows rows;
    private final HnswParams params;
    private final VectorIndexes.Work work;
    private final BuildVectors vectors;
    private final Layers layers;
    private final BuildLinks links;

    private HnswBuilder(VectorRows rows, IndexSpec spec, Layers layers, BuildVectors vectors, Scratch scratch) {
        this.rows = rows;
        this.params = spec.hnsw();
        this.work = scratch.work();
        this.layers = layers;
        this.vectors = vectors;
        this.links = new BuildLinks(layers, params.m(), scratch.arena());
    }

    /** What a build works with: memory that it gives back, and those who work. */
    private record Scratch(Arena arena, VectorIndexes.Work work) {}

    /** Returns the file of a new graph in memory of {@code arena}; fails with CancellationException. */
    static MemorySegment build(VectorRows rows, IndexSpec spec, VectorIndexes.Work work, Arena arena) {
        Layers layers = Layers.draw(rows.rowCount(), spec.hnsw());
        IndexHeader header = header(rows, spec, layers);
        MemorySegment file = arena.allocate(HnswFile.bytes(header), 64);
        try (Arena scratch = Arena.ofShared()) {
            BuildVectors vectors = vectors(rows, header, file, new Scratch(scratch, work));
            HnswBuilder builder = new HnswBuilder(rows, spec, layers, vectors, new Scratch(scratch, work));
            if (rows.rowCount() > 0) {
                builder.insertAll();
                builder.thinAll();
                work.parallel().run(List.of(builder::connect));
            }
            work.parallel().run(List.of(() -> builder.copyLists(HnswFile.links(header, file))));
        }
        header.seal(file);
        return file;
    }

    /** Returns about the memory of a build: lists, layers, codes, and the file, which is made in memory. */
    static long bytes(IndexSpec spec, int dim, long rowCount) {
        int m = spec.hnsw().m();
        long file = rowCount * Integer.BYTES * (2L * m + 1) + BuildLinks.recordCount(m, rowCount) * Integer.BYTES * m;
        long layers = rowCount * (Integer.BYTES + 1);
        return file + layers + BuildLinks.bytes(m, rowCount) + rowCount * Quantiser.codeBytes(dim);
    }

    private static IndexHeader header(VectorRows rows, IndexSpec spec, Layers layers) {
        boolean coded = rows.type() != VectorType.INT8 && BuildVectors.areCoded(rows.type(), spec.metric());
        IndexHeader.Graph graph = new IndexHeader.Graph(
                spec.hnsw().m(),
                spec.hnsw().efConstruction(),
                layers.entryPoint(),
                layers.topLayer(),
                layers.recordCount(),
                coded ? Quantiser.codeBytes(rows.dim()) : 0);
        return new IndexHeader(IndexType.HNSW, spec.metric(), rows.type(), rows.dim(), rows.rowCount(), graph);
    }

    /** Returns what the graph is built on; codes go to the file if it is to have them. */
    private static BuildVectors vectors(VectorRows rows, IndexHeader header, MemorySegment file, Scratch scratch) {
        if (!BuildVectors.areCoded(rows.type(), header.metric())) {
            return BuildVectors.asTheyAre(rows, header.metric());
        }
        Quantiser quantiser = Quantiser.learn(rows, header.metric());
        if (HnswFile.hasCodes(header)) {
            HnswFile.putQuantiser(header, file, quantiser);
            return BuildVectors.encode(rows, quantiser, HnswFile.codes(header, file), scratch.work());
        }
        long bytes = (long) rows.rowCount() * Quantiser.codeBytes(rows.dim());
        long codes = scratch.arena().allocate(Math.max(1, bytes), 64).address();
        return BuildVectors.encode(rows, quantiser, codes, scratch.work());
    }

    private void insertAll() {
        AtomicInteger next = new AtomicInteger();
        work.parallel().run(List.of(() -> insertUntil(next, Math.min(FIRST_ROWS, rows.rowCount()))));
        next.set(Math.min(FIRST_ROWS, rows.rowCount()));
        List<Runnable> tasks = new ArrayList<>();
        for (int i = 0; i < work.taskCount(); i++) {
            tasks.add(() -> insertUntil(next, rows.rowCount()));
        }
        work.parallel().run(tasks);
    }

    private void insertUntil(AtomicInteger next, int end) {
        Walk walk = new Walk(rows.rowCount());
        Choices choices = new Choices(new ArrayList<>(), newChoice());
        for (int from = next.getAndAdd(ROWS_AT_ONCE); from < end; from = next.getAndAdd(ROWS_AT_ONCE)) {
            if (work.cancelled().getAsBoolean()) {
                throw new CancellationException("index build cancelled");
            }
            for (int row = from; row < Math.min(end, from + ROWS_AT_ONCE); row++) {
                if (row != layers.entryPoint()) {
                    insert(row, walk, choices);
                }
            }
        }
    }

    /** Working memory of one task: for the row that goes in, by layer, and for the lists it is linked from. */
    private record Choices(List<NeighbourChoice> own, NeighbourChoice thinning) {}

    private NeighbourChoice newChoice() {
        return new NeighbourChoice(vectors, params.m());
    }

    /**
     * Finds the neighbours of a row from its top layer down, then links it from layer 0 up: a walk of another task that
     * meets it on a layer finds its lists below, however long this task waits for a core in between.
     */
    private void insert(int row, Walk walk, Choices choices) {
        Walk.Ground ground = new Walk.Ground(links.links(), vectors.kernel(), vectors.column(), vectors.address(row));
        int top = layers.topLayer();
        int own = layers.of(row);
        while (choices.own().size() <= own) {
            choices.own().add(newChoice());
        }
        int entry = walk.descend(ground, layers.entryPoint(), top, own + 1);
        for (int layer = own; layer >= 0; layer--) {
            walk.search(ground, entry, layer, params.efConstruction());
            entry = walk.pool.row(0);
            NeighbourChoice choice = choices.own().get(layer);
            choice.begin(walk.pool, row);
            choice.choose(params.m());
        }
        for (int layer = 0; layer <= own; layer++) {
            links.link(row, layer, choices.own().get(layer), choices.thinning());
        }
    }

    private void thinAll() {
        AtomicInteger next = new AtomicInteger();
        List<Runnable> tasks = new ArrayList<>();
        for (int i = 0; i < work.taskCount(); i++) {
            tasks.add(() -> thinUntilEnd(next));
        }
        work.parallel().run(tasks);
    }

    private void thinUntilEnd(AtomicInteger next) {
        NeighbourChoice choice = newChoice();
        int end = rows.rowCount();
        for (int from = next.getAndAdd(ROWS_AT_ONCE); from < end; from = next.getAndAdd(ROWS_AT_ONCE)) {
            for (int row = from; row < Math.min(end, from + ROWS_AT_ONCE); row++) {
                for (int layer = layers.of(row); layer >= 0; layer--) {
                    links.thin(row, layer, choice);
                }
            }
        }
    }

    /** Gives every row that no walk along layer 0 can reach a link from a near one that can be reached. */
    private void connect() {
        Reach reach = new Reach(rows.rowCount(), links.links());
        reach.spread(layers.entryPoint());
        Walk walk = new Walk(rows.rowCount());
        for (int row = reach.nextMissing(0); row >= 0; row = reach.nextMissing(row + 1)) {
            Walk.Ground ground =
                    new Walk.Ground(links.links(), vectors.kernel(), vectors.column(), vectors.address(row));
            walk.search(ground, layers.entryPoint(), 0, params.efConstruction());
            for (int i = 0; i < walk.pool.size(); i++) {
                if (links.append(walk.pool.row(i), row, walk.pool.distance(i))) {
                    break;
                }
            }
            reach.spread(row);
        }
    }

    private void copyLists(Links target) {
        for (int row = 0; row < rows.rowCount(); row++) {
            Memory.putInt(target.recordOf() + 4L * row, layers.record(row));
            for (int layer = layers.of(row); layer >= 0; layer--) {
                links.copy(row, layer, target);
            }
        }
    }
}
