package io.windhover.simulation.ports;

import io.windhover.runtime.Promise;
import io.windhover.runtime.simulated.DiskFaults;
import io.windhover.runtime.simulated.SimulatedDisk;
import io.windhover.runtime.simulated.SimulatedProcess;
import io.windhover.runtime.simulated.Simulation;
import io.windhover.simulation.BrokenPromiseException;
import io.windhover.simulation.Tally;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * The weather of all storms: a process works on a disk, is killed at a random moment, often with the power going too,
 * and a new one starts on what is left.
 */
final class Storm {
    private static final Duration READY = Duration.ofMinutes(10);

    private final Simulation simulation;
    private final Tally tally;
    private final SplittableRandom chance;
    private final SimulatedDisk disk;

    Storm(Simulation simulation, Tally tally) {
        this.simulation = simulation;
        this.tally = tally;
        this.chance = simulation.chance("storm");
        this.disk = new SimulatedDisk(simulation);
    }

    SimulatedDisk disk() {
        return disk;
    }

    SplittableRandom chance() {
        return chance;
    }

    Tally tally() {
        return tally;
    }

    /** What one process does. */
    interface Life {
        /** Opens and checks what is on the disk; the returned work then goes on until the kill. */
        Runnable start(SimulatedProcess process, int round);
    }

    /** Lets {@code rounds} processes live and die, and a last one only start. */
    void rage(int rounds, Life life) {
        for (int round = 1; round <= rounds; round++) {
            disk.faults(DiskFaults.NONE);
            SimulatedProcess process = simulation.process("round" + round);
            Promise<Boolean> ready = begin(process, life, round, true);
            BrokenPromiseException.unless(ready.await(READY).isPresent(), "round %s did not start", round);
            disk.faults(weather());
            simulation.world().runtime().sleep(Duration.ofNanos(chance.nextLong(300_000_000)));
            process.kill();
            tally.count("kills");
            if (chance.nextInt(3) > 0) {
                disk.losePower();
                tally.count("power_losses");
            }
        }
        disk.faults(DiskFaults.NONE);
        Promise<Boolean> ready = begin(simulation.process("last"), life, rounds + 1, false);
        BrokenPromiseException.unless(ready.await(READY).isPresent(), "the last round did not start");
    }

    private Promise<Boolean> begin(SimulatedProcess process, Life life, int round, boolean work) {
        Promise<Boolean> ready = simulation.world().runtime().promise();
        process.runtime().fork("main", () -> {
            Runnable body = life.start(process, round);
            ready.complete(Boolean.TRUE);
            if (work) {
                body.run();
            }
        });
        return ready;
    }

    private DiskFaults weather() {
        return switch (chance.nextInt(5)) {
            case 0 -> new DiskFaults(20 + chance.nextInt(100), 100, Long.MAX_VALUE / 2);
            case 1 -> DiskFaults.NONE.withCapacity(disk.usedBytes() + chance.nextInt(2_000_000));
            case 2 -> new DiskFaults(50, 0, disk.usedBytes() + chance.nextInt(2_000_000));
            default -> DiskFaults.NONE;
        };
    }

    /** Runs {@code step} until the process dies; for fibers that have nothing else to do. */
    static void forever(Runnable step) {
        while (true) {
            step.run();
        }
    }
}
