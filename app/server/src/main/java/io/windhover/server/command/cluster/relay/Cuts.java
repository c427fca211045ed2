package io.windhover.server.command.cluster.relay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which ways are cut, read again and again from a file: a line {@code FROM TO} for each, by the names of processes. An
 * absent file cuts none. Whoever writes the file replaces it as a whole.
 */
final class Cuts {
    private final Path file;
    private volatile Set<String> lines = Set.of();

    Cuts(Path file) {
        this.file = file;
    }

    /** Reads the file; a file that cannot be read changes nothing. */
    void refresh() {
        try {
            lines = Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .collect(Collectors.toUnmodifiableSet());
        } catch (NoSuchFileException _) {
            lines = Set.of();
        } catch (IOException _) {
            // It is being replaced: the next look finds it.
        }
    }

    boolean isAny() {
        return !lines.isEmpty();
    }

    /** Tells whether nothing gets from one process to another. */
    boolean isCut(String from, String to) {
        return lines.contains(from + " " + to);
    }
}
