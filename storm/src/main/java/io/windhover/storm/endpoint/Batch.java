package io.windhover.storm.endpoint;

import com.google.protobuf.ByteString;
import java.util.List;

/**
 * Rows of consecutive ids in the bytes that the client sends, made by {@link Wire#batch}.
 *
 * @param first   id of the first row
 * @param count   of rows
 * @param columns of all fields but the key: a {@code FieldData} of the protocol each
 */
public record Batch(long first, int count, List<ByteString> columns) {
    /** Returns rows with the same values under other ids; nothing is copied. */
    public Batch startingAt(long otherFirst) {
        return new Batch(otherFirst, count, columns);
    }
}
