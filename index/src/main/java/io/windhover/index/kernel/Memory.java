package io.windhover.index.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * All native memory as one segment, so that an access by absolute address needs no segment object and its bounds check
 * folds away. Used only inside this room, on addresses taken from segments that the caller keeps open.
 */
public final class Memory {
    /** Every address; reading one that is not ours ends the process, so addresses are derived, never computed freely. */
    public static final MemorySegment ALL = all();

    /** The byte order of everything stored. */
    public static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ORDER);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ORDER);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ORDER);
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ORDER);

    private Memory() {}

    @SuppressWarnings("restricted")
    private static MemorySegment all() {
        return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    }

    /** Reads a float. */
    public static float floatAt(long address) {
        return ALL.get(FLOAT, address);
    }

    /** Writes a float. */
    public static void putFloat(long address, float value) {
        ALL.set(FLOAT, address, value);
    }

    /** Reads an int. */
    public static int intAt(long address) {
        return ALL.get(INT, address);
    }

    /** Writes an int. */
    public static void putInt(long address, int value) {
        ALL.set(INT, address, value);
    }

    /** Reads a long. */
    public static long longAt(long address) {
        return ALL.get(LONG, address);
    }

    /** Writes a long. */
    public static void putLong(long address, long value) {
        ALL.set(LONG, address, value);
    }

    /** Reads a short. */
    public static short shortAt(long address) {
        return ALL.get(SHORT, address);
    }

    /** Writes a short. */
    public static void putShort(long address, short value) {
        ALL.set(SHORT, address, value);
    }

    /** Reads a byte. */
    public static byte byteAt(long address) {
        return ALL.get(ValueLayout.JAVA_BYTE, address);
    }

    /** Writes a byte. */
    public static void putByte(long address, byte value) {
        ALL.set(ValueLayout.JAVA_BYTE, address, value);
    }
}
