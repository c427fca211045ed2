package io.windhover.cluster.message;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** One message while it is written, little endian, in one array that grows up to a bound. */
final class MessageSink {
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final VarHandle INT_AT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONG_AT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final int bytesMax;
    private byte[] bytes = new byte[1024];
    private int size;
    private int depth;

    MessageSink(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    void writeByte(int value) {
        int at = space(1);
        bytes[at] = (byte) value;
    }

    void writeInt(int value) {
        int at = space(Integer.BYTES);
        INT_AT.set(bytes, at, value);
    }

    void writeLong(long value) {
        int at = space(Long.BYTES);
        LONG_AT.set(bytes, at, value);
    }

    void writeBytes(byte[] values) {
        int at = space(values.length);
        System.arraycopy(values, 0, bytes, at, values.length);
    }

    void writeInts(int[] values) {
        int at = space(4L * values.length);
        MemorySegment.copy(values, 0, MemorySegment.ofArray(bytes), INT, at, values.length);
    }

    void writeLongs(long[] values) {
        int at = space(8L * values.length);
        MemorySegment.copy(values, 0, MemorySegment.ofArray(bytes), LONG, at, values.length);
    }

    void writeFloats(float[] values) {
        int at = space(4L * values.length);
        MemorySegment.copy(values, 0, MemorySegment.ofArray(bytes), FLOAT, at, values.length);
    }

    void writeDoubles(double[] values) {
        int at = space(8L * values.length);
        MemorySegment.copy(values, 0, MemorySegment.ofArray(bytes), DOUBLE, at, values.length);
    }

    /** Starts a part that is preceded by its length; the result goes to {@link #end}. */
    int begin(String what) {
        if (++depth > MessageCodec.DEPTH_MAX) {
            throw DatabaseException.invalid("%s is nested more than %d deep", what, MessageCodec.DEPTH_MAX);
        }
        return space(Integer.BYTES);
    }

    /** Ends the part that started at {@code start}. */
    void end(int start) {
        depth--;
        INT_AT.set(bytes, start, size - start - Integer.BYTES);
    }

    /** Returns what was written; the sink is not used afterwards. */
    ByteBuffer finish() {
        return ByteBuffer.wrap(bytes, 0, size);
    }

    /** Makes room and returns where; the array is another one afterwards. */
    private int space(long count) {
        long end = size + count;
        if (end > bytesMax) {
            throw new DatabaseException(
                    ErrorCode.PARAMETER_TOO_LARGE,
                    "a message of more than " + bytesMax + " bytes: " + ErrorCode.PARAMETER_TOO_LARGE.text());
        }
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(bytesMax, Math.max(2L * bytes.length, end)));
        }
        int at = size;
        size = (int) end;
        return at;
    }
}
