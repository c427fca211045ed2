package io.windhover.server.milvus;

import com.google.protobuf.ByteString;
import io.windhover.model.DatabaseException;
import io.windhover.model.row.Column;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.schema.DataType;
import io.windhover.proto.rows.RowsColumn;
import io.windhover.proto.rows.RowsVectors;
import io.windhover.proto.schema.IDs;
import io.windhover.proto.schema.ScalarField;
import io.windhover.proxy.request.NamedColumn;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Columns that arrive on the wire. Clients leave the values of null rows out or send a placeholder for them; both are
 * read into columns that have a place for every row.
 */
final class WireColumns {
    private static final int SPARSE_PAIR_BYTES = 8;
    private static final int DIM_MAX = 1 << 20;

    private WireColumns() {}

    /** Reads all columns of a write. */
    static List<NamedColumn> read(List<RowsColumn> fields, int rowCount) {
        List<NamedColumn> columns = new ArrayList<>(fields.size());
        for (RowsColumn field : fields) {
            columns.add(read(field, rowCount));
        }
        return columns;
    }

    private static NamedColumn read(RowsColumn field, int rowCount) {
        DataType type = WireSchema.type(field.getFieldName(), field.getType());
        Optional<BitSet> nulls = nulls(field, rowCount);
        Optional<DataType> elementType = Optional.empty();
        if (type == DataType.ARRAY) {
            int element = field.getScalars().getArrayData().getElementTypeValue();
            elementType = Optional.of(elementType(field, element));
        }
        Column column = type.isVector()
                ? vectors(field, type, rowCount, nulls)
                : WireScalars.read(field.getFieldName(), field.getScalars(), type, elementType);
        Column spread = spread(column, rowCount, nulls);
        if (spread.rowCount() != rowCount) {
            throw DatabaseException.invalid(
                    "the num_rows (%d) of field (%s) is not equal to passed num_rows (%d)",
                    column.rowCount(), field.getFieldName(), rowCount);
        }
        return new NamedColumn(field.getFieldName(), type, elementType, spread, nulls, field.getIsDynamic());
    }

    private static DataType elementType(RowsColumn field, int wireNumber) {
        if (wireNumber != 0) {
            return WireSchema.type(field.getFieldName(), wireNumber);
        }
        for (ScalarField row : field.getScalars().getArrayData().getDataList()) {
            switch (row.getDataCase()) {
                case BOOL_DATA -> {
                    return DataType.BOOL;
                }
                case INT_DATA -> {
                    return DataType.INT32;
                }
                case LONG_DATA -> {
                    return DataType.INT64;
                }
                case FLOAT_DATA -> {
                    return DataType.FLOAT;
                }
                case DOUBLE_DATA -> {
                    return DataType.DOUBLE;
                }
                case STRING_DATA -> {
                    return DataType.VARCHAR;
                }
                default -> {}
            }
        }
        return DataType.INT64;
    }

    private static Optional<BitSet> nulls(RowsColumn field, int rowCount) {
        int count = field.getValidDataCount();
        if (count == 0) {
            return Optional.empty();
        }
        if (count != rowCount) {
            throw DatabaseException.invalid(
                    "the length of valid_data (%d) of field (%s) is not equal to passed num_rows (%d)",
                    count, field.getFieldName(), rowCount);
        }
        BitSet nulls = new BitSet(rowCount);
        for (int i = 0; i < count; i++) {
            if (!field.getValidData(i)) {
                nulls.set(i);
            }
        }
        return nulls.isEmpty() ? Optional.empty() : Optional.of(nulls);
    }

    private static Column vectors(RowsColumn field, DataType type, int rowCount, Optional<BitSet> nulls) {
        RowsVectors vectors = field.getVectors();
        if (type == DataType.SPARSE_FLOAT_VECTOR) {
            return sparse(vectors.getSparseFloatVector().getContentsList());
        }
        if (vectors.getDim() > DIM_MAX) {
            throw DatabaseException.invalid(
                    "invalid dimension: %d of field %s", vectors.getDim(), field.getFieldName());
        }
        int dim = (int) vectors.getDim();
        if (dim <= 0) {
            int present = rowCount - nulls.map(BitSet::cardinality).orElse(0);
            dim = inferredDim(vectors, type, Math.max(1, present));
        }
        return type == DataType.FLOAT_VECTOR
                ? floatVectors(field.getFieldName(), PackedFloats.read(vectors.getFloatVector()), dim)
                : byteVectors(field.getFieldName(), bytes(vectors, type), type, dim);
    }

