package io.windhover.cluster.message;

import io.windhover.model.DatabaseException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Messages as bytes and back, by their types: records, sealed interfaces of records, enums, optionals, lists, sets, maps,
 * numbers, texts and arrays. What each type needs is found out once, when the codec is made; then it may be used by many
 * threads.
 *
 * <p>Two versions of the program understand each other. A record is written as its length and its components in order:
 * a reader that knows more components than were written takes the empty value for the last ones (0, false, empty text,
 * list, map or optional; a component that has none is missing, and the message refused), one that knows fewer passes
 * over the rest. So new components go to the end of a record. Types and constants are written by their names.
 */
public final class MessageCodec {
    /** Records inside each other; more than twice what the deepest filter takes. */
    public static final int DEPTH_MAX = 500;

    private static final int FORMAT = 1;

    private final Form any;
    private final int bytesMax;

    private MessageCodec(Form any, int bytesMax) {
        this.any = any;
        this.bytesMax = bytesMax;
    }

    /**
     * Prepares a codec.
     *
     * @param bytesMax of one message
     * @param types    of the messages; a sealed interface stands for all that it permits
     */
    public static MessageCodec of(int bytesMax, List<Class<?>> types) {
        return new MessageCodec(new Forms().choice(MessageCodec.class, "message", types), bytesMax);
    }

    /** Returns the bytes of the largest message. */
    public int bytesMax() {
        return bytesMax;
    }

    /**
     * Writes a message.
     *
     * @return an array-backed buffer that belongs to the caller
     * @throws DatabaseException PARAMETER_INVALID naming what has no form, is null or too deep; PARAMETER_TOO_LARGE
     */
    public ByteBuffer encode(Object message) {
        MessageSink sink = new MessageSink(bytesMax);
        sink.writeByte(FORMAT);
        any.write(sink, message);
        return sink.finish();
    }

    /**
     * Reads a message; nothing of the result refers to its bytes.
     *
     * @param bytes array-backed, from position to limit
     * @throws DatabaseException DATA_INTEGRITY naming what is not as it should be
     */
    public Object decode(ByteBuffer bytes) {
        MessageSource source = new MessageSource(bytes);
        int format = source.readByte();
        if (format != FORMAT) {
            throw source.damaged("format " + format + " is not known");
        }
        Object message = any.read(source);
        if (!source.isAtEnd()) {
            throw source.damaged("more bytes than the message has");
        }
        return message;
    }
}
