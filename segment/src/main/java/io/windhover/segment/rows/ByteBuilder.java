package io.windhover.segment.rows;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Bytes that grow at the end; those already written are never changed. One thread writes. */
public final class ByteBuilder {
    private byte[] array;
    private int size;

    /** Creates an empty builder. */
    public ByteBuilder(int capacity) {
        this.array = new byte[capacity];
    }

    /** Returns how many bytes there are. */
    public int size() {
        return size;
    }

    /** Returns how many bytes of memory are held. */
    public int capacity() {
        return array.length;
    }

    /** Returns the present memory; what is written later may go into other memory. */
    public MemorySegment memory() {
        return MemorySegment.ofArray(array);
    }

    /** Returns a copy of the bytes. */
    public byte[] toArray() {
        return Arrays.copyOf(array, size);
    }

    /** Forgets all bytes. */
    public void reset() {
        size = 0;
    }

    private MemorySegment room(int bytes) {
        if (array.length - size < bytes) {
            long wanted = Math.max((long) size + bytes, Math.min(Integer.MAX_VALUE - 16L, 2L * array.length));
            array = Arrays.copyOf(array, Math.toIntExact(wanted));
        }
        return MemorySegment.ofArray(array);
    }

    /** Adds bytes. */
    public void put(byte[] bytes) {
        room(bytes.length);
        System.arraycopy(bytes, 0, array, size, bytes.length);
        size += bytes.length;
    }

    /** Adds bytes. */
    public void put(MemorySegment bytes) {
        int length = Math.toIntExact(bytes.byteSize());
        MemorySegment.copy(bytes, 0, room(length), size, length);
        size += length;
    }

    /** Adds one byte. */
    public void putByte(int value) {
        room(1);
        array[size++] = (byte) value;
    }

    /** Adds 16 bits. */
    public void putShort(int value) {
        room(2).set(Layouts.SHORT, size, (short) value);
        size += 2;
    }

    /** Adds 32 bits. */
    public void putInt(int value) {
        room(4).set(Layouts.INT, size, value);
        size += 4;
    }

    /** Adds 64 bits. */
    public void putLong(long value) {
        room(8).set(Layouts.LONG, size, value);
        size += 8;
    }
}
