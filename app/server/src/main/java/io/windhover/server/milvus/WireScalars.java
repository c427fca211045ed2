package io.windhover.server.milvus;

import com.google.protobuf.ByteString;
import io.windhover.model.DatabaseException;
import io.windhover.model.row.Column;
import io.windhover.model.schema.DataType;
import io.windhover.proto.schema.BoolArray;
import io.windhover.proto.schema.DoubleArray;
import io.windhover.proto.schema.FloatArray;
import io.windhover.proto.schema.IntArray;
import io.windhover.proto.schema.LongArray;
import io.windhover.proto.schema.ScalarField;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Scalar values that arrive on the wire. The elements of an array field come as one message a row; they are read as if
 * they were one message, without making it.
 */
final class WireScalars {
    private WireScalars() {}

    /**
     * Reads one field; the column has as many rows as the message has values of the type.
     *
     * @param elementType of an array
     */
    static Column read(String name, ScalarField field, DataType type, Optional<DataType> elementType) {
        return switch (type) {
            case JSON ->
                new Column.JsonColumn(field.getJsonData().getDataList().stream()
                        .map(ByteString::toByteArray)
                        .toArray(byte[][]::new));
            case ARRAY -> arrays(name, field.getArrayData().getDataList(), elementType.orElseThrow());
            default -> joined(name, List.of(field), type);
        };
    }

    private static Column arrays(String name, List<ScalarField> rows, DataType elementType) {
        int[] offsets = new int[rows.size() + 1];
        for (int i = 0; i < rows.size(); i++) {
            offsets[i + 1] = offsets[i] + valueCount(rows.get(i));
        }
        Column elements = joined(name, rows, elementType);
        if (elements.rowCount() != offsets[rows.size()]) {
            throw DatabaseException.invalid(
                    "insert data does not match the element type of array field %s, expected %s",
                    name, elementType.wireName());
        }
        return new Column.ArrayColumn(offsets, elements);
    }

    private static int valueCount(ScalarField part) {
        return switch (part.getDataCase()) {
            case BOOL_DATA -> part.getBoolData().getDataCount();
            case INT_DATA -> part.getIntData().getDataCount();
            case LONG_DATA -> part.getLongData().getDataCount();
            case FLOAT_DATA -> part.getFloatData().getDataCount();
            case DOUBLE_DATA -> part.getDoubleData().getDataCount();
            case STRING_DATA -> part.getStringData().getDataCount();
            default -> 0;
        };
    }

    /** Reads the values of one type of all parts, one after the other; those of other types are left out. */
    private static Column joined(String name, List<ScalarField> parts, DataType type) {
        return switch (type) {
            case BOOL -> new Column.BoolColumn(bools(parts));
            case INT8, INT16, INT32 -> new Column.IntColumn(ints(name, parts, type));
            case INT64 -> new Column.LongColumn(longs(parts));
            case FLOAT -> new Column.FloatColumn(floats(parts));
            case DOUBLE -> new Column.DoubleColumn(doubles(parts));
            case VARCHAR -> new Column.StringColumn(strings(parts));
            case JSON,
                    ARRAY,
                    BINARY_VECTOR,
                    FLOAT_VECTOR,
                    FLOAT16_VECTOR,
                    BFLOAT16_VECTOR,
                    SPARSE_FLOAT_VECTOR,
                    INT8_VECTOR -> throw DatabaseException.invalid("field %s has no scalar type", name);
        };
    }

    private static boolean[] bools(List<ScalarField> parts) {
        int count = 0;
        for (ScalarField part : parts) {
            count += part.getBoolData().getDataCount();
        }
        boolean[] values = new boolean[count];
        int at = 0;
        for (ScalarField part : parts) {
            BoolArray data = part.getBoolData();
            for (int i = 0; i < data.getDataCount(); i++) {
                values[at++] = data.getData(i);
            }
        }
        return values;
    }

    private static int[] ints(String name, List<ScalarField> parts, DataType type) {
        int count = 0;
        for (ScalarField part : parts) {
            count += part.getIntData().getDataCount();
        }
        int[] values = new int[count];
        int unused = Integer.SIZE - 8 * type.fixedBytes(0);
        int at = 0;
        for (ScalarField part : parts) {
            IntArray data = part.getIntData();
            for (int i = 0; i < data.getDataCount(); i++) {
                int value = data.getData(i);
                if (value << unused >> unused != value) {
                    throw DatabaseException.invalid(
                            "the %dth element (%d) of field %s is out of range of %s",
                            at, value, name, type.wireName());
                }
                values[at++] = value;
            }
        }
        return values;
    }

    private static long[] longs(List<ScalarField> parts) {
        int count = 0;
        for (ScalarField part : parts) {
            count += part.getLongData().getDataCount();
        }
        long[] values = new long[count];
        int at = 0;
        for (ScalarField part : parts) {
            at = copy(part.getLongData(), values, at);
        }
        return values;
    }

    /** Reads the numbers of one message. */
    static long[] longs(LongArray data) {
        long[] values = new long[data.getDataCount()];
        copy(data, values, 0);
        return values;
    }

    private static int copy(LongArray data, long[] values, int at) {
        for (int i = 0; i < data.getDataCount(); i++) {
            values[at + i] = data.getData(i);
        }
        return at + data.getDataCount();
    }

    private static float[] floats(List<ScalarField> parts) {
        int count = 0;
        for (ScalarField part : parts) {
            count += part.getFloatData().getDataCount();
        }
        float[] values = new float[count];
        int at = 0;
        for (ScalarField part : parts) {
            FloatArray data = part.getFloatData();
            for (int i = 0; i < data.getDataCount(); i++) {
                values[at++] = data.getData(i);
            }
        }
        return values;
    }

    private static double[] doubles(List<ScalarField> parts) {
        int count = 0;
        for (ScalarField part : parts) {
            count += part.getDoubleData().getDataCount();
        }
        double[] values = new double[count];
        int at = 0;
        for (ScalarField part : parts) {
            DoubleArray data = part.getDoubleData();
            for (int i = 0; i < data.getDataCount(); i++) {
                values[at++] = data.getData(i);
            }
        }
        return values;
    }

    private static String[] strings(List<ScalarField> parts) {
        List<String> values = new ArrayList<>();
        for (ScalarField part : parts) {
            values.addAll(part.getStringData().getDataList());
        }
        return values.toArray(String[]::new);
    }
}
