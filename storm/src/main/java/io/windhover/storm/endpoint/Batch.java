package io.windhover.storm.endpoint;

import io.milvus.grpc.FieldData;
import java.util.List;

/**
 * Rows of consecutive ids in the client's own wire form, made by {@link Wire#batch}.
 *
 * @param first   id of the first row
 * @param count   of rows
 * @param columns of all fields but the key
 */
public record Batch(long first, int count, List<FieldData> columns) {
    /** Returns rows with the same values under other ids; nothing is copied. */
    public Batch startingAt(long otherFirst) {
        return new Batch(otherFirst, count, columns);
    }
}
