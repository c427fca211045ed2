package io.windhover.stores.pulsar;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * One message of a log's topic: who wrote it, in which order, and what. In bytes: u8 version, u8 kind, u64 epoch, u64
 * session, u64 sequence, u64 number, then the content, little-endian.
 *
 * @param epoch    of the owner
 * @param session  differs for each writer that was ever opened
 * @param sequence counts the messages of a session: Pulsar may store one twice when a connection is lost, and the second
 *     has the same
 * @param number   of the record that it belongs to; of the last record in a topic if it belongs to none
 */
record LogMessage(Kind kind, long epoch, long session, long sequence, long number, MemorySegment content) {
    private static final byte VERSION = 1;
    private static final int HEAD_BYTES = 34;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final MemorySegment NOTHING = MemorySegment.ofArray(new byte[0]);

    /** What it says. */
    enum Kind {
        /** A writer begins. */
        OPENED,
        /** A piece of a record that goes on in the next message. */
        PIECE,
        /** The rest of a record, or all of it. */
        RECORD,
        /** The log goes on in the next topic. */
        SEALED
    }

    /** A message without content. */
    static LogMessage sign(Kind kind, long epoch, long session, long sequence, long number) {
        return new LogMessage(kind, epoch, session, sequence, number, NOTHING);
    }

    byte[] encode() {
        byte[] bytes = new byte[HEAD_BYTES + (int) content.byteSize()];
        MemorySegment message = MemorySegment.ofArray(bytes);
        bytes[0] = VERSION;
        bytes[1] = (byte) kind.ordinal();
        message.set(LONG, 2, epoch);
        message.set(LONG, 10, session);
        message.set(LONG, 18, sequence);
        message.set(LONG, 26, number);
        MemorySegment.copy(content, 0, message, HEAD_BYTES, content.byteSize());
        return bytes;
    }

    static LogMessage decode(byte[] bytes) {
        if (bytes.length < HEAD_BYTES || bytes[0] != VERSION || bytes[1] < 0 || bytes[1] >= Kind.values().length) {
            throw PulsarFailures.damaged("a message of " + bytes.length + " bytes is none of a log");
        }
        MemorySegment message = MemorySegment.ofArray(bytes);
        return new LogMessage(
                Kind.values()[bytes[1]],
                message.get(LONG, 2),
                message.get(LONG, 10),
                message.get(LONG, 18),
                message.get(LONG, 26),
                message.asSlice(HEAD_BYTES));
    }

    /** Cuts the parts of one record into pieces of at most so many bytes; at least one piece. */
    static List<MemorySegment> cut(List<MemorySegment> parts, int bytesMax) {
        long left = parts.stream().mapToLong(MemorySegment::byteSize).sum();
        List<MemorySegment> pieces = new ArrayList<>();
        MemorySegment piece = MemorySegment.ofArray(new byte[(int) Math.min(left, bytesMax)]);
        long at = 0;
        for (MemorySegment part : parts) {
            for (long from = 0; from < part.byteSize(); ) {
                if (at == piece.byteSize()) {
                    pieces.add(piece);
                    left -= at;
                    piece = MemorySegment.ofArray(new byte[(int) Math.min(left, bytesMax)]);
                    at = 0;
                }
                long count = Math.min(part.byteSize() - from, piece.byteSize() - at);
                MemorySegment.copy(part, from, piece, at, count);
                from += count;
                at += count;
            }
        }
        pieces.add(piece);
        return pieces;
    }
}
