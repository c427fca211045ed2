package io.windhover.server.milvus;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The machine that this process runs on.
 *
 * @param host          that it listens on
 * @param dataDirectory whose disk is told of
 */
public record Machine(String host, Path dataDirectory) {
    private static final double GIB = 1 << 30;
    private static final Path MEMORY_PAGES = Path.of("/proc/self/statm");
    private static final long PAGE_BYTES = 4096;

    /** Returns when this process started. */
    Instant startedAt() {
        return Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
    }

    /** Returns what Milvus calls hardware infos: cores, percent of all cores, bytes of memory, GiB of disk. */
    Map<String, Object> hardware() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        Map<String, Object> hardware = new LinkedHashMap<>();
        hardware.put("ip", host);
        hardware.put("cpu_core_count", system.getAvailableProcessors());
        hardware.put("cpu_core_usage", Math.max(0, system.getProcessCpuLoad()) * 100);
        hardware.put("memory", system.getTotalMemorySize());
        hardware.put("memory_usage", usedMemory());
        double[] disk = diskGib();
        hardware.put("disk", disk[0]);
        hardware.put("disk_usage", disk[1]);
        hardware.put("io_wait_percentage", 0);
        return hardware;
    }

    /** Returns the bytes of this process in memory, mapped files included; its heap where the system does not tell. */
    private static long usedMemory() {
        try {
            return Long.parseLong(Files.readString(MEMORY_PAGES).split(" ")[1]) * PAGE_BYTES;
        } catch (IOException _) {
            return Runtime.getRuntime().totalMemory();
        }
    }

    /** Returns the size of the data directory's disk and what is used of it; zeros if it cannot be asked. */
    private double[] diskGib() {
        try {
            FileStore disk = Files.getFileStore(dataDirectory);
            return new double[] {disk.getTotalSpace() / GIB, (disk.getTotalSpace() - disk.getUsableSpace()) / GIB};
        } catch (IOException _) {
            return new double[] {0, 0};
        }
    }
}
