package io.windhover.simulation.standalone;

import io.windhover.embedded.Standalone;
import io.windhover.runtime.port.Disk;
import io.windhover.runtime.simulated.SimulatedDisk;
import io.windhover.simulation.BrokenPromiseException;
import java.time.Duration;
import java.util.List;

/** Drops everything, waits, and looks what is left. */
final class Residue {
    private static final Duration WAIT_MAX = Duration.ofMinutes(4);

    private final Stage stage;
    private final List<Team> teams;
    private final SimulatedDisk disk;

    Residue(Stage stage, List<Team> teams, SimulatedDisk disk) {
        this.stage = stage;
        this.teams = teams;
        this.disk = disk;
    }

    /** Fails unless the files and the catalog come back to the level of an empty database. */
    void check(Standalone standalone) {
        for (Team team : teams) {
            if (team.current().isPresent()) {
                stage.timed("drop_collection", () -> stage.requests().dropCollection(team.ref()));
            }
        }
        long untilNs = stage.runtime().monotonicNs() + WAIT_MAX.toNanos();
        while (!isEmpty(standalone) && stage.runtime().monotonicNs() < untilNs) {
            stage.runtime().sleep(Duration.ofSeconds(1));
        }
        BrokenPromiseException.unless(
                disk.list("objects").isEmpty(),
                "files are left after everything was dropped: %s",
                disk.list("objects"));
        long collections = standalone.coordinator().catalog().collections().size();
        BrokenPromiseException.unless(collections == 0, "%s dropped collections are in the catalog", collections);
        BrokenPromiseException.unless(walBytes() <= 128 << 10, "%s bytes of log are left", walBytes());
    }

    private boolean isEmpty(Standalone standalone) {
        return disk.list("objects").isEmpty()
                && standalone.coordinator().catalog().collections().isEmpty()
                && walBytes() <= 128 << 10;
    }

    private long walBytes() {
        return disk.list("wal").stream().mapToLong(Disk.FileMeta::bytes).sum();
    }
}
