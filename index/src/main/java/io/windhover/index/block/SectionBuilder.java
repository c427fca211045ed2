package io.windhover.index.block;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Grows one section on the heap, at most 2 GiB. Used by one thread. */
public final class SectionBuilder {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes;
    private int size;

    /** Starts an empty section with room for {@code expectedBytes}. */
    public SectionBuilder(long expectedBytes) {
        this.bytes = new byte[Math.clamp(expectedBytes, 16, Integer.MAX_VALUE - 8)];
    }

    /** Returns the bytes put so far. */
    public int size() {
        return size;
    }

    /** Puts 32 bits. */
    public SectionBuilder putInt(int value) {
        reserve(4);
        INT.set(bytes, size, value);
        size += 4;
        return this;
    }

    /** Puts 64 bits. */
    public SectionBuilder putLong(long value) {
        reserve(8);
        LONG.set(bytes, size, value);
        size += 8;
        return this;
    }

    /** Puts a float. */
    public SectionBuilder putFloat(float value) {
        return putInt(Float.floatToRawIntBits(value));
    }

    /** Puts a number of 0 or more in one to five bytes of seven bits, lowest first. */
    public SectionBuilder putVarint(int value) {
        reserve(5);
        int rest = value;
        while (rest > 0x7f) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
        return this;
    }

    /** Puts {@code source[from .. to)}. */
    public SectionBuilder putBytes(byte[] source, int from, int to) {
        reserve(to - from);
        System.arraycopy(source, from, bytes, size, to - from);
        size += to - from;
        return this;
    }

    /** Overwrites 32 bits put earlier. */
    public void replaceInt(int at, int value) {
        INT.set(bytes, at, value);
    }

    /** Returns what was put; the builder is not used after it. */
    public MemorySegment toSegment() {
        return MemorySegment.ofArray(bytes).asSlice(0, size);
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            long wanted = Math.max((long) size + more, size + (size >> 1));
            if ((long) size + more > Integer.MAX_VALUE - 8) {
                throw new OutOfMemoryError("index section beyond 2 GiB");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
        }
    }
}
