package io.windhover.segment.rows;

import io.windhover.index.vector.VectorQuery;
import io.windhover.index.vector.VectorRows;
import io.windhover.index.vector.VectorType;
import io.windhover.model.DatabaseException;
import io.windhover.model.Invariant;
import io.windhover.model.row.Column;
import io.windhover.model.schema.FieldSchema;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Stored dense vectors and query vectors in the words of the index room. */
public final class VectorColumns {
    private VectorColumns() {}

    /** Returns how a dense vector field is stored. */
    public static VectorType type(FieldSchema field) {
        return switch (field.type()) {
            case FLOAT_VECTOR -> VectorType.FLOAT;
            case FLOAT16_VECTOR -> VectorType.FLOAT16;
            case BFLOAT16_VECTOR -> VectorType.BFLOAT16;
            case INT8_VECTOR -> VectorType.INT8;
            case BINARY_VECTOR -> VectorType.BINARY;
            case BOOL, INT8, INT16, INT32, INT64, FLOAT, DOUBLE, VARCHAR, ARRAY, JSON, SPARSE_FLOAT_VECTOR ->
                throw Invariant.unreachable("{} is no dense vector", field.type());
        };
    }

    /** Returns the rows of chunk {@code chunk} among the first {@code rowCount} rows of a column. */
    public static VectorRows chunk(FixedView column, FieldSchema field, int chunk, int rowCount) {
        long before = (long) chunk * column.chunkRows();
        int rows = (int) Math.min(column.chunkRows(), rowCount - before);
        return new VectorRows(column.chunk(chunk), field.dim(), type(field), rows);
    }

    /** Returns all rows of a column in one piece. */
    public static VectorRows whole(FixedView column, FieldSchema field, int rowCount) {
        Invariant.check(column.chunkCount() == 1, "the column is in {} pieces", column.chunkCount());
        return chunk(column, field, 0, rowCount);
    }

    /**
     * Returns the queries of a dense vector field.
     *
     * @throws DatabaseException PARAMETER_INVALID if the queries are of another type or dimension
     */
    public static List<VectorQuery> queries(Column queries, FieldSchema field) {
        VectorType type = type(field);
        MemorySegment all = switch (queries) {
            case Column.FloatVectorColumn floats
            when type == VectorType.FLOAT -> MemorySegment.ofArray(floats.values());
            case Column.ByteVectorColumn bytes when type != VectorType.FLOAT -> MemorySegment.ofArray(bytes.values());
            default ->
                throw DatabaseException.invalid(
                        "vector type must be the same, field [%s] - type %s, search info type %s",
                        field.name(),
                        field.type().wireName(),
                        queries.getClass().getSimpleName());
        };
        int rowBytes = field.fixedBytes();
        if (all.byteSize() != (long) rowBytes * queries.rowCount()) {
            throw DatabaseException.invalid(
                    "vector dimension mismatch, expected vector size(byte) %d, actual %d",
                    rowBytes, all.byteSize() / Math.max(1, queries.rowCount()));
        }
        List<VectorQuery> list = new ArrayList<>();
        for (int i = 0; i < queries.rowCount(); i++) {
            list.add(new VectorQuery(all.asSlice((long) i * rowBytes, rowBytes), field.dim(), type));
        }
        return list;
    }
}
