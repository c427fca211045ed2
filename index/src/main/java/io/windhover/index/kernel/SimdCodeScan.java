package io.windhover.index.kernel;

import static io.windhover.index.kernel.Memory.ALL;
import static io.windhover.index.kernel.Memory.ORDER;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link CodeScan} with vectors of 32 shorts: selecting from one is a lookup in a table of 32 entries for 32 rows at
 * once, and only the lowest five bits of each lane count, so codes need no masking. The upper bits of a line are shifted
 * down as they are needed.
 */
final class SimdCodeScan {
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_512;
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_512;
    private static final int HALF = 16;
    private static final int CODE_BITS = 5;
    private static final long GROUP_BYTES = 2L * Codebook.CODES;
    private static final int LINES = CodeTable.LINES_AT_ONCE;

    private SimdCodeScan() {}

    static int estimate(CodeTable table, long block, float start, float limit, float[] out) {
        int lines = table.lines();
        ShortVector sum = sum(table.address(), block + CodeScan.CODES_OFFSET, Math.min(lines, LINES));
        FloatVector low = (FloatVector) sum.convertShape(VectorOperators.S2F, FLOATS, 0);
        FloatVector high = (FloatVector) sum.convertShape(VectorOperators.S2F, FLOATS, 1);
        for (int line = LINES; line < lines; line += LINES) {
            long codes = block + CodeScan.CODES_OFFSET + (long) line * CodeScan.LINE_BYTES;
            sum = sum(table.address() + 3 * GROUP_BYTES * line, codes, Math.min(lines - line, LINES));
            low = low.add(sum.convertShape(VectorOperators.S2F, FLOATS, 0));
            high = high.add(sum.convertShape(VectorOperators.S2F, FLOATS, 1));
        }
        float scale = table.scale();
        low = low.mul(scale).mul(load(block + 128)).add(load(block).add(start));
        high = high.mul(scale).mul(load(block + 192)).add(load(block + 64).add(start));
        low.intoArray(out, 0);
        high.intoArray(out, HALF);
        return (int) low.compare(VectorOperators.LT, limit).toLong()
                | (int) high.compare(VectorOperators.LT, limit).toLong() << HALF;
    }

    private static ShortVector sum(long table, long codes, int lines) {
        ShortVector first = ShortVector.zero(SHORTS);
        ShortVector second = first;
        ShortVector third = first;
        long group = table;
        long line = codes;
        for (int i = 0; i < lines; i++, line += CodeScan.LINE_BYTES, group += 3 * GROUP_BYTES) {
            ShortVector code = ShortVector.fromMemorySegment(SHORTS, ALL, line, ORDER);
            first = first.add(code.selectFrom(table(group)));
            second = second.add(code.lanewise(VectorOperators.LSHR, CODE_BITS).selectFrom(table(group + GROUP_BYTES)));
            third = third.add(
                    code.lanewise(VectorOperators.LSHR, 2 * CODE_BITS).selectFrom(table(group + 2 * GROUP_BYTES)));
        }
        return first.add(second).add(third);
    }

    private static ShortVector table(long group) {
        return ShortVector.fromMemorySegment(SHORTS, ALL, group, ORDER);
    }

    private static FloatVector load(long address) {
        return FloatVector.fromMemorySegment(FLOATS, ALL, address, ORDER);
    }
}
