package io.windhover.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the kernel counted for a process.
 *
 * @param cpuNs processor time of all its threads, in the kernel's ticks of 10 ms
 * @param rssMb resident memory
 */
public record ProcessFigures(long cpuNs, long rssMb) {
    private static final long TICK_NS = 10_000_000;
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    /** Reads the figures of a live process. */
    public static ProcessFigures of(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long ticks = Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]);
            long rssKb = Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
            return new ProcessFigures(ticks * TICK_NS, rssKb >> 10);
        } catch (IOException failure) {
            throw new UncheckedIOException("process " + pid, failure);
        }
    }
}
