package io.windhover.segment.rows;

import io.windhover.model.Invariant;
import io.windhover.model.row.Column;
import io.windhover.model.schema.DataType;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of values of varying length. Text and JSON: UTF-8. An array: its elements raw, one after the other; an array
 * of texts: their count, the end of each (32 bits each, counted from the first text), then the texts. A sparse vector:
 * pairs of dimension and value, 32 bits each, dimensions ascending.
 */
public final class ValueBytes {
    private ValueBytes() {}

    /** Adds row {@code row} of {@code column}, a column of varying length whose elements have {@code elementType}. */
    public static void put(Column column, int row, DataType elementType, ByteBuilder out) {
        switch (column) {
            case Column.StringColumn strings -> out.put(strings.values()[row].getBytes(StandardCharsets.UTF_8));
            case Column.JsonColumn json -> out.put(json.values()[row]);
            case Column.ArrayColumn arrays ->
                putElements(arrays.elements(), arrays.offsets()[row], arrays.offsets()[row + 1], elementType, out);
            case Column.SparseVectorColumn sparse -> {
                for (int i = sparse.offsets()[row]; i < sparse.offsets()[row + 1]; i++) {
                    out.putInt(sparse.dimensions()[i]);
                    out.putInt(Float.floatToRawIntBits(sparse.values()[i]));
                }
            }
            case Column.BoolColumn _,
                    Column.IntColumn _,
                    Column.LongColumn _,
                    Column.FloatColumn _,
                    Column.DoubleColumn _,
                    Column.FloatVectorColumn _,
                    Column.ByteVectorColumn _ -> throw Invariant.unreachable("{} has a fixed width", column.getClass());
        }
    }

    private static void putElements(Column elements, int from, int to, DataType type, ByteBuilder out) {
        if (elements instanceof Column.StringColumn strings) {
            putTexts(strings.values(), from, to, out);
            return;
        }
        for (int i = from; i < to; i++) {
            putNumber(elements, i, type, out);
        }
    }

    private static void putTexts(String[] texts, int from, int to, ByteBuilder out) {
        byte[][] encoded = new byte[to - from][];
        int end = 0;
        out.putInt(to - from);
        for (int i = from; i < to; i++) {
            encoded[i - from] = texts[i].getBytes(StandardCharsets.UTF_8);
            end += encoded[i - from].length;
            out.putInt(end);
        }
        for (byte[] text : encoded) {
            out.put(text);
        }
    }

    private static void putNumber(Column column, int row, DataType type, ByteBuilder out) {
        switch (column) {
            case Column.BoolColumn bools -> out.putByte(bools.values()[row] ? 1 : 0);
            case Column.IntColumn ints -> {
                switch (type.fixedBytes(0)) {
                    case 1 -> out.putByte(ints.values()[row]);
                    case 2 -> out.putShort(ints.values()[row]);
                    case 4 -> out.putInt(ints.values()[row]);
                    default -> throw Invariant.unreachable("int column for {}", type);
                }
            }
            case Column.LongColumn longs -> out.putLong(longs.values()[row]);
            case Column.FloatColumn floats -> out.putInt(Float.floatToRawIntBits(floats.values()[row]));
            case Column.DoubleColumn doubles -> out.putLong(Double.doubleToRawLongBits(doubles.values()[row]));
            case Column.StringColumn _,
                    Column.JsonColumn _,
                    Column.ArrayColumn _,
                    Column.SparseVectorColumn _,
                    Column.FloatVectorColumn _,
                    Column.ByteVectorColumn _ -> throw Invariant.unreachable("{} is no number", column.getClass());
        }
    }

    /** Returns how many elements an array value has. */
    public static int elementCount(VariableView view, int row, DataType elementType) {
        int length = view.length(row);
        if (elementType != DataType.VARCHAR) {
            return length / elementType.fixedBytes(0);
        }
        return length == 0 ? 0 : view.memory(row).get(Layouts.INT, view.start(row));
    }

    /** Returns a whole number (a boolean as 0 or 1) of an array value. */
    public static long integerElement(VariableView view, int row, int index, DataType elementType) {
        MemorySegment memory = view.memory(row);
        int width = elementType.fixedBytes(0);
        long at = view.start(row) + (long) index * width;
        return switch (width) {
            case 1 -> memory.get(Layouts.BYTE, at);
            case 2 -> memory.get(Layouts.SHORT, at);
            case 4 -> memory.get(Layouts.INT, at);
            case 8 -> memory.get(Layouts.LONG, at);
            default -> throw Invariant.unreachable("no whole number has {} bytes", width);
        };
    }

    /** Returns a number with a fraction of an array value. */
    public static double doubleElement(VariableView view, int row, int index, DataType elementType) {
        MemorySegment memory = view.memory(row);
        return elementType == DataType.FLOAT
                ? memory.get(Layouts.FLOAT, view.start(row) + 4L * index)
                : memory.get(Layouts.DOUBLE, view.start(row) + 8L * index);
    }

    /** Returns a text of an array value. */
    public static String stringElement(VariableView view, int row, int index) {
        return new String(textElement(view, row, index), StandardCharsets.UTF_8);
    }

    /** Returns the UTF-8 bytes of a text of an array value. */
    public static byte[] textElement(VariableView view, int row, int index) {
        MemorySegment memory = view.memory(row);
        long start = view.start(row);
        long texts = start + 4 + 4L * memory.get(Layouts.INT, start);
        int from = index == 0 ? 0 : memory.get(Layouts.INT, start + 4L * index);
        int to = memory.get(Layouts.INT, start + 4 + 4L * index);
        return memory.asSlice(texts + from, to - from).toArray(Layouts.BYTE);
    }

    /** Returns how many pairs a sparse vector has. */
    public static int pairCount(VariableView view, int row) {
        return view.length(row) >>> 3;
    }

    /** Returns the dimension of a pair, an unsigned number. */
    public static int pairDimension(VariableView view, int row, int index) {
        return view.memory(row).get(Layouts.INT, view.start(row) + 8L * index);
    }

    /** Returns the value of a pair. */
    public static float pairValue(VariableView view, int row, int index) {
        return view.memory(row).get(Layouts.FLOAT, view.start(row) + 8L * index + 4);
    }
}
