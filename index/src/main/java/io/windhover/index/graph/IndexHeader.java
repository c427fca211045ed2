package io.windhover.index.graph;

import io.windhover.index.ByteSink;
import io.windhover.index.vector.Metric;
import io.windhover.index.vector.VectorRows;
import io.windhover.index.vector.VectorType;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The first 128 bytes of every vector index, little-endian:
 *
 * <pre>
 *  0 long magic "WHVINDEX"    24 int index type      44 int M
 *  8 int  format version 1    28 int metric          48 int efConstruction
 * 12 int  CRC32C of the rest  32 int vector type     52 int entry point (-1: none)
 *    of the file, from 16     36 int dim             56 int layers above 0
 * 16 long bytes of the file   40 int row count       60 int records above layer 0
 *                             64 int code bytes      68 zeros
 * </pre>
 *
 * Index type, metric and vector type are the ordinals of their enums.
 *
 * @param type at 24
 * @param metric at 28
 * @param vectors at 32
 * @param dim at 36
 * @param rowCount at 40
 * @param graph the rest
 */
record IndexHeader(IndexType type, Metric metric, VectorType vectors, int dim, int rowCount, Graph graph) {
    static final int BYTES = 128;
    static final int CRC_FROM = 16;
    private static final long MAGIC = 0x58_45_44_4e_49_56_48_57L;
    private static final int VERSION = 1;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /**
     * What only a graph has.
     *
     * @param m at 44
     * @param efConstruction at 48
     * @param entryPoint at 52
     * @param topLayer at 56
     * @param upperRecords at 60
     * @param codeBytes at 64: bytes of a row's code, 0 if rows are compared as they are
     */
    record Graph(int m, int efConstruction, int entryPoint, int topLayer, int upperRecords, int codeBytes) {
        static final Graph NONE = new Graph(0, 0, -1, 0, 0, 0);
    }

    static IndexHeader of(IndexType type, Metric metric, VectorRows rows) {
        return new IndexHeader(type, metric, rows.type(), rows.dim(), rows.rowCount(), Graph.NONE);
    }

    /** Returns the header of a graph without layers. */
    static IndexHeader ofQuantGraph(Metric metric, VectorRows rows, HnswParams params) {
        Graph graph = new Graph(params.m(), params.efConstruction(), -1, 0, 0, 0);
        return new IndexHeader(IndexType.QUANT_GRAPH, metric, rows.type(), rows.dim(), rows.rowCount(), graph);
    }

    /** Writes a file that has nothing but this header. */
    void write(ByteSink sink) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment file = arena.allocate(BYTES, 8);
            seal(file);
            sink.write(file);
        }
    }

    /** Writes this header into the first bytes of a complete file, with the checksum of the rest. */
    void seal(MemorySegment file) {
        file.set(LONG, 0, MAGIC);
        file.set(INT, 8, VERSION);
        file.set(LONG, 16, file.byteSize());
        int[] fields = {
            type.ordinal(),
            metric.ordinal(),
            vectors.ordinal(),
            dim,
            rowCount,
            graph.m,
            graph.efConstruction,
            graph.entryPoint,
            graph.topLayer,
            graph.upperRecords,
            graph.codeBytes
        };
        for (int i = 0; i < fields.length; i++) {
            file.set(INT, 24 + 4L * i, fields[i]);
        }
        file.set(INT, 12, crc(file));
    }

    /** Reads and checks a whole file; fails with DATA_INTEGRITY if it is cut, flipped or of another kind. */
    static IndexHeader read(MemorySegment file) {
        check(file.byteSize() >= BYTES, "vector index of %d bytes is cut short", file.byteSize());
        check(file.get(LONG, 0) == MAGIC, "not a vector index: it begins with %016x", file.get(LONG, 0));
        int version = file.get(INT, 8);
        check(version == VERSION, "vector index has format version %d, this program reads %d", version, VERSION);
        long bytes = file.get(LONG, 16);
        check(bytes == file.byteSize(), "vector index should have %d bytes, has %d", bytes, file.byteSize());
        int expected = file.get(INT, 12);
        int actual = crc(file);
        check(expected == actual, "vector index is damaged: checksum %08x, expected %08x", actual, expected);
        return new IndexHeader(
                constant(IndexType.values(), file, 24),
                constant(Metric.values(), file, 28),
                constant(VectorType.values(), file, 32),
                file.get(INT, 36),
                file.get(INT, 40),
                new Graph(
                        file.get(INT, 44),
                        file.get(INT, 48),
                        file.get(INT, 52),
                        file.get(INT, 56),
                        file.get(INT, 60),
                        file.get(INT, 64)));
    }

    /** Fails with DATA_INTEGRITY unless this index was built on rows of that shape. */
    void checkFits(VectorRows rows) {
        check(
                rows.rowCount() == rowCount && rows.dim() == dim && rows.type() == vectors,
                "vector index of %d rows, dim %d, %s does not belong to a column of %d rows, dim %d, %s",
                rowCount,
                dim,
                vectors,
                rows.rowCount(),
                rows.dim(),
                rows.type());
    }

    static void check(boolean condition, String format, Object... values) {
        if (!condition) {
            throw new DatabaseException(ErrorCode.DATA_INTEGRITY, String.format(format, values));
        }
    }

    private static <E> E constant(E[] values, MemorySegment file, long offset) {
        int code = file.get(INT, offset);
        check(code >= 0 && code < values.length, "vector index has unknown code %d at byte %d", code, offset);
        return values[code];
    }

    private static int crc(MemorySegment file) {
        CRC32C crc = new CRC32C();
        long piece = 1L << 30;
        for (long at = CRC_FROM; at < file.byteSize(); at += piece) {
            crc.update(file.asSlice(at, Math.min(piece, file.byteSize() - at)).asByteBuffer());
        }
        return (int) crc.getValue();
    }
}
