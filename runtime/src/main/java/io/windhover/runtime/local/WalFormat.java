package io.windhover.runtime.local;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The records of the physical log that carries all write-ahead logs. Each begins with its kind (4 bytes) and the number
 * of its log (4 bytes), little endian. Every file begins with the state of all logs, so that files can be deleted in
 * any order once they hold no live record.
 */
final class WalFormat {
    static final int ROW_HEADER_BYTES = 16;

    private static final int ROWS = 1;
    private static final int OPENED = 2;
    private static final int TRIMMED = 3;
    private static final int DELETED = 4;
    private static final int STATE = 5;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private WalFormat() {}

    /** A record of the physical log. */
    sealed interface WalEntry {}

    /** A caller's record; its payload follows the header of 16 bytes. */
    record Rows(int log, long position, int payloadBytes) implements WalEntry {}

    /** A writer took the log. */
    record Opened(int log, String name, long epoch) implements WalEntry {}

    /** Everything up to a position may go. */
    record Trimmed(int log, long upTo) implements WalEntry {}

    /** The log is gone. */
    record Deleted(int log) implements WalEntry {}

    /** All logs there are, at the beginning of a file. */
    record State(int nextLog, List<LogHead> logs) implements WalEntry {}

    /** One log's state: positions {@code first <= p < next} are live. */
    record LogHead(int log, String name, long epoch, long first, long next) {}

    static MemorySegment encodeRows(int log, long position) {
        MemorySegment header = MemorySegment.ofArray(new byte[ROW_HEADER_BYTES]);
        header.set(INT, 0, ROWS);
        header.set(INT, 4, log);
        header.set(LONG, 8, position);
        return header;
    }

    static MemorySegment encode(Opened opened) {
        byte[] name = opened.name().getBytes(StandardCharsets.UTF_8);
        return finish(buffer(OPENED, opened.log(), 12 + name.length)
                .putLong(opened.epoch())
                .putInt(name.length)
                .put(name));
    }

    static MemorySegment encode(Trimmed trimmed) {
        return finish(buffer(TRIMMED, trimmed.log(), 8).putLong(trimmed.upTo()));
    }

    static MemorySegment encode(Deleted deleted) {
        return finish(buffer(DELETED, deleted.log(), 0));
    }

    static MemorySegment encode(State state) {
        int bytes = 4;
        for (LogHead head : state.logs()) {
            bytes += 32 + head.name().getBytes(StandardCharsets.UTF_8).length;
        }
        ByteBuffer buffer =
                buffer(STATE, state.nextLog(), bytes).putInt(state.logs().size());
        for (LogHead head : state.logs()) {
            byte[] name = head.name().getBytes(StandardCharsets.UTF_8);
            buffer.putInt(head.log())
                    .putLong(head.epoch())
                    .putLong(head.first())
                    .putLong(head.next());
            buffer.putInt(name.length).put(name);
        }
        return finish(buffer);
    }

    private static ByteBuffer buffer(int kind, int log, int moreBytes) {
        return ByteBuffer.allocate(8 + moreBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(kind)
                .putInt(log);
    }

    private static MemorySegment finish(ByteBuffer buffer) {
        return MemorySegment.ofBuffer(buffer.flip());
    }

    /** Reads a record; a kind of a later version is refused. */
    static WalEntry decode(MemorySegment record) {
        int kind = record.get(INT, 0);
        int log = record.get(INT, 4);
        return switch (kind) {
            case ROWS -> new Rows(log, record.get(LONG, 8), (int) (record.byteSize() - ROW_HEADER_BYTES));
            case OPENED -> new Opened(log, string(record, 16), record.get(LONG, 8));
            case TRIMMED -> new Trimmed(log, record.get(LONG, 8));
            case DELETED -> new Deleted(log);
            case STATE -> decodeState(log, record);
            default ->
                throw new DatabaseException(
                        ErrorCode.DATA_INTEGRITY, "write-ahead log has a record of unknown kind " + kind);
        };
    }

    private static State decodeState(int nextLog, MemorySegment record) {
        List<LogHead> heads = new ArrayList<>();
        long at = 12;
        for (int i = record.get(INT, 8); i > 0; i--) {
            String name = string(record, at + 28);
            long epoch = record.get(LONG, at + 4);
            heads.add(new LogHead(
                    record.get(INT, at), name, epoch, record.get(LONG, at + 12), record.get(LONG, at + 20)));
            at += 32 + record.get(INT, at + 28);
        }
        return new State(nextLog, heads);
    }

    private static String string(MemorySegment record, long offset) {
        int bytes = record.get(INT, offset);
        byte[] text = record.asSlice(offset + 4, bytes).toArray(ValueLayout.JAVA_BYTE);
        return new String(text, StandardCharsets.UTF_8);
    }
}
