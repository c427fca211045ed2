package io.windhover.simulation.database;

import io.windhover.embedded.Standalone;
import io.windhover.embedded.StandaloneSettings;
import io.windhover.model.catalog.Catalog;
import io.windhover.runtime.port.Disk;
import io.windhover.runtime.simulated.SimulatedDisk;
import java.util.ArrayList;
import java.util.List;

/** What a database in one process holds, and what its disk does. */
record DiskRemains(Standalone standalone, SimulatedDisk disk, StandaloneSettings settings) implements Remains {
    /** Of a snapshot: results of 8,192 commands are kept. */
    private static final int META_BYTES_MAX = 1 << 20;
    /** Of the metadata's journal: 16 wait for a snapshot, one is written to, one is begun. */
    private static final int META_FILES_MAX = 18;

    @Override
    public Catalog catalog() {
        return standalone.coordinator().catalog();
    }

    @Override
    public List<String> stored() {
        List<String> left = new ArrayList<>();
        disk.list("objects").forEach(file -> left.add(file.name()));
        // A log keeps the file it writes to, and the one it has just begun.
        long walMax = 2 * settings.logs().fileBytes() + 2L * settings.logs().preallocateBytes();
        if (bytes("wal") > walMax) {
            left.add(bytes("wal") + " bytes of write-ahead log");
        }
        if (bytes("meta") > META_BYTES_MAX + META_FILES_MAX * settings.logs().fileBytes()) {
            left.add(bytes("meta") + " bytes of metadata");
        }
        return left;
    }

    private long bytes(String folder) {
        return disk.list(folder).stream().mapToLong(Disk.FileMeta::bytes).sum();
    }
}
