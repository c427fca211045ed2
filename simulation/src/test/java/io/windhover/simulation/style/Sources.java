package io.windhover.simulation.style;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The project's own source files, found from the root that the build names. */
final class Sources {
    private Sources() {}

    static Path root() {
        return Path.of(System.getProperty("windhover.root", ".."))
                .toAbsolutePath()
                .normalize();
    }

    /** Returns every Java file under a src folder of a module, generated ones left out. */
    static List<Path> all() {
        try (Stream<Path> files = Files.walk(root(), 20)) {
            return files.filter(f -> f.toString().endsWith(".java"))
                    .filter(f -> root().relativize(f).toString().contains("src/"))
                    .filter(f -> !root().relativize(f).toString().contains("target/"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Path> main() {
        return all().stream().filter(f -> f.toString().contains("src/main/")).toList();
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
