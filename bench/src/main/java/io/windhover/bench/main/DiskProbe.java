package io.windhover.bench.main;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** How long the disk takes to make 1 KiB durable: what bounds every figure with a durable answer. */
final class DiskProbe {
    private static final int TIMES = 200;
    private static final int BYTES = 1024;

    private DiskProbe() {}

    /** Returns the median of writing into a file of fixed length and forcing it, in milliseconds. */
    static double medianMs(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve("disk-probe");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(TIMES * BYTES), 0);
            channel.force(true);
            long[] tookNs = new long[TIMES];
            for (int i = 0; i < TIMES; i++) {
                channel.write(ByteBuffer.allocate(BYTES), (long) i * BYTES);
                long startedNs = System.nanoTime();
                channel.force(false);
                tookNs[i] = System.nanoTime() - startedNs;
            }
            Arrays.sort(tookNs);
            return tookNs[TIMES / 2] / 1e6;
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
