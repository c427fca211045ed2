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
        final int[] lists;
        final float[] distances;
        final float[] estimates = new float[CodeScan.ROWS];

        Query(IvfFile file) {
            this.table = new CodeTable(file.codebook(), file.codebook().shape(file.dim()));
            this.place = new float[Math.max(file.codebook().shape(file.dim()).codedDim(), file.paddedDim())];
            this.scratch = new float[file.dim()];
            this.memory = Arena.ofAuto().allocate(4L * file.paddedDim(), 64);
            this.kernel =
                    Kernel.of(file.metric() == Metric.IP ? Metric.IP : Metric.L2, VectorType.FLOAT, file.paddedDim());
            this.lists = new int[file.lists()];
            Arrays.setAll(lists, i -> i);
            this.distances = new float[file.lists()];
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
        query.table.fill(query.place);
        TopHits near = new TopHits(compared);
        for (int list : nearest) {
            scan(list, probe.allowed(), near);
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
        Kernel.Column centroids = new Kernel.Column(file.centroids(part), 4L * file.paddedDim(), file.paddedDim());
        query.kernel.many().distances(query.memory.address(), centroids, query.lists, file.lists(), query.distances);
        TopHits near = new TopHits(Math.min(count, file.lists()));
        for (int list = 0; list < file.lists(); list++) {
            near.offer(query.distances[list], list);
        }
        return near.toHits(Metric.L2).foundRows();
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

    private void scan(int list, long[] allowed, TopHits near) {
        float start = query.distances[list];
        long end = block(end(list));
        int blockBytes = file.blockBytes();
        for (long block = block(start(list)); block < end; block += blockBytes) {
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
