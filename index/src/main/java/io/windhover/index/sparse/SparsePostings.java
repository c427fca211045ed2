package io.windhover.index.sparse;

import static io.windhover.index.block.LittleEndian.FLOAT;
import static io.windhover.index.block.LittleEndian.INT;
import static io.windhover.index.block.LittleEndian.LONG;

import io.windhover.index.block.Block;
import io.windhover.index.block.SectionBuilder;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.row.Column.SparseVectorColumn;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * The serialised form of a sparse index, in place: for every dimension the rows that have it, ascending, with their
 * values, and the largest and smallest value of every 128 of them. Sections: 0 head (u32 rows, u32 dimensions d), 1 u32
 * dimensions, ascending, 2 u64 d + 1 starts, 3 u32 rows, 4 float values, 5 u32 d first groups, 6 float pairs of the
 * greatest and least value of each group.
 *
 * @param block          the bytes
 * @param rowCount       rows, those without a vector included
 * @param dimensionCount different dimensions
 */
record SparsePostings(Block block, int rowCount, int dimensionCount) {
    static final int GROUP_SHIFT = 7;
    private static final int KIND = Block.kindOf("SPRS");
    private static final int VERSION = 1;
    private static final int POSTINGS_MAX = Integer.MAX_VALUE / 4 - 16;

    static SparsePostings open(MemorySegment bytes) {
        return of(Block.open(bytes, KIND, VERSION));
    }

    private static SparsePostings of(Block block) {
        Block.check(
                block.sections().size() == 7,
                "sparse index of %d sections",
                block.sections().size());
        MemorySegment head = block.sections().get(0);
        Block.check(head.byteSize() == 8, "sparse index with a head of %d bytes", head.byteSize());
        return new SparsePostings(block, head.get(INT, 0), head.get(INT, 4));
    }

    static SparsePostings write(SparseVectorColumn column) {
        DimensionTable table = new DimensionTable();
        long postings = 0;
        for (int i = 0; i < column.values().length; i++) {
            if (column.values()[i] != 0) {
                table.count(column.dimensions()[i]);
                postings++;
            }
        }
        if (postings > POSTINGS_MAX) {
            throw new DatabaseException(
                    ErrorCode.SERVICE_MEMORY_LIMIT_EXCEEDED, "sparse index of " + postings + " values in one segment");
        }
        int[] dimensions = table.ascending();
        int[] starts = new int[dimensions.length + 1];
        int[] next = new int[dimensions.length];
        for (int i = 0; i < dimensions.length; i++) {
            int slot = table.slotOf(dimensions[i]);
            next[slot] = starts[i];
            starts[i + 1] = starts[i] + table.countOf(slot);
        }
        MemorySegment rows = MemorySegment.ofArray(new byte[4 * (int) postings]);
        MemorySegment values = MemorySegment.ofArray(new byte[4 * (int) postings]);
        for (int row = 0; row < column.rowCount(); row++) {
            for (int i = column.offsets()[row]; i < column.offsets()[row + 1]; i++) {
                if (column.values()[i] != 0) {
                    int place = next[table.slotOf(column.dimensions()[i])]++;
                    rows.set(INT, 4L * place, row);
                    values.set(FLOAT, 4L * place, column.values()[i]);
                }
            }
        }
        return assemble(column.rowCount(), dimensions, starts, rows, values);
    }

    private static SparsePostings assemble(
            int rowCount, int[] dimensions, int[] starts, MemorySegment rows, MemorySegment values) {
        SectionBuilder head = new SectionBuilder(8).putInt(rowCount).putInt(dimensions.length);
        SectionBuilder keys = new SectionBuilder(4L * dimensions.length);
        SectionBuilder offsets = new SectionBuilder(8L * starts.length).putLong(0);
        SectionBuilder firstGroups = new SectionBuilder(4L * dimensions.length);
        SectionBuilder groups = new SectionBuilder(values.byteSize() >> 4);
        for (int i = 0; i < dimensions.length; i++) {
            keys.putInt(dimensions[i]);
            offsets.putLong(starts[i + 1]);
            firstGroups.putInt(groups.size() / 8);
            for (int from = starts[i]; from < starts[i + 1]; from += 1 << GROUP_SHIFT) {
                putGroup(groups, values, from, Math.min(starts[i + 1], from + (1 << GROUP_SHIFT)));
            }
        }
        return of(new Block(
                KIND,
                VERSION,
                List.of(
                        head.toSegment(),
                        keys.toSegment(),
                        offsets.toSegment(),
                        rows,
                        values,
                        firstGroups.toSegment(),
                        groups.toSegment())));
    }

    private static void putGroup(SectionBuilder groups, MemorySegment values, int from, int to) {
        float greatest = Float.NEGATIVE_INFINITY;
        float least = Float.POSITIVE_INFINITY;
        for (int i = from; i < to; i++) {
            float value = values.get(FLOAT, 4L * i);
            greatest = Math.max(greatest, value);
            least = Math.min(least, value);
        }
        groups.putFloat(greatest).putFloat(least);
    }

    /** Returns the place of a dimension, or -1 if no row has it. */
    int find(int dimension) {
        MemorySegment keys = block.sections().get(1);
        int low = 0;
        int high = dimensionCount - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Integer.compareUnsigned(keys.get(INT, 4L * middle), dimension);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    long start(int place) {
        return block.sections().get(2).get(LONG, 8L * place);
    }

    MemorySegment rows() {
        return block.sections().get(3);
    }

    MemorySegment values() {
        return block.sections().get(4);
    }

    int firstGroup(int place) {
        return block.sections().get(5).get(INT, 4L * place);
    }

    MemorySegment groups() {
        return block.sections().get(6);
    }
}
