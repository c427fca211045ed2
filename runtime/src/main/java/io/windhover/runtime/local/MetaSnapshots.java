package io.windhover.runtime.local;

import io.windhover.runtime.local.MetaFormat.StoredState;
import io.windhover.runtime.port.Disk;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** The snapshot files of a metadata store: written aside, made durable, renamed; only the newest counts. */
final class MetaSnapshots {
    private static final String SUFFIX = ".snapshot";

    private final Disk disk;
    private final String folder;

    MetaSnapshots(Disk disk, String folder) {
        this.disk = disk;
        this.folder = folder;
    }

    /** Reads the newest snapshot, or nothing at all if there is none, and removes what an earlier crash left. */
    StoredState load() {
        List<String> files = files();
        String newest = "";
        for (String file : files) {
            newest = file.endsWith(SUFFIX) ? file : newest;
        }
        if (newest.isEmpty()) {
            deleteAllBut(newest);
            return new StoredState(MetaState.EMPTY, 0);
        }
        try (Arena arena = Arena.ofConfined()) {
            StoredState stored = MetaFormat.decodeSnapshot(newest, disk.map(newest, arena));
            disk.forceFolder(folder);
            deleteAllBut(newest);
            return stored;
        }
    }

    /** Writes a snapshot and removes the older ones; returns its size. */
    long save(StoredState stored) {
        MemorySegment bytes = MetaFormat.encode(stored);
        String name = String.format("%s/%016x%s", folder, stored.state().version(), SUFFIX);
        String aside = name + ".new";
        try (Disk.DiskFile file = disk.open(aside)) {
            file.truncate(0);
            file.write(0, bytes);
            file.force();
        }
        disk.rename(aside, name);
        disk.forceFolder(folder);
        deleteAllBut(name);
        return bytes.byteSize();
    }

    private void deleteAllBut(String kept) {
        for (String file : files()) {
            if (!file.equals(kept)) {
                disk.delete(file);
            }
        }
    }

    private List<String> files() {
        return disk.list(folder).stream()
                .map(Disk.FileMeta::name)
                .filter(name -> name.endsWith(SUFFIX) || name.endsWith(SUFFIX + ".new"))
                .toList();
    }
}
