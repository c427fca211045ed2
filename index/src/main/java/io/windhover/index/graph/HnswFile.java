package io.windhover.index.graph;

import io.windhover.index.kernel.Memory;
import java.lang.foreign.MemorySegment;

/**
 * The file of a graph: the header of {@link IndexHeader}, then arrays, each at a multiple of 64 bytes: the lists of layer
 * 0 ({@code rowCount * 2M} ints, so that the list of M = 16 is two cache lines), the first record above layer 0 of each
 * row ({@code rowCount} ints, -1 for none), the records above ({@code upperRecords * M} ints), and if rows have codes,
 * the scale and the means of the quantiser ({@code 1 + dim} floats) and the codes ({@code rowCount * codeBytes} bytes).
 * A list ends at -1 or when it is full.
 */
final class HnswFile {
    private HnswFile() {}

    static long bytes(IndexHeader header) {
        return codes(header) + (long) header.rowCount() * header.graph().codeBytes();
    }

    private static long recordOf(IndexHeader header) {
        return IndexHeader.BYTES
                + padded(8L * header.rowCount() * header.graph().m());
    }

    private static long above(IndexHeader header) {
        return recordOf(header) + padded(4L * header.rowCount());
    }

    private static long quantiser(IndexHeader header) {
        return above(header)
                + padded(4L * header.graph().upperRecords() * header.graph().m());
    }

    private static long codes(IndexHeader header) {
        return quantiser(header) + (hasCodes(header) ? padded(4L + 4L * header.dim()) : 0);
    }

    private static long padded(long bytes) {
        return bytes + 63 & ~63L;
    }

    static boolean hasCodes(IndexHeader header) {
        return header.graph().codeBytes() > 0;
    }

    /** Returns the lists in a file. */
    static Links links(IndexHeader header, MemorySegment file) {
        int m = header.graph().m();
        long base = file.address();
        return new Links(base + IndexHeader.BYTES, 2 * m, base + recordOf(header), base + above(header), m);
    }

    /** Returns the address of the codes in a file. */
    static long codes(IndexHeader header, MemorySegment file) {
        return file.address() + codes(header);
    }

    static void putQuantiser(IndexHeader header, MemorySegment file, Quantiser quantiser) {
        long at = file.address() + quantiser(header);
        Memory.putFloat(at, quantiser.scale());
        for (int d = 0; d < header.dim(); d++) {
            Memory.putFloat(at + 4L + 4L * d, quantiser.mean()[d]);
        }
    }

    static Quantiser quantiser(IndexHeader header, MemorySegment file) {
        long at = file.address() + quantiser(header);
        float[] mean = new float[header.dim()];
        for (int d = 0; d < mean.length; d++) {
            mean[d] = Memory.floatAt(at + 4L + 4L * d);
        }
        return new Quantiser(header.metric(), mean, Memory.floatAt(at));
    }

    /** Checks that the sizes in a header add up to its file; contents are vouched for by the checksum. */
    static void check(IndexHeader header, MemorySegment file) {
        IndexHeader.Graph graph = header.graph();
        boolean sound = graph.m() >= 2
                && graph.upperRecords() >= 0
                && graph.topLayer() >= 0
                && (graph.codeBytes() == 0 || graph.codeBytes() == Quantiser.codeBytes(header.dim()))
                && (header.rowCount() == 0 || graph.entryPoint() >= 0 && graph.entryPoint() < header.rowCount())
                && bytes(header) == file.byteSize();
        IndexHeader.check(sound, "graph index header does not add up: %s, %d bytes", header, file.byteSize());
        IndexHeader.check(file.address() % 4 == 0, "graph index is mapped at an odd address");
    }
}
