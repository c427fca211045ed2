package io.windhover.index.ivf;

import io.windhover.index.kernel.BlockCoder;
import io.windhover.index.kernel.CodeScan;
import io.windhover.index.kernel.Memory;
import io.windhover.index.kernel.Panels;
import io.windhover.index.space.Projection;
import io.windhover.index.vector.Metric;
import io.windhover.index.vector.VectorRows;
import java.lang.foreign.MemorySegment;
import java.util.function.LongFunction;

/** Builds an inverted file: learns centroids from a sample, finds the list of each row, writes the lists. */
final class IvfBuilder {
    private static final int MEASURED_ROWS = 4_096;
    private static final int SAMPLE_ROWS_A_LIST = 64;
    /** Bound of the sample, in floats. */
    private static final int SAMPLE_MAX = 1 << 27;

    private static final int TASK_ROWS = 1_024;
    private static final int TASK_LISTS = 4;

    private final VectorRows rows;
    private final Metric metric;
    private final IvfOptions options;
    private final Projection projection;
    private final int dim;

    private IvfBuilder(VectorRows rows, Metric metric, IvfOptions options) {
        this.rows = rows;
        this.metric = metric;
        this.options = options;
        this.projection = Projection.learn(rows, metric, MEASURED_ROWS);
        this.dim = Projection.dim(metric, rows.dim());
    }

    /** Returns about the most memory that a build takes at once. */
    static long bytes(int dim, int lists, long rowCount) {
        long sample = Math.min(rowCount, Math.min((long) lists * SAMPLE_ROWS_A_LIST, sampleMax(dim)));
        return 4L * dim * (sample + 4L * lists) + 8 * rowCount;
    }

    private static int sampleMax(int dim) {
        return SAMPLE_MAX / dim;
    }

    /** Builds into memory that {@code memory} gives when it is told how many bytes there will be. */
    static void build(VectorRows rows, Metric metric, IvfOptions options, LongFunction<MemorySegment> memory) {
        IvfBuilder builder = new IvfBuilder(rows, metric, options);
        Centroids centroids = builder.centroids();
        int[] listOf = builder.assign(centroids);
        ListOrder order = ListOrder.of(listOf, centroids.count());
        IvfFile file = new IvfFile(metric, rows.dim(), centroids.count(), options.codebook(), order.blocks());
        MemorySegment part = memory.apply(file.bytes());
        file.putHead(part);
        builder.projection.writeTo(IvfFile.projection(part));
        builder.write(file, part, centroids, order);
    }

    private Centroids centroids() {
        int lists = options.listsFor(rows.rowCount());
        int count = Math.min(
                rows.rowCount(),
                Math.max(
                        lists,
                        Math.min(
                                (int) Math.min(Integer.MAX_VALUE, (long) lists * SAMPLE_ROWS_A_LIST), sampleMax(dim))));
        if (count == 0) {
            return new Centroids(new float[dim], dim);
        }
        float[] sample = new float[Math.multiplyExact(count + Panels.ROWS - 1, dim)];
        float[] place = new float[dim];
        float[] scratch = new float[dim];
        for (int i = 0; i < count; i++) {
            projection.row(rows, (int) ((long) i * rows.rowCount() / count), place, scratch);
            System.arraycopy(place, 0, sample, i * dim, dim);
        }
        return Centroids.learn(sample, dim, lists, options.seed(), options.tasks());
    }

    private int[] assign(Centroids centroids) {
        int[] listOf = new int[rows.rowCount()];
        Panels panels = centroids.panels();
        options.tasks().run(rows.rowCount(), TASK_ROWS, () -> {
            Centroids.Assignment assignment = new Centroids.Assignment(panels);
            float[] four = new float[Panels.ROWS * dim];
            float[] place = new float[dim];
            float[] scratch = new float[dim];
            return (from, to) -> {
                for (int first = from; first < to; first += Panels.ROWS) {
                    int count = Math.min(Panels.ROWS, to - first);
                    for (int i = 0; i < count; i++) {
                        projection.row(rows, first + i, place, scratch);
                        System.arraycopy(place, 0, four, i * dim, dim);
                    }
                    assignment.assign(four, 0, count, listOf, first);
                }
            };
        });
        return listOf;
    }

