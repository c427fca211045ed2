package io.windhover.server.command.cluster.relay;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out which process has the other end of a connection on this machine, by what Linux tells in {@code /proc}. */
final class SocketOwners {
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int INODE = 9;

    private SocketOwners() {}

    /**
     * Returns the name of the process that connected from a port to another.
     *
     * @param processes names by process id
     */
    static Optional<String> ownerOf(int from, int to, Map<Long, String> processes) {
        return inode(from, to)
                .flatMap(inode -> processes.entrySet().stream()
                        .filter(process -> has(process.getKey(), "socket:[" + inode + "]"))
                        .map(Map.Entry::getValue)
                        .findFirst());
    }

    /** Returns what identifies the caller's socket. */
    private static Optional<String> inode(int from, int to) {
        String local = ":%04X".formatted(from);
        String remote = ":%04X".formatted(to);
        for (Path table : TABLES) {
            try {
                for (String line : Files.readAllLines(table)) {
                    String[] columns = line.strip().split("\\s+");
                    if (columns.length > INODE
                            && columns[LOCAL].endsWith(local)
                            && columns[REMOTE].endsWith(remote)
                            && !columns[INODE].equals("0")) {
                        return Optional.of(columns[INODE]);
                    }
                }
            } catch (IOException _) {
                // A machine without IPv6 lacks one of them.
            }
        }
        return Optional.empty();
    }

    private static boolean has(long pid, String socket) {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path descriptor : open) {
                if (isLinkTo(descriptor, socket)) {
                    return true;
                }
            }
        } catch (IOException _) {
            // It ended.
        }
        return false;
    }

    private static boolean isLinkTo(Path descriptor, String socket) {
        try {
            return Files.readSymbolicLink(descriptor).toString().equals(socket);
        } catch (IOException _) {
            return false;
        }
    }
}
