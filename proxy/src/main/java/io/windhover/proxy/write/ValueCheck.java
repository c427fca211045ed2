package io.windhover.proxy.write;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.row.Column;
import io.windhover.model.row.Column.ArrayColumn;
import io.windhover.model.row.Column.BoolColumn;
import io.windhover.model.row.Column.ByteVectorColumn;
import io.windhover.model.row.Column.DoubleColumn;
import io.windhover.model.row.Column.FloatColumn;
import io.windhover.model.row.Column.FloatVectorColumn;
import io.windhover.model.row.Column.IntColumn;
import io.windhover.model.row.Column.JsonColumn;
import io.windhover.model.row.Column.LongColumn;
import io.windhover.model.row.Column.SparseVectorColumn;
import io.windhover.model.row.Column.StringColumn;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import java.util.BitSet;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

/** Checks that every value of a column is one its field can hold; null places are not looked at. */
public final class ValueCheck {
    private static final int JSON_BYTES_MAX = 65_536;
    private static final JsonFactory JSON = new JsonFactory();

    private ValueCheck() {}

    /** Throws PARAMETER_INVALID naming field, row and value of the first that does not fit. */
    public static void check(FieldSchema field, Column column, Optional<BitSet> nulls) {
        BitSet skip = nulls.orElseGet(BitSet::new);
        switch (field.type()) {
            case BOOL -> require(field, column, column instanceof BoolColumn);
            case INT8 -> checkInts(field, column, skip, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case INT16 -> checkInts(field, column, skip, Short.MIN_VALUE, Short.MAX_VALUE);
            case INT32 -> require(field, column, column instanceof IntColumn);
            case INT64 -> require(field, column, column instanceof LongColumn);
            case FLOAT, DOUBLE -> checkNumbers(field, column, skip);
            case VARCHAR -> checkTexts(field, column, skip);
            case JSON -> checkJson(field, column, skip);
            case ARRAY -> checkArrays(field, column, skip);
            case FLOAT_VECTOR -> checkFloatVectors(field, column);
            case BINARY_VECTOR, INT8_VECTOR -> checkByteVectors(field, column);
            case FLOAT16_VECTOR -> checkHalves(field, checkByteVectors(field, column), 0x7C00);
            case BFLOAT16_VECTOR -> checkHalves(field, checkByteVectors(field, column), 0x7F80);
            case SPARSE_FLOAT_VECTOR -> checkSparse(field, column);
        }
    }

    private static void require(FieldSchema field, Column column, boolean fits) {
        if (!fits) {
            throw DatabaseException.invalid(
                    "the field data type of %s is not %s: got %s values",
                    field.name(), field.type().wireName(), kind(column));
        }
    }

    private static String kind(Column column) {
        return column.getClass().getSimpleName().replace("Column", "");
    }

    private static void checkInts(FieldSchema field, Column column, BitSet skip, int min, int max) {
        require(field, column, column instanceof IntColumn);
        int[] values = ((IntColumn) column).values();
        for (int row = 0; row < values.length; row++) {
            if ((values[row] < min || values[row] > max) && !skip.get(row)) {
                throw DatabaseException.invalid(
                        "field %s: the %dth element (%d) out of range: [%d, %d]",
                        field.name(), row, values[row], min, max);
            }
        }
    }

    private static void checkNumbers(FieldSchema field, Column column, BitSet skip) {
        require(
                field,
                column,
                field.type() == DataType.FLOAT ? column instanceof FloatColumn : column instanceof DoubleColumn);
        for (int row = 0; row < column.rowCount(); row++) {
            double value = switch (column) {
                case FloatColumn floats -> floats.values()[row];
                case DoubleColumn doubles -> doubles.values()[row];
                default -> 0;
            };
            if (!Double.isFinite(value) && !skip.get(row)) {
                throw notFinite(field, value, row);
            }
        }
    }

    private static DatabaseException notFinite(FieldSchema field, double value, int row) {
        return DatabaseException.invalid(
                "value '%s' is not a number or infinity: field %s, row %d",
                Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf", field.name(), row);
    }

    private static void checkTexts(FieldSchema field, Column column, BitSet skip) {
        require(field, column, column instanceof StringColumn);
        String[] values = ((StringColumn) column).values();
        int bytesMax = field.maxLength();
        for (int row = 0; row < values.length; row++) {
            if (values[row].length() * 3L > bytesMax && !skip.get(row)) {
                checkLength(field, values[row], bytesMax, row);
            }
        }
    }

    private static void checkLength(FieldSchema field, String text, int bytesMax, int row) {
        int bytes = utf8Bytes(text);
        if (bytes > bytesMax) {
            throw DatabaseException.invalid(
                    "length of varchar field %s exceeds max length, row number: %d, length: %d, max length: %d",
                    field.name(), row, bytes, bytesMax);
        }
    }

    private static int utf8Bytes(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }

    private static void checkJson(FieldSchema field, Column column, BitSet skip) {
        require(field, column, column instanceof JsonColumn);
        byte[][] values = ((JsonColumn) column).values();
        for (int row = 0; row < values.length; row++) {
            if (!skip.get(row)) {
                checkDocument(field, values[row], row);
            }
        }
    }

    private static void checkDocument(FieldSchema field, byte[] document, int row) {
        if (document.length > JSON_BYTES_MAX) {
            throw DatabaseException.invalid(
                    "length of json field %s exceeds max length, row number: %d, length: %d, max length: %d",
                    field.name(), row, document.length, JSON_BYTES_MAX);
        }
        try (JsonParser parser = JSON.createParser(tools.jackson.core.ObjectReadContext.empty(), document)) {
            JsonToken first = parser.nextToken();
            if (first == null || (field.traits().dynamic() && first != JsonToken.START_OBJECT)) {
                throw DatabaseException.invalid(
                        "field %s, row %d: the value is not a JSON %s",
                        field.name(), row, field.traits().dynamic() ? "object" : "document");
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw DatabaseException.invalid("field %s, row %d: more than one JSON document", field.name(), row);
            }
        } catch (JacksonException e) {
            throw new DatabaseException(
                    ErrorCode.PARAMETER_INVALID,
                    "field " + field.name() + ", row " + row + ": broken JSON: " + e.getOriginalMessage(),
                    e);
        }
    }

    private static void checkArrays(FieldSchema field, Column column, BitSet skip) {
        require(field, column, column instanceof ArrayColumn);
        ArrayColumn arrays = (ArrayColumn) column;
        int capacity = field.maxCapacity();
        for (int row = 0; row < arrays.rowCount(); row++) {
            int length = arrays.offsets()[row + 1] - arrays.offsets()[row];
            if (length > capacity && !skip.get(row)) {
                throw DatabaseException.invalid(
                        "the length (%d) of %dth array exceeds max capacity (%d): field %s",
                        length, row, capacity, field.name());
            }
        }
        FieldSchema element = new FieldSchema(
                field.id(), field.name(), field.elementType().orElseThrow(), field.traits(), field.params());
        check(element, arrays.elements(), Optional.empty());
    }

    private static void checkFloatVectors(FieldSchema field, Column column) {
        require(field, column, column instanceof FloatVectorColumn);
        FloatVectorColumn vectors = (FloatVectorColumn) column;
        checkDim(field, vectors.dim());
        checkFinite(field, vectors.values());
    }

    private static void checkFinite(FieldSchema field, float[] values) {
        int worst = 0;
        for (float value : values) {
            worst = Math.max(worst, Float.floatToRawIntBits(value) & 0x7F800000);
        }
        if (worst != 0x7F800000) {
            return;
        }
        int rowFloats = field.type() == DataType.FLOAT_VECTOR ? field.dim() : 1;
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw notFinite(field, values[i], i / rowFloats);
            }
        }
    }

