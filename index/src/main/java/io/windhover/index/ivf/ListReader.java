package io.windhover.index.ivf;

import io.windhover.index.bits.RowBits;
import io.windhover.index.flat.PickedRows;
import io.windhover.index.kernel.BlockCoder;
import io.windhover.index.kernel.CodeScan;
import io.windhover.index.kernel.CodeTable;
import io.windhover.index.kernel.Kernel;
import io.windhover.index.kernel.Memory;
import io.windhover.index.space.Projection;
import io.windhover.index.vector.Metric;
import io.windhover.index.vector.TopHits;
import io.windhover.index.vector.VectorQuery;
import io.windhover.index.vector.VectorRows;
import io.windhover.index.vector.VectorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** One thread's searches in an inverted file, used again and again. */
final class ListReader {
    private static final CodeScan SCAN = CodeScan.best();
    /** Lists whose distance is computed beyond twice those read, because estimates order them roughly. */
    private static final int CHOSEN_SPARE = 32;

    private final IvfFile file;
    private final MemorySegment part;
    private final Projection projection;
    private final PickedRows picked;
    private final Query query;

    /** The query in the forms that it is compared in, and the lists by their distance. */
    private static final class Query {
        final CodeTable table;
        final float[] place;
        final float[] scratch;
        final MemorySegment memory;
        final Kernel kernel;
        /** Lists of which the distance is computed, and those distances. */
        final int[] chosen;

        final float[] distances;
        /** The distance of each list that was chosen. */
        final float[] starts;

        final float[] estimates = new float[CodeScan.ROWS];

        Query(IvfFile file) {
            this.table = new CodeTable(file.codebook(), file.codebook().shape(file.dim()));
            this.place = new float[Math.max(file.codebook().shape(file.dim()).codedDim(), file.paddedDim())];
            this.scratch = new float[file.dim()];
            this.memory = Arena.ofAuto().allocate(4L * file.paddedDim(), 64);
            this.kernel =
                    Kernel.of(file.metric() == Metric.IP ? Metric.IP : Metric.L2, VectorType.FLOAT, file.paddedDim());
            this.chosen = new int[file.lists()];
            this.distances = new float[file.lists()];
            this.starts = new float[file.lists()];
        }
    }

    ListReader(IvfFile file, MemorySegment part, Projection projection, VectorRows rows) {
        this.file = file;
        this.part = part;
        this.projection = projection;
        this.picked = new PickedRows(rows, file.metric());
        this.query = new Query(file);
    }

    /** See {@link Ivf#search}. */
    void search(VectorQuery asked, Ivf.Probe probe, int compared, TopHits best) {
        int[] nearest = prepare(asked, probe.lists());
        TopHits near = new TopHits(compared);
        for (int list : nearest) {
            scan(block(start(list)), block(end(list)), query.starts[list], probe.allowed(), near);
        }
        picked.compare(near, compared, best);
    }

    /** See {@link Ivf#compareAll}. */
    void compareAll(VectorQuery asked, Ivf.Probe probe, TopHits best) {
        for (int list : prepare(asked, probe.lists())) {
            int[] rows = picked.makeRoom((end(list) - start(list)) * CodeScan.ROWS);
            int count = 0;
            for (int block = start(list); block < end(list); block++) {
                for (int slot = 0; slot < CodeScan.ROWS; slot++) {
                    int row = Memory.intAt(block(block) + 4L * slot);
                    if (row >= 0 && isAllowed(probe.allowed(), row)) {
                        rows[count++] = row;
                    }
                }
            }
            picked.compare(count, best);
        }
    }

    /** Returns the nearest lists, nearest first. */
    private int[] prepare(VectorQuery asked, int count) {
        picked.prepare(asked);
        Arrays.fill(query.place, 0);
        if (file.metric() == Metric.IP) {
            projection.direction(asked, query.place, query.scratch);
        } else {
            projection.query(asked, query.place, query.scratch);
        }
        Arrays.fill(query.place, file.dim(), query.place.length, 0);
        for (int d = 0; d < file.paddedDim(); d++) {
            Memory.putFloat(query.memory.address() + 4L * d, query.place[d]);
        }
        query.table.fill(query.place);
        int lists = Math.min(count, file.lists());
        int chosen = choose(2 * lists + CHOSEN_SPARE);
        Kernel.Column centroids = new Kernel.Column(file.centroids(part), 4L * file.paddedDim(), file.paddedDim());
        query.kernel.many().distances(query.memory.address(), centroids, query.chosen, chosen, query.distances);
        TopHits near = new TopHits(lists);
        for (int i = 0; i < chosen; i++) {
            near.offer(query.distances[i], query.chosen[i]);
            query.starts[query.chosen[i]] = query.distances[i];
        }
        return near.toHits(Metric.L2).foundRows();
    }

    /** Chooses about {@code count} lists by estimates, or all if they are not many more; returns how many. */
    private int choose(int count) {
        if (2 * count >= file.lists()) {
            for (int list = 0; list < file.lists(); list++) {
                query.chosen[list] = list;
            }
            return file.lists();
        }
        float square = 0;
        for (int d = 0; d < file.dim(); d++) {
            square += query.place[d] * query.place[d];
        }
        TopHits near = new TopHits(count);
        long blocks = file.centroidBlocks(part);
        scan(
                blocks,
                blocks + (long) file.centroidBlocks() * file.blockBytes(),
                file.metric() == Metric.IP ? 0 : square,
                null,
                near);
        return near.rowsInto(query.chosen);
    }

    private int start(int list) {
        return Memory.intAt(file.starts(part) + 4L * list);
    }

    private int end(int list) {
        return start(list + 1);
    }

    private long block(int block) {
        return file.blocks(part) + (long) block * file.blockBytes();
    }

    /** Offers the allowed rows of blocks by their estimates, which begin with what is the same for all. */
    private void scan(long from, long end, float start, long[] allowed, TopHits near) {
        int blockBytes = file.blockBytes();
        for (long block = from; block < end; block += blockBytes) {
            int below = SCAN.estimate(query.table, BlockCoder.scanned(block), start, near.worst(), query.estimates);
            while (below != 0) {
                int slot = Integer.numberOfTrailingZeros(below);
                below &= below - 1;
                int row = Memory.intAt(block + 4L * slot);
                if (isAllowed(allowed, row)) {
                    near.offer(query.estimates[slot], row);
                }
            }
        }
    }

    private static boolean isAllowed(long[] allowed, int row) {
        return allowed == null || RowBits.isSet(allowed, row);
    }
}
