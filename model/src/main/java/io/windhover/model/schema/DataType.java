package io.windhover.model.schema;

import java.util.Optional;

/** The types a field can have, with Milvus's numbers on the wire. */
public enum DataType {
    /** One bit. */
    BOOL(1, "Bool"),
    /** Signed, 8 bits. */
    INT8(2, "Int8"),
    /** Signed, 16 bits. */
    INT16(3, "Int16"),
    /** Signed, 32 bits. */
    INT32(4, "Int32"),
    /** Signed, 64 bits. */
    INT64(5, "Int64"),
    /** IEEE 754, 32 bits. */
    FLOAT(10, "Float"),
    /** IEEE 754, 64 bits. */
    DOUBLE(11, "Double"),
    /** UTF-8 text, at most {@code max_length} bytes. */
    VARCHAR(21, "VarChar"),
    /** A list of one scalar type, at most {@code max_capacity} elements. */
    ARRAY(22, "Array"),
    /** A JSON document, at most 64 KiB. */
    JSON(23, "JSON"),
    /** {@code dim} bits. */
    BINARY_VECTOR(100, "BinaryVector"),
    /** {@code dim} floats. */
    FLOAT_VECTOR(101, "FloatVector"),
    /** {@code dim} IEEE 754 halves. */
    FLOAT16_VECTOR(102, "Float16Vector"),
    /** {@code dim} bfloat16. */
    BFLOAT16_VECTOR(103, "BFloat16Vector"),
    /** Pairs of a dimension (unsigned 32 bits) and a float. */
    SPARSE_FLOAT_VECTOR(104, "SparseFloatVector"),
    /** {@code dim} signed bytes. */
    INT8_VECTOR(105, "Int8Vector");

    private final int wireNumber;
    private final String wireName;

    DataType(int wireNumber, String wireName) {
        this.wireNumber = wireNumber;
        this.wireName = wireName;
    }

    /** Returns the number in Milvus's protocol. */
    public int wireNumber() {
        return wireNumber;
    }

    /** Returns the name in Milvus's protocol and messages. */
    public String wireName() {
        return wireName;
    }

    /** Returns the type with a wire number, if we have it. */
    public static Optional<DataType> ofWireNumber(int number) {
        for (DataType type : values()) {
            if (type.wireNumber == number) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** Tells whether values are vectors. */
    public boolean isVector() {
        return wireNumber >= 100;
    }

    /** Tells whether values are vectors of a fixed number of dimensions. */
    public boolean isDenseVector() {
        return isVector() && this != SPARSE_FLOAT_VECTOR;
    }

    /** Tells whether values are whole numbers. */
    public boolean isInteger() {
        return this == INT8 || this == INT16 || this == INT32 || this == INT64;
    }

    /** Tells whether values are numbers. */
    public boolean isNumeric() {
        return isInteger() || this == FLOAT || this == DOUBLE;
    }

    /**
     * Returns the bytes of one value of this type: of a dense vector of {@code dim} dimensions, or of a fixed-width
     * scalar ({@code dim} ignored); 0 when the width varies.
     */
    public int fixedBytes(int dim) {
        return switch (this) {
            case BOOL, INT8 -> 1;
            case INT16 -> 2;
            case INT32, FLOAT -> 4;
            case INT64, DOUBLE -> 8;
            case BINARY_VECTOR -> (dim + 7) / 8;
            case FLOAT_VECTOR -> 4 * dim;
            case FLOAT16_VECTOR, BFLOAT16_VECTOR -> 2 * dim;
            case INT8_VECTOR -> dim;
            case VARCHAR, ARRAY, JSON, SPARSE_FLOAT_VECTOR -> 0;
        };
    }
}
