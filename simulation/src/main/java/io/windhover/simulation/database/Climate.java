package io.windhover.simulation.database;

import io.windhover.embedded.Wiring;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.simulated.DiskFaults;
import io.windhover.runtime.simulated.SimulatedDisk;
import io.windhover.runtime.simulated.Simulation;
import io.windhover.simulation.network.FaultyNetwork;
import java.util.SplittableRandom;

/** What goes wrong around a storm's processes: on their disk and on the way between their parts. */
final class Climate {
    private final Scene scene;
    private final Stage stage;
    private final SimulatedDisk disk;
    private final SplittableRandom chance;
    private final SplittableRandom network;
    private int lostOnceIn;

    /** Prepares fine weather. */
    Climate(Scene scene, Stage stage, Simulation simulation, SplittableRandom chance) {
        this.scene = scene;
        this.stage = stage;
        this.disk = new SimulatedDisk(simulation);
        this.chance = chance;
        this.network = simulation.chance("network");
    }

    /** Returns the disk that outlives the processes. */
    SimulatedDisk disk() {
        return disk;
    }

    /** Returns what stands between the parts of one process, {@code parts} next to them. */
    Wiring wiring(Runtime runtime, Wiring parts) {
        return scene == Scene.LOST_ANSWERS
                ? new FaultyNetwork(
                        runtime,
                        parts,
                        network,
                        () -> lostOnceIn,
                        () -> stage.tally().count("calls_gone_wrong"))
                : parts;
    }

    /** Ends everything that goes wrong; what it did is still an excuse for failures. */
    void calmDown() {
        disk.faults(DiskFaults.NONE);
        lostOnceIn = 0;
    }

    /** Ends everything that goes wrong, and nothing is excused any more. */
    void fine() {
        calmDown();
        stage.faulty(false);
    }

    /** Lets the scene decide what goes wrong from now on. */
    void change() {
        DiskFaults faults = scene.weather(chance, disk);
        disk.faults(faults);
        lostOnceIn = scene.lostOnceIn(chance);
        stage.faulty(!faults.equals(DiskFaults.NONE) || lostOnceIn > 0);
    }
}
