package io.windhover.embedded;

import io.windhover.runtime.production.ProductionRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What a database holds of everything that can be left behind, by name. */
final class Footprint {
    private Footprint() {}

    /** Counts now; mapped files and handles only where the kernel tells. */
    static Map<String, Long> of(Windhover database, Path directory) {
        Map<String, Long> held = new LinkedHashMap<>();
        var catalog = database.standalone().coordinator().catalog();
        held.put("collections", (long) catalog.collections().size());
        held.put(
                "partitions",
                catalog.collections()
                        .values()
                        .mapToLong(collection -> collection.partitions().size())
                        .sum());
        held.put(
                "checkpoints",
                catalog.collections()
                        .values()
                        .mapToLong(
                                collection -> collection.storage().checkpoints().size())
                        .sum());
        held.put("object files", files(directory.resolve(Standalone.OBJECTS_FOLDER), false));
        held.put("object bytes", files(directory.resolve(Standalone.OBJECTS_FOLDER), true));
        held.put("log bytes", files(directory.resolve(Standalone.WAL_FOLDER), true));
        held.put("open shards", (long) database.standalone().node().dataTotals().shards());
        held.put("growing rows", database.standalone().node().dataTotals().growingRows());
        held.put(
                "bytes of rows in memory",
                database.standalone().node().dataTotals().heldBytes());
        held.put("mapped bytes", database.standalone().node().queryTotals().bytes());
        held.put("loaded segments", (long)
                database.standalone().node().queryTotals().segments());
        held.put("fibers", (long) ((ProductionRuntime) database.runtime()).fiberCount());
        held.put("mappings", lines(Path.of("/proc/self/maps"), directory.toString()));
        held.put("handles", handles(directory));
        return held;
    }

    private static long files(Path folder, boolean bytes) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.mapToLong(path -> weight(path, bytes)).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file may go while it is looked at. */
    private static long weight(Path path, boolean bytes) {
        try {
            return Files.isRegularFile(path) ? bytes ? Files.size(path) : 1 : 0;
        } catch (IOException gone) {
            return 0;
        }
    }

    private static long lines(Path file, String word) {
        if (!Files.exists(file)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.contains(word)).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long handles(Path directory) {
        Path folder = Path.of("/proc/self/fd");
        if (!Files.exists(folder)) {
            return 0;
        }
        try (Stream<Path> handles = Files.list(folder)) {
            return handles.filter(handle -> target(handle).startsWith(directory))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path target(Path handle) {
        try {
            return Files.readSymbolicLink(handle);
        } catch (IOException gone) {
            return Path.of("/");
        }
    }
}
