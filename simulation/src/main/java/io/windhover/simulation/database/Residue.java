package io.windhover.simulation.database;

import io.windhover.embedded.Standalone;
import io.windhover.embedded.StandaloneSettings;
import io.windhover.model.catalog.Catalog;
import io.windhover.runtime.port.Disk;
import io.windhover.runtime.simulated.SimulatedDisk;
import io.windhover.simulation.BrokenPromiseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Drops everything, waits, and looks what is left. */
final class Residue {
    private static final int META_BYTES_MAX = 1 << 20;

    private final Stage stage;
    private final List<Team> teams;
    private final SimulatedDisk disk;
    private final StandaloneSettings settings;

    Residue(Stage stage, List<Team> teams, SimulatedDisk disk, StandaloneSettings settings) {
        this.stage = stage;
        this.teams = teams;
        this.disk = disk;
        this.settings = settings;
    }

    /** Returns the simulated time after which nothing may be left: the grace of files that no catalog ever named. */
    Duration waitMax() {
        return settings.garbage().unnamedGrace().plusMinutes(2);
    }

    /** Fails unless the files and the catalog come back to the level of an empty database, and then nothing moves. */
    void check(Standalone standalone) {
        for (Team team : teams) {
            if (team.current().isPresent()) {
                stage.timed("drop_collection", () -> stage.requests().dropCollection(team.ref()));
            }
        }
        long untilNs = stage.runtime().monotonicNs() + waitMax().toNanos();
        while (!left(standalone).isEmpty() && stage.runtime().monotonicNs() < untilNs) {
            stage.runtime().sleep(settings.garbage().pause());
        }
        List<String> left = left(standalone);
        BrokenPromiseException.unless(left.isEmpty(), "after everything was dropped there is left: %s", left);
        long version = standalone.coordinator().catalog().version();
        stage.runtime().sleep(Duration.ofSeconds(60));
        long later = standalone.coordinator().catalog().version();
        BrokenPromiseException.unless(
                version == later, "an empty database goes from version %s to %s by itself", version, later);
    }

    private List<String> left(Standalone standalone) {
        List<String> left = new ArrayList<>();
        disk.list("objects").forEach(file -> left.add(file.name()));
        Catalog catalog = standalone.coordinator().catalog();
        catalog.collections()
                .values()
                .forEach(collection -> left.add("collection " + collection.id() + " (" + collection.name() + ", "
                        + collection.state() + ") in the catalog"));
        catalog.aliases().keys().forEach(alias -> left.add("alias " + alias + " in the catalog"));
        // A log keeps the file it writes to, and the one it has just begun.
        long walMax = 2 * settings.logs().fileBytes() + 2L * settings.logs().preallocateBytes();
        if (bytes("wal") > walMax) {
            left.add(bytes("wal") + " bytes of write-ahead log");
        }
        if (bytes("meta") > META_BYTES_MAX + walMax) {
            left.add(bytes("meta") + " bytes of metadata");
        }
        return left;
    }

    private long bytes(String folder) {
        return disk.list(folder).stream().mapToLong(Disk.FileMeta::bytes).sum();
    }
}
