package io.windhover.node.data;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Collects one record as a list of parts, little endian. Small values are gathered in one array; a large run of
 * primitives becomes a part of its own, which is a view of the caller's array and not a copy.
 */
final class RecordSink {
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final int OWN_PART_BYTES_MIN = 4096;
    private static final boolean SAME_ORDER = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private final List<MemorySegment> parts = new ArrayList<>();
    private byte[] pending = new byte[256];
    private int pendingBytes;

    void writeByte(int value) {
        reserve(1);
        pending[pendingBytes++] = (byte) value;
    }

    void writeInt(int value) {
        reserve(Integer.BYTES);
        MemorySegment.ofArray(pending).set(INT, pendingBytes, value);
        pendingBytes += Integer.BYTES;
    }

    void writeLong(long value) {
        reserve(Long.BYTES);
        MemorySegment.ofArray(pending).set(LONG, pendingBytes, value);
        pendingBytes += Long.BYTES;
    }

    void writeBytes(byte[] values) {
        writeRun(MemorySegment.ofArray(values));
    }

    void writeInts(int[] values) {
        if (SAME_ORDER) {
            writeRun(MemorySegment.ofArray(values));
        } else {
            MemorySegment.copy(values, 0, space(4L * values.length), INT, 0, values.length);
        }
    }

    void writeLongs(long[] values) {
        if (SAME_ORDER) {
            writeRun(MemorySegment.ofArray(values));
        } else {
            MemorySegment.copy(values, 0, space(8L * values.length), LONG, 0, values.length);
        }
    }

    void writeFloats(float[] values) {
        if (SAME_ORDER) {
            writeRun(MemorySegment.ofArray(values));
        } else {
            MemorySegment.copy(values, 0, space(4L * values.length), FLOAT, 0, values.length);
        }
    }

    void writeDoubles(double[] values) {
        if (SAME_ORDER) {
            writeRun(MemorySegment.ofArray(values));
        } else {
            MemorySegment.copy(values, 0, space(8L * values.length), DOUBLE, 0, values.length);
        }
    }

    /** Ends the record and returns its parts in order. */
    List<MemorySegment> finish() {
        flushPending();
        return List.copyOf(parts);
    }

    private MemorySegment space(long bytes) {
        reserve(Math.toIntExact(bytes));
        MemorySegment target = MemorySegment.ofArray(pending).asSlice(pendingBytes, bytes);
        pendingBytes += (int) bytes;
        return target;
    }

    private void writeRun(MemorySegment run) {
        if (run.byteSize() >= OWN_PART_BYTES_MIN) {
            flushPending();
            parts.add(run);
        } else {
            space(run.byteSize()).copyFrom(run);
        }
    }

    private void flushPending() {
        if (pendingBytes > 0) {
            parts.add(MemorySegment.ofArray(pending).asSlice(0, pendingBytes));
            pending = new byte[256];
            pendingBytes = 0;
        }
    }

    private void reserve(int bytes) {
        if (pending.length - pendingBytes < bytes) {
            pending = Arrays.copyOf(pending, Math.max(2 * pending.length, Math.addExact(pendingBytes, bytes)));
        }
    }
}
