package io.windhover.node.data;

import io.windhover.model.FieldId;
import io.windhover.model.row.Column;
import io.windhover.model.row.FieldColumn;
import io.windhover.model.row.RowBatch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Columns in a log record. A column is a kind byte, its row count and its arrays as they lie in memory; text is one
 * array of end offsets and one of UTF-8 bytes.
 */
final class ColumnCodec {
    private static final int BOOL = 1;
    private static final int INT = 2;
    private static final int LONG = 3;
    private static final int FLOAT = 4;
    private static final int DOUBLE = 5;
    private static final int STRING = 6;
    private static final int JSON = 7;
    private static final int ARRAY = 8;
    private static final int FLOAT_VECTOR = 9;
    private static final int BYTE_VECTOR = 10;
    private static final int SPARSE_VECTOR = 11;

    private ColumnCodec() {}

    static void writeBatch(RecordSink sink, RowBatch batch) {
        sink.writeInt(batch.rowCount());
        sink.writeInt(batch.columns().size());
        for (FieldColumn column : batch.columns()) {
            sink.writeLong(column.field().value());
            long[] nulls = column.nulls().map(BitSet::toLongArray).orElse(new long[0]);
            sink.writeInt(nulls.length);
            sink.writeLongs(nulls);
            writeColumn(sink, column.column());
        }
    }

    static RowBatch readBatch(RecordSource source) {
        int rowCount = source.readInt();
        int columnCount = source.readCount(1);
        List<FieldColumn> columns = new ArrayList<>(columnCount);
        for (int i = 0; i < columnCount; i++) {
            FieldId field = new FieldId(source.readLong());
            int nullWords = source.readCount(Long.BYTES);
            long[] words = source.readLongs(nullWords);
            Column column = readColumn(source);
            if (column.rowCount() != rowCount) {
                throw source.damaged("field " + field + " has " + column.rowCount() + " rows, not " + rowCount);
            }
            Optional<BitSet> nulls = nullWords == 0 ? Optional.empty() : Optional.of(BitSet.valueOf(words));
            columns.add(new FieldColumn(field, column, nulls));
        }
        return new RowBatch(columns, rowCount);
    }

    static void writeColumn(RecordSink sink, Column column) {
        switch (column) {
            case Column.BoolColumn bools -> writeBools(sink, bools.values());
            case Column.IntColumn ints -> {
                begin(sink, INT, ints.values().length);
                sink.writeInts(ints.values());
            }
            case Column.LongColumn longs -> {
                begin(sink, LONG, longs.values().length);
                sink.writeLongs(longs.values());
            }
            case Column.FloatColumn floats -> {
                begin(sink, FLOAT, floats.values().length);
                sink.writeFloats(floats.values());
            }
            case Column.DoubleColumn doubles -> {
                begin(sink, DOUBLE, doubles.values().length);
                sink.writeDoubles(doubles.values());
            }
            case Column.StringColumn strings -> {
                sink.writeByte(STRING);
                writeStrings(sink, strings.values());
            }
            case Column.JsonColumn documents -> {
                sink.writeByte(JSON);
                writeByteArrays(sink, documents.values());
            }
            case Column.ArrayColumn arrays -> {
                begin(sink, ARRAY, arrays.offsets().length);
                sink.writeInts(arrays.offsets());
                writeColumn(sink, arrays.elements());
            }
            case Column.FloatVectorColumn vectors -> {
                begin(sink, FLOAT_VECTOR, vectors.values().length);
                sink.writeInt(vectors.dim());
                sink.writeFloats(vectors.values());
            }
            case Column.ByteVectorColumn vectors -> {
                begin(sink, BYTE_VECTOR, vectors.values().length);
                sink.writeInt(vectors.rowBytes());
                sink.writeBytes(vectors.values());
            }
            case Column.SparseVectorColumn vectors -> writeSparse(sink, vectors);
        }
    }