    /**
     * The rows by their lists, in a list ascending.
     *
     * @param rows of all lists, one list after another
     * @param starts the first place of each list in {@code rows}, and at last the number of rows
     */
    private record ListOrder(int[] rows, int[] starts) {
        static ListOrder of(int[] listOf, int lists) {
            int[] starts = new int[lists + 1];
            for (int list : listOf) {
                starts[list + 1]++;
            }
            for (int list = 0; list < lists; list++) {
                starts[list + 1] += starts[list];
            }
            int[] next = starts.clone();
            int[] rows = new int[listOf.length];
            for (int row = 0; row < listOf.length; row++) {
                rows[next[listOf[row]]++] = row;
            }
            return new ListOrder(rows, starts);
        }

        int count(int list) {
            return starts[list + 1] - starts[list];
        }

        int blocks(int list) {
            return (count(list) + CodeScan.ROWS - 1) / CodeScan.ROWS;
        }

        int blocks() {
            int blocks = 0;
            for (int list = 0; list < starts.length - 1; list++) {
                blocks += blocks(list);
            }
            return blocks;
        }
    }

    private void writeCentroidBlocks(IvfFile file, MemorySegment part, Centroids centroids) {
        BlockCoder coder = new BlockCoder(file.codebook(), dim);
        float[] origin = new float[coder.length()];
        float[] centroid = new float[coder.length()];
        for (int i = 0; i < file.centroidBlocks() * CodeScan.ROWS; i++) {
            long block = file.centroidBlocks(part) + (long) (i / CodeScan.ROWS) * file.blockBytes();
            if (i < file.lists()) {
                System.arraycopy(centroids.points(), i * dim, centroid, 0, dim);
                put(coder, block, i % CodeScan.ROWS, i, origin, centroid);
            } else {
                coder.putNone(block, i % CodeScan.ROWS);
            }
        }
    }

    private void write(IvfFile file, MemorySegment part, Centroids centroids, ListOrder order) {
        writeCentroidBlocks(file, part, centroids);
        int block = 0;
        for (int list = 0; list < file.lists(); list++) {
            Memory.putInt(file.starts(part) + 4L * list, block);
            long at = file.centroids(part) + 4L * list * file.paddedDim();
            for (int d = 0; d < dim; d++) {
                Memory.putFloat(at + 4L * d, centroids.points()[list * dim + d]);
            }
            block += order.blocks(list);
        }
        Memory.putInt(file.starts(part) + 4L * file.lists(), block);
        options.tasks().run(file.lists(), TASK_LISTS, () -> {
            BlockCoder coder = new BlockCoder(file.codebook(), dim);
            float[] centroid = new float[coder.length()];
            float[] place = new float[coder.length()];
            float[] scratch = new float[dim];
            return (from, to) -> {
                for (int list = from; list < to; list++) {
                    System.arraycopy(centroids.points(), list * dim, centroid, 0, dim);
                    long first =
                            file.blocks(part) + (long) Memory.intAt(file.starts(part) + 4L * list) * file.blockBytes();
                    for (int i = 0; i < order.blocks(list) * CodeScan.ROWS; i++) {
                        long to32 = first + (long) (i / CodeScan.ROWS) * file.blockBytes();
                        if (i < order.count(list)) {
                            int row = order.rows()[order.starts()[list] + i];
                            projection.row(rows, row, place, scratch);
                            put(coder, to32, i % CodeScan.ROWS, row, centroid, place);
                        } else {
                            coder.putNone(to32, i % CodeScan.ROWS);
                        }
                    }
                }
            };
        });
    }

    private void put(BlockCoder coder, long block, int slot, int row, float[] centroid, float[] place) {
        if (metric == Metric.IP) {
            coder.putForProducts(block, slot, row, centroid, place);
        } else {
            coder.put(block, slot, row, centroid, place);
        }
    }
}
