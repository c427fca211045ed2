package io.windhover.storm.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a server process holds; -1 where that is not known.
 *
 * @param rssMb   resident memory
 * @param handles open files and sockets
 * @param diskKb  size of all files in its directory
 * @param cpuMs   time of processors it has used since it started
 */
public record Footprint(long rssMb, long handles, long diskKb, long cpuMs) {
    private static final int PORT_BASE = 16;
    private static final String LISTENING = "0A";

    /** Measures a process and a directory, either of which may be unknown. */
    public static Footprint of(OptionalLong pid, List<Path> directories) {
        long rssMb = pid.isPresent() ? rssMb(pid.getAsLong()) : -1;
        long handles = pid.isPresent() ? handles(pid.getAsLong()) : -1;
        return new Footprint(
                rssMb,
                handles,
                directories.isEmpty() ? -1 : diskKb(directories),
                pid.isPresent() ? cpuMs(pid.getAsLong()) : -1);
    }

    /** Measures several processes together, without those that are gone, and directories. */
    public static Footprint sum(Collection<Long> pids, List<Path> directories) {
        long rssMb = 0;
        long handles = 0;
        long cpuMs = 0;
        for (long pid : pids) {
            rssMb += Math.max(0, rssMb(pid));
            handles += Math.max(0, handles(pid));
            cpuMs += Math.max(0, cpuMs(pid));
        }
        return new Footprint(rssMb, handles, diskKb(directories), cpuMs);
    }

    private static long rssMb(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElse(-1024)
                    / 1024;
        } catch (IOException _) {
            return -1;
        }
    }

    private static long cpuMs(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .map(Duration::toMillis)
                .orElse(-1L);
    }

    private static long handles(long pid) {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return open.count();
        } catch (IOException _) {
            return -1;
        }
    }

    private static long diskKb(List<Path> directories) {
        return directories.stream().mapToLong(Footprint::bytes).sum() / 1024;
    }

    private static long bytes(Path directory) {
        long[] sum = new long[1];
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    sum[0] += attributes.size();
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    // The server deletes files while they are counted.
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, IOException failure) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return sum[0];
    }

    /** Finds the process on this machine that listens on a port, if the kernel shows it to us. */
    public static OptionalLong listenerOf(int port) {
        List<String> sockets = Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(table -> listeners(Path.of(table), port))
                .toList();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(process -> process.getFileName().toString().matches("\\d+") && holds(process, sockets))
                    .mapToLong(process -> Long.parseLong(process.getFileName().toString()))
                    .findFirst();
        } catch (IOException _) {
            return OptionalLong.empty();
        }
    }

    private static Stream<String> listeners(Path table, int port) {
        try {
            return Files.readAllLines(table).stream()
                    .skip(1)
                    .map(line -> line.trim().split("\\s+"))
                    .filter(columns -> columns[3].equals(LISTENING)
                            && Integer.parseInt(columns[1].substring(columns[1].lastIndexOf(':') + 1), PORT_BASE)
                                    == port)
                    .map(columns -> "socket:[" + columns[9] + "]");
        } catch (IOException _) {
            return Stream.empty();
        }
    }

    private static boolean holds(Path process, List<String> sockets) {
        try (Stream<Path> open = Files.list(process.resolve("fd"))) {
            return open.anyMatch(file -> sockets.contains(target(file)));
        } catch (IOException _) {
            return false;
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException _) {
            return "";
        }
    }
}
