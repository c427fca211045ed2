package io.windhover.server.milvus;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.windhover.model.DatabaseException;
import io.windhover.model.row.Column;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.proto.common.PlaceholderGroup;
import io.windhover.proto.common.PlaceholderValue;
import io.windhover.proto.milvus.SearchRequest;
import io.windhover.proto.schema.IDs;
import io.windhover.proxy.request.SearchInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Query vectors on the wire: one serialized placeholder with a byte string for each query. */
final class WireQueries {
    private WireQueries() {}

    /** Reads what a search looks for. */
    static SearchInput input(SearchRequest request) {
        if (!request.hasIds()) {
            return new SearchInput.Vectors(read(request.getPlaceholderGroup()));
        }
        IDs ids = request.getIds();
        return new SearchInput.Stored(
                ids.hasStrId()
                        ? new PrimaryKeys.StringKeys(
                                ids.getStrId().getDataList().toArray(new String[0]))
                        : new PrimaryKeys.LongKeys(ids.getIntId().getDataList().stream()
                                .mapToLong(Long::longValue)
                                .toArray()));
    }

    /** Reads vectors, one row each. */
    static Column read(ByteString group) {
        PlaceholderValue placeholder = placeholder(group);
        List<ByteString> values = placeholder.getValuesList();
        return switch (placeholder.getType()) {
            case FloatVector -> floats(values);
            case BinaryVector, Float16Vector, BFloat16Vector, Int8Vector -> bytes(values);
            case SparseFloatVector -> WireColumns.sparse(values);
            case VarChar ->
                new Column.StringColumn(
                        values.stream().map(ByteString::toStringUtf8).toArray(String[]::new));
            case None,
                    Int64,
                    EmbListBinaryVector,
                    EmbListFloatVector,
                    EmbListFloat16Vector,
                    EmbListBFloat16Vector,
                    EmbListSparseFloatVector,
                    EmbListInt8Vector,
                    UNRECOGNIZED ->
                throw DatabaseException.invalid(
                        "query vectors of type %s are not supported in this version", placeholder.getType());
        };
    }

    private static PlaceholderValue placeholder(ByteString group) {
        try {
            List<PlaceholderValue> placeholders =
                    PlaceholderGroup.parseFrom(group).getPlaceholdersList();
            if (placeholders.size() != 1) {
                throw DatabaseException.invalid(
                        "a search needs one placeholder of query vectors, but got %d", placeholders.size());
            }
            if (placeholders.getFirst().getValuesCount() == 0) {
                throw DatabaseException.invalid("nq (number of search vector per search request) should be in range"
                        + " [1, 16384], but got 0");
            }
            return placeholders.getFirst();
        } catch (InvalidProtocolBufferException failure) {
            throw DatabaseException.invalid("the query vectors cannot be read: %s", failure.getMessage());
        }
    }

    private static Column floats(List<ByteString> values) {
        int rowBytes = rowBytes(values);
        if (rowBytes % Float.BYTES != 0) {
            throw DatabaseException.invalid("a float query vector of %d bytes is not whole", rowBytes);
        }
        int dim = rowBytes / Float.BYTES;
        float[] rows = new float[Math.multiplyExact(values.size(), dim)];
        for (int i = 0; i < values.size(); i++) {
            ByteBuffer row = values.get(i).asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            row.asFloatBuffer().get(rows, i * dim, dim);
        }
        return new Column.FloatVectorColumn(rows, dim);
    }

    private static Column bytes(List<ByteString> values) {
        int rowBytes = rowBytes(values);
        byte[] rows = new byte[Math.multiplyExact(values.size(), rowBytes)];
        for (int i = 0; i < values.size(); i++) {
            values.get(i).copyTo(rows, i * rowBytes);
        }
        return new Column.ByteVectorColumn(rows, rowBytes);
    }

    private static int rowBytes(List<ByteString> values) {
        int rowBytes = values.getFirst().size();
        for (ByteString value : values) {
            if (value.size() != rowBytes || rowBytes == 0) {
                throw DatabaseException.invalid(
                        "query vectors differ in size: %d bytes and %d bytes", rowBytes, value.size());
            }
        }
        return rowBytes;
    }
}
