package io.windhover.cluster.message;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads back what {@link MessageSink} wrote; whatever does not fit is DATA_INTEGRITY. Everything is copied out. */
final class MessageSource {
    private final byte[] bytes;
    private final int start;
    private int limit;
    private int at;
    private int depth;

    /** Reads an array-backed buffer from its position to its limit. */
    MessageSource(ByteBuffer message) {
        this.bytes = message.array();
        this.start = message.arrayOffset() + message.position();
        this.at = start;
        this.limit = start + message.remaining();
    }

    int readByte() {
        return bytes[advance(1)] & 0xff;
    }

    int readInt() {
        return (int) MessageSink.INT_AT.get(bytes, advance(Integer.BYTES));
    }

    long readLong() {
        return (long) MessageSink.LONG_AT.get(bytes, advance(Long.BYTES));
    }

    /** Reads a number of things of at least {@code bytesEach} bytes; one that cannot fit is damage. */
    int readCount(int bytesEach) {
        int count = readInt();
        if (count < 0 || (long) count * bytesEach > limit - at) {
            throw damaged("count " + count);
        }
        return count;
    }

    byte[] readBytes(int count) {
        int from = advance(count);
        return java.util.Arrays.copyOfRange(bytes, from, from + count);
    }

    /** Reads {@code count} bytes of UTF-8. */
    String readText(int count) {
        return new String(bytes, advance(count), count, StandardCharsets.UTF_8);
    }

    int[] readInts(int count) {
        int[] values = new int[count];
        MemorySegment.copy(MemorySegment.ofArray(bytes), MessageSink.INT, advance(4L * count), values, 0, count);
        return values;
    }

    long[] readLongs(int count) {
        long[] values = new long[count];
        MemorySegment.copy(MemorySegment.ofArray(bytes), MessageSink.LONG, advance(8L * count), values, 0, count);
        return values;
    }

    float[] readFloats(int count) {
        float[] values = new float[count];
        MemorySegment.copy(MemorySegment.ofArray(bytes), MessageSink.FLOAT, advance(4L * count), values, 0, count);
        return values;
    }

    double[] readDoubles(int count) {
        double[] values = new double[count];
        MemorySegment.copy(MemorySegment.ofArray(bytes), MessageSink.DOUBLE, advance(8L * count), values, 0, count);
        return values;
    }

    /** Enters a part that is preceded by its length; the result goes to {@link #leave}. */
    int enter(String what) {
        int length = readCount(1);
        if (++depth > MessageCodec.DEPTH_MAX) {
            throw damaged(what + " is nested more than " + MessageCodec.DEPTH_MAX + " deep");
        }
        int outer = limit;
        limit = at + length;
        return outer;
    }

    /** Leaves a part, passing over what of it was not read. */
    void leave(int outer) {
        depth--;
        at = limit;
        limit = outer;
    }

    /** Tells whether the part, or the message, has no more bytes. */
    boolean isAtEnd() {
        return at == limit;
    }

    DatabaseException damaged(String what) {
        return damaged(what, null);
    }

    DatabaseException damaged(String what, RuntimeException cause) {
        return new DatabaseException(
                ErrorCode.DATA_INTEGRITY, "a message is damaged at byte " + (at - start) + ": " + what, cause);
    }

    private int advance(long count) {
        if (count < 0 || count > limit - at) {
            throw damaged("ends before " + count + " more bytes");
        }
        int from = at;
        at += (int) count;
        return from;
    }
}
