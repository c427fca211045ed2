package io.windhover.index.scalar;

import static io.windhover.index.block.LittleEndian.LONG;

import io.windhover.index.block.SectionBuilder;
import io.windhover.model.DatabaseException;
import java.lang.foreign.MemorySegment;

/**
 * Numbers, 8 bytes each. Reals are stored as whole numbers of the same order.
 *
 * @param section the ascending numbers
 * @param isReal  whether they are encoded reals
 */
record NumberDictionary(MemorySegment section, boolean isReal) implements Dictionary {
    private static final double TWO_TO_63 = 0x1p63;

    /** Returns a whole number that orders as the real does; both zeros are one, and NaN comes last. */
    static long encode(double value) {
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    static double decode(long encoded) {
        return Double.longBitsToDouble(encoded ^ ((encoded >> 63) & Long.MAX_VALUE));
    }

    static MemorySegment write(long[] ascending, int count) {
        SectionBuilder builder = new SectionBuilder(8L * count);
        for (int i = 0; i < count; i++) {
            builder.putLong(ascending[i]);
        }
        return builder.toSegment();
    }

    @Override
    public int size() {
        return (int) (section.byteSize() >>> 3);
    }

    @Override
    public int comparableSize() {
        int size = size();
        boolean endsWithNaN = isReal && size > 0 && Double.isNaN(decode(at(size - 1)));
        return endsWithNaN ? size - 1 : size;
    }

    @Override
    public int countBelow(ScalarKey key, boolean inclusive) {
        return switch (key) {
            case ScalarKey.WholeKey whole -> search(isReal ? encode((double) whole.value()) : whole.value(), inclusive);
            case ScalarKey.RealKey real ->
                isReal ? search(encode(real.value()), inclusive) : countBelowReal(real.value(), inclusive);
            case ScalarKey.TextKey text -> throw DatabaseException.invalid("text \"%s\" compared with a number", text);
        };
    }

    private int countBelowReal(double value, boolean inclusive) {
        // Whole numbers <= 2.5 are those <= 2; whole numbers < 2.5 are those < 3.
        double whole = inclusive ? Math.floor(value) : Math.ceil(value);
        if (whole >= TWO_TO_63) {
            return size();
        }
        return whole < -TWO_TO_63 ? 0 : search((long) whole, inclusive);
    }

    private int search(long value, boolean inclusive) {
        int low = 0;
        int high = size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            long found = at(middle);
            if (found < value || inclusive && found == value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public void forEach(int from, int to, Visitor visitor) {
        for (int ordinal = from; ordinal < to; ordinal++) {
            long value = at(ordinal);
            visitor.visit(ordinal, isReal ? ScalarKey.of(decode(value)) : ScalarKey.of(value));
        }
    }

    private long at(int ordinal) {
        return section.get(LONG, (long) ordinal << 3);
    }
}
