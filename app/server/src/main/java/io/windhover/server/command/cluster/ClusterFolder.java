package io.windhover.server.command.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;

/** The folder of a cluster: a file of what runs, and a folder for each process and for the services. */
final class ClusterFolder {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LAST_LINES = 20;

    private final Path path;

    ClusterFolder(Path path) {
        this.path = path.toAbsolutePath().normalize();
    }

    /** Runs something that no other command may do at the same time in this folder. */
    void alone(Runnable body) {
        try {
            Files.createDirectories(path);
            try (FileChannel file = FileChannel.open(
                            path.resolve("cluster.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = file.lock()) {
                body.run();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot use the folder " + path + ": " + failure, failure);
        }
    }

    /** Returns what runs there; empty if nothing was started or all was ended. */
    Optional<ClusterState> read() {
        try {
            return Optional.of(JSON.readValue(Files.readString(file()), ClusterState.class));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException | JacksonException failure) {
            throw new ClusterException(file() + " cannot be read: " + failure.getMessage());
        }
    }

    /** Replaces the file as a whole. */
    void write(ClusterState state) {
        Path whole = path.resolve("cluster.json.new");
        try {
            Files.writeString(whole, json(state));
            Files.move(whole, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException(file() + " cannot be written: " + failure, failure);
        }
    }

    /** Forgets what ran. */
    void forget() {
        try {
            Files.deleteIfExists(cuts());
            Files.deleteIfExists(file());
        } catch (IOException failure) {
            throw new UncheckedIOException(file() + " cannot be deleted: " + failure, failure);
        }
    }

    static String json(Object value) {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
    }

    Path path() {
        return path;
    }

    private Path file() {
        return path.resolve("cluster.json");
    }

    /** Returns the file that says what the relay lets nothing through between. */
    Path cuts() {
        return path.resolve("cuts");
    }

    Path services() {
        return path.resolve("services");
    }

    Path of(MemberState member) {
        return path.resolve(member.name());
    }

    Path log(MemberState member) {
        return of(member).resolve("log");
    }

    /** Returns the end of what a member wrote. */
    String lastLines(MemberState member) {
        try {
            List<String> lines = Files.readAllLines(log(member));
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException failure) {
            return "(no log: " + failure + ")";
        }
    }
}