    private static void checkDim(FieldSchema field, int dim) {
        if (dim != field.dim()) {
            throw DatabaseException.invalid(
                    "the dim (%d) of field data(%s) is not equal to schema dim (%d)", dim, field.name(), field.dim());
        }
    }

    private static ByteVectorColumn checkByteVectors(FieldSchema field, Column column) {
        require(field, column, column instanceof ByteVectorColumn);
        ByteVectorColumn vectors = (ByteVectorColumn) column;
        if (vectors.rowBytes() != field.fixedBytes()) {
            throw DatabaseException.invalid(
                    "the dim (%d) of field data(%s) is not equal to schema dim (%d)",
                    (long) vectors.rowBytes() * field.dim() / field.fixedBytes(), field.name(), field.dim());
        }
        return vectors;
    }

    private static void checkHalves(FieldSchema field, ByteVectorColumn vectors, int exponent) {
        byte[] values = vectors.values();
        for (int i = 0; i < values.length; i += 2) {
            int bits = (values[i] & 0xFF) | (values[i + 1] & 0xFF) << 8;
            if ((bits & exponent) == exponent) {
                boolean infinite = (bits & 0x7FFF) == exponent;
                double value =
                        infinite ? (bits > 0x7FFF ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY) : Double.NaN;
                throw notFinite(field, value, i / vectors.rowBytes());
            }
        }
    }

    private static void checkSparse(FieldSchema field, Column column) {
        require(field, column, column instanceof SparseVectorColumn);
        SparseVectorColumn vectors = (SparseVectorColumn) column;
        checkFinite(field, vectors.values());
        for (int row = 0; row < vectors.rowCount(); row++) {
            for (int i = vectors.offsets()[row]; i < vectors.offsets()[row + 1]; i++) {
                int dimension = vectors.dimensions()[i];
                if (dimension == -1) {
                    throw DatabaseException.invalid(
                            "invalid index in sparse float vector of field %s: must be less than 2^32-1, row %d",
                            field.name(), row);
                }
                if (i > vectors.offsets()[row]
                        && Integer.compareUnsigned(vectors.dimensions()[i - 1], dimension) >= 0) {
                    throw DatabaseException.invalid(
                            "unsorted or same indices in sparse float vector of field %s, row %d", field.name(), row);
                }
            }
        }
    }
}
