package io.windhover.index.graph;

import java.lang.foreign.MemorySegment;

/**
 * The file of a graph: the header of {@link IndexHeader}, then three arrays of ints, each at a multiple of 64 bytes:
 * the lists of layer 0 ({@code rowCount * 2M}, so that the list of M = 16 is two cache lines), the first record above
 * layer 0 of each row ({@code rowCount}, -1 for none), and the records above ({@code upperRecords * M}). A list ends at
 * -1 or when it is full.
 */
final class HnswFile {
    private HnswFile() {}

    static long bytes(IndexHeader header) {
        return above(header)
                + padded(4L * header.graph().upperRecords() * header.graph().m());
    }

    private static long recordOf(IndexHeader header) {
        return IndexHeader.BYTES
                + padded(8L * header.rowCount() * header.graph().m());
    }

    private static long above(IndexHeader header) {
        return recordOf(header) + padded(4L * header.rowCount());
    }

    private static long padded(long bytes) {
        return bytes + 63 & ~63L;
    }

    /** Returns the lists in a file. */
    static Links links(IndexHeader header, MemorySegment file) {
        int m = header.graph().m();
        long base = file.address();
        return new Links(base + IndexHeader.BYTES, 2 * m, base + recordOf(header), base + above(header), m);
    }

    /** Checks that the sizes in a header add up to its file; contents are vouched for by the checksum. */
    static void check(IndexHeader header, MemorySegment file) {
        IndexHeader.Graph graph = header.graph();
        boolean sound = graph.m() >= 2
                && graph.upperRecords() >= 0
                && graph.topLayer() >= 0
                && (header.rowCount() == 0 || graph.entryPoint() >= 0 && graph.entryPoint() < header.rowCount())
                && bytes(header) == file.byteSize();
        IndexHeader.check(sound, "graph index header does not add up: %s, %d bytes", header, file.byteSize());
        IndexHeader.check(file.address() % 4 == 0, "graph index is mapped at an odd address");
    }
}
