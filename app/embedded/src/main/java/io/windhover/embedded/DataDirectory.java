package io.windhover.embedded;

import io.windhover.coordinator.Coordinator;
import io.windhover.coordinator.CoordinatorSettings;
import io.windhover.coordinator.garbage.Inventory;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.catalog.StorageNames;
import io.windhover.runtime.local.LocalMetaStore;
import io.windhover.runtime.local.LocalObjectStore;
import io.windhover.runtime.local.LocalWal;
import io.windhover.runtime.port.Disk;
import io.windhover.runtime.port.MetaStore;
import io.windhover.runtime.port.ObjectStore;
import io.windhover.runtime.port.ObjectStore.ObjectMeta;
import io.windhover.runtime.port.Wal;
import io.windhover.runtime.production.DirectoryDisk;
import io.windhover.runtime.production.ProductionRuntime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A look into a data directory that nobody has open. Nothing is served, swept, flushed or compacted by it. */
public final class DataDirectory {
    private DataDirectory() {}

    /**
     * Lists what is there and who owns it. An unfinished end that a crash left in a log is cut off, as a start does.
     *
     * @throws DatabaseException IO_KEY_NOT_FOUND if there is no database; DIRECTORY_IN_USE; DATA_INTEGRITY naming a
     *     damaged file
     */
    public static DirectoryReport inspect(Path directory) {
        Path root = directory.toAbsolutePath().normalize();
        if (!DirectoryDisk.hasFolder(root, Standalone.META_FOLDER)) {
            throw new DatabaseException(ErrorCode.IO_KEY_NOT_FOUND, "there is no database in " + root);
        }
        List<RuntimeException> broken = new ArrayList<>();
        try (DirectoryDisk disk = DirectoryDisk.open(root);
                ProductionRuntime runtime = ProductionRuntime.start(
                        (fiber, cause) -> broken.add(new IllegalStateException("fiber " + fiber + " ended", cause)))) {
            DirectoryReport report = inspect(disk, runtime);
            if (!broken.isEmpty()) {
                throw broken.getFirst();
            }
            return report;
        }
    }

    private static DirectoryReport inspect(Disk disk, ProductionRuntime runtime) {
        Map<String, Long> folderBytes = new TreeMap<>();
        disk.list("").forEach(file -> folderBytes.merge(top(file.name()), file.bytes(), Long::sum));
        try (MetaStore meta = LocalMetaStore.open(runtime, disk, Standalone.META_FOLDER);
                Wal wal = LocalWal.open(runtime, disk, Standalone.WAL_FOLDER);
                ObjectStore objects = LocalObjectStore.open(disk, Standalone.OBJECTS_FOLDER);
                Coordinator coordinator = Coordinator.open(runtime, meta, CoordinatorSettings.EMBEDDED)) {
            Map<String, Integer> keys = new TreeMap<>();
            meta.readPrefix("").entries().forEach(entry -> keys.merge(kind(entry.key()), 1, Integer::sum));
            List<ObjectMeta> present = new ArrayList<>();
            for (String kind : List.of(StorageNames.SEGMENTS, StorageNames.DELTAS, StorageNames.INDEXES)) {
                present.addAll(objects.list(kind));
            }
            Inventory inventory = Inventory.of(coordinator.catalog(), present, wal.logs());
            return new DirectoryReport(coordinator.catalog(), inventory, keys, folderBytes);
        }
    }

    private static String top(String file) {
        int slash = file.indexOf('/');
        return slash < 0 ? file : file.substring(0, slash);
    }

    /** Returns a key without its last part, the identity of one thing. */
    private static String kind(String key) {
        String[] parts = key.split("/");
        return parts.length < 3 ? key : parts[0] + "/" + parts[1];
    }
}
