package io.windhover.node.data;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Reads back what {@link RecordSink} wrote. Everything read is copied out: the source memory may go afterwards. */
final class RecordSource {
    private final MemorySegment bytes;
    private long at;

    RecordSource(MemorySegment bytes) {
        this.bytes = bytes;
    }

    int readByte() {
        return bytes.get(ValueLayout.JAVA_BYTE, advance(1)) & 0xff;
    }

    int readInt() {
        return bytes.get(RecordSink.INT, advance(Integer.BYTES));
    }

    /** Reads a number of things of at least {@code bytesEach} bytes; one that cannot fit is damage. */
    int readCount(int bytesEach) {
        int count = readInt();
        if (count < 0 || (long) count * bytesEach > bytes.byteSize() - at) {
            throw damaged("count " + count);
        }
        return count;
    }

    long readLong() {
        return bytes.get(RecordSink.LONG, advance(Long.BYTES));
    }

    byte[] readBytes(int count) {
        byte[] values = new byte[count];
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, advance(count), values, 0, count);
        return values;
    }

    int[] readInts(int count) {
        int[] values = new int[count];
        MemorySegment.copy(bytes, RecordSink.INT, advance(4L * count), values, 0, count);
        return values;
    }

    long[] readLongs(int count) {
        long[] values = new long[count];
        MemorySegment.copy(bytes, RecordSink.LONG, advance(8L * count), values, 0, count);
        return values;
    }

    float[] readFloats(int count) {
        float[] values = new float[count];
        MemorySegment.copy(bytes, RecordSink.FLOAT, advance(4L * count), values, 0, count);
        return values;
    }

    double[] readDoubles(int count) {
        double[] values = new double[count];
        MemorySegment.copy(bytes, RecordSink.DOUBLE, advance(8L * count), values, 0, count);
        return values;
    }

    boolean isAtEnd() {
        return at == bytes.byteSize();
    }

    DatabaseException damaged(String what) {
        return new DatabaseException(
                ErrorCode.DATA_INTEGRITY,
                "log record of " + bytes.byteSize() + " bytes is damaged at byte " + at + ": " + what);
    }

    private long advance(long count) {
        if (count > bytes.byteSize() - at) {
            throw damaged("ends before " + count + " more bytes");
        }
        long from = at;
        at += count;
        return from;
    }
}
