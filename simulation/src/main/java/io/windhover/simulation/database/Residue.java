package io.windhover.simulation.database;

import io.windhover.coordinator.garbage.GarbageSettings;
import io.windhover.model.catalog.Catalog;
import io.windhover.simulation.BrokenPromiseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Drops everything, waits, and looks what is left. */
final class Residue {
    private final Stage stage;
    private final List<Team> teams;
    private final GarbageSettings garbage;

    Residue(Stage stage, List<Team> teams, GarbageSettings garbage) {
        this.stage = stage;
        this.teams = teams;
        this.garbage = garbage;
    }

    /** Returns the simulated time after which nothing may be left: the grace of files that no catalog ever named. */
    Duration waitMax() {
        return garbage.unnamedGrace().plusMinutes(2);
    }

    /** Fails unless the files and the catalog come back to the level of an empty database, and then nothing moves. */
    void check(Remains remains) {
        for (Team team : teams) {
            if (team.current().isPresent()) {
                stage.timed("drop_collection", () -> stage.requests().dropCollection(team.ref()));
            }
        }
        long untilNs = stage.runtime().monotonicNs() + waitMax().toNanos();
        while (!left(remains).isEmpty() && stage.runtime().monotonicNs() < untilNs) {
            stage.runtime().sleep(garbage.pause());
        }
        List<String> left = left(remains);
        BrokenPromiseException.unless(left.isEmpty(), "after everything was dropped there is left: %s", left);
        long version = remains.catalog().version();
        stage.runtime().sleep(Duration.ofSeconds(60));
        long later = remains.catalog().version();
        BrokenPromiseException.unless(
                version == later, "an empty database goes from version %s to %s by itself", version, later);
    }

    private List<String> left(Remains remains) {
        List<String> left = new ArrayList<>(remains.stored());
        Catalog catalog = remains.catalog();
        catalog.collections()
                .values()
                .forEach(collection -> left.add("collection " + collection.id() + " (" + collection.name() + ", "
                        + collection.state() + ") in the catalog"));
        catalog.aliases().keys().forEach(alias -> left.add("alias " + alias + " in the catalog"));
        return left;
    }
}