    private static int inferredDim(RowsVectors vectors, DataType type, int rows) {
        int values = type == DataType.FLOAT_VECTOR
                ? vectors.getFloatVector().size() / Float.BYTES
                : 8 * bytes(vectors, type).size() / type.fixedBytes(8);
        return Math.max(1, values / rows);
    }

    private static ByteString bytes(RowsVectors vectors, DataType type) {
        return switch (type) {
            case BINARY_VECTOR -> vectors.getBinaryVector();
            case FLOAT16_VECTOR -> vectors.getFloat16Vector();
            case BFLOAT16_VECTOR -> vectors.getBfloat16Vector();
            case INT8_VECTOR -> vectors.getInt8Vector();
            default -> ByteString.EMPTY;
        };
    }

    private static Column floatVectors(String name, float[] values, int dim) {
        if (values.length % dim != 0) {
            throw DatabaseException.invalid(
                    "the length (%d) of float data should divide the dim (%d) of field %s", values.length, dim, name);
        }
        return new Column.FloatVectorColumn(values, dim);
    }

    private static Column byteVectors(String name, ByteString bytes, DataType type, int dim) {
        int rowBytes = type.fixedBytes(dim);
        if (bytes.size() % rowBytes != 0) {
            throw DatabaseException.invalid(
                    "the length (%d) of vector data should divide the row size (%d) of field %s",
                    bytes.size(), rowBytes, name);
        }
        return new Column.ByteVectorColumn(bytes.toByteArray(), rowBytes);
    }

    /** Reads sparse rows: pairs of an unsigned dimension and a float, both little endian; sorted here by dimension. */
    static Column sparse(List<ByteString> rows) {
        int[] offsets = new int[rows.size() + 1];
        for (int i = 0; i < rows.size(); i++) {
            int bytes = rows.get(i).size();
            if (bytes % SPARSE_PAIR_BYTES != 0) {
                throw DatabaseException.invalid("sparse float vector data length (%d) is not a multiple of 8", bytes);
            }
            offsets[i + 1] = offsets[i] + bytes / SPARSE_PAIR_BYTES;
        }
        int[] dimensions = new int[offsets[rows.size()]];
        float[] values = new float[dimensions.length];
        for (int i = 0; i < rows.size(); i++) {
            ByteBuffer row = rows.get(i).asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            for (int at = offsets[i]; at < offsets[i + 1]; at++) {
                dimensions[at] = row.getInt();
                values[at] = row.getFloat();
            }
            sortByDimension(dimensions, values, offsets[i], offsets[i + 1]);
        }
        return new Column.SparseVectorColumn(offsets, dimensions, values);
    }

    private static void sortByDimension(int[] dimensions, float[] values, int from, int to) {
        boolean sorted = true;
        for (int i = from + 1; i < to && sorted; i++) {
            sorted = Integer.compareUnsigned(dimensions[i - 1], dimensions[i]) < 0;
        }
        if (sorted) {
            return;
        }
        long[] pairs = new long[to - from];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = ((dimensions[from + i] & 0xffff_ffffL) << 32
                            | Float.floatToRawIntBits(values[from + i]) & 0xffff_ffffL)
                    ^ Long.MIN_VALUE;
        }
        java.util.Arrays.sort(pairs);
        for (int i = 0; i < pairs.length; i++) {
            long pair = pairs[i] ^ Long.MIN_VALUE;
            dimensions[from + i] = (int) (pair >>> 32);
            values[from + i] = Float.intBitsToFloat((int) pair);
        }
    }

    private static Column spread(Column column, int rowCount, Optional<BitSet> nulls) {
        if (nulls.isEmpty()
                || column.rowCount() == rowCount
                || column.rowCount() != rowCount - nulls.get().cardinality()) {
            return column;
        }
        return ColumnSpread.spread(column, rowCount, nulls.get());
    }

    /** Reads primary keys. */
    static PrimaryKeys keys(IDs ids) {
        return switch (ids.getIdFieldCase()) {
            case INT_ID -> new PrimaryKeys.LongKeys(WireScalars.longs(ids.getIntId()));
            case STR_ID ->
                new PrimaryKeys.StringKeys(ids.getStrId().getDataList().toArray(String[]::new));
            case IDFIELD_NOT_SET -> new PrimaryKeys.LongKeys(new long[0]);
        };
    }
}