    static Column readColumn(RecordSource source) {
        int kind = source.readByte();
        return switch (kind) {
            case BOOL -> readBools(source);
            case INT -> new Column.IntColumn(source.readInts(source.readCount(Integer.BYTES)));
            case LONG -> new Column.LongColumn(source.readLongs(source.readCount(Long.BYTES)));
            case FLOAT -> new Column.FloatColumn(source.readFloats(source.readCount(Float.BYTES)));
            case DOUBLE -> new Column.DoubleColumn(source.readDoubles(source.readCount(Double.BYTES)));
            case STRING -> new Column.StringColumn(readStrings(source));
            case JSON -> new Column.JsonColumn(readByteArrays(source));
            case ARRAY -> {
                int[] offsets = source.readInts(source.readCount(Integer.BYTES));
                yield new Column.ArrayColumn(offsets, readColumn(source));
            }
            case FLOAT_VECTOR -> {
                int count = source.readCount(Float.BYTES);
                int dim = source.readInt();
                yield new Column.FloatVectorColumn(source.readFloats(count), dim);
            }
            case BYTE_VECTOR -> {
                int count = source.readCount(1);
                int rowBytes = source.readInt();
                yield new Column.ByteVectorColumn(source.readBytes(count), rowBytes);
            }
            case SPARSE_VECTOR -> readSparse(source);
            default -> throw source.damaged("unknown column kind " + kind);
        };
    }

    static void writeStrings(RecordSink sink, String[] values) {
        byte[][] bytes = new byte[values.length][];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = values[i].getBytes(StandardCharsets.UTF_8);
        }
        writeByteArrays(sink, bytes);
    }

    static String[] readStrings(RecordSource source) {
        byte[][] bytes = readByteArrays(source);
        String[] values = new String[bytes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = new String(bytes[i], StandardCharsets.UTF_8);
        }
        return values;
    }

    private static void begin(RecordSink sink, int kind, int count) {
        sink.writeByte(kind);
        sink.writeInt(count);
    }

    private static void writeBools(RecordSink sink, boolean[] values) {
        begin(sink, BOOL, values.length);
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) (values[i] ? 1 : 0);
        }
        sink.writeBytes(bytes);
    }

    private static Column readBools(RecordSource source) {
        byte[] bytes = source.readBytes(source.readCount(1));
        boolean[] values = new boolean[bytes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes[i] != 0;
        }
        return new Column.BoolColumn(values);
    }

    private static void writeByteArrays(RecordSink sink, byte[][] values) {
        int[] ends = new int[values.length];
        int end = 0;
        for (int i = 0; i < values.length; i++) {
            end = Math.addExact(end, values[i].length);
            ends[i] = end;
        }
        byte[] all = new byte[end];
        for (int i = 0; i < values.length; i++) {
            System.arraycopy(values[i], 0, all, ends[i] - values[i].length, values[i].length);
        }
        sink.writeInt(values.length);
        sink.writeInts(ends);
        sink.writeInt(end);
        sink.writeBytes(all);
    }

    private static byte[][] readByteArrays(RecordSource source) {
        int count = source.readCount(Integer.BYTES);
        int[] ends = source.readInts(count);
        byte[] all = source.readBytes(source.readCount(1));
        byte[][] values = new byte[count][];
        int start = 0;
        for (int i = 0; i < count; i++) {
            if (ends[i] < start || ends[i] > all.length) {
                throw source.damaged("text " + i + " ends at " + ends[i]);
            }
            values[i] = java.util.Arrays.copyOfRange(all, start, ends[i]);
            start = ends[i];
        }
        return values;
    }

    private static void writeSparse(RecordSink sink, Column.SparseVectorColumn vectors) {
        begin(sink, SPARSE_VECTOR, vectors.offsets().length);
        sink.writeInts(vectors.offsets());
        sink.writeInt(vectors.dimensions().length);
        sink.writeInts(vectors.dimensions());
        sink.writeFloats(vectors.values());
    }

    private static Column readSparse(RecordSource source) {
        int[] offsets = source.readInts(source.readCount(Integer.BYTES));
        int pairs = source.readCount(2 * Integer.BYTES);
        int[] dimensions = source.readInts(pairs);
        return new Column.SparseVectorColumn(offsets, dimensions, source.readFloats(pairs));
    }
}
