package io.windhover.simulation;

import io.windhover.runtime.Promise;
import io.windhover.runtime.simulated.DiskFaults;
import io.windhover.runtime.simulated.SimulatedDisk;
import io.windhover.runtime.simulated.SimulatedProcess;
import io.windhover.runtime.simulated.Simulation;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * The weather of all storms: a process works on a disk, is killed at a random moment, often with the power going too,
 * and a new one starts on what is left.
 */
public final class Storm {
    private static final Duration READY = Duration.ofMinutes(10);

    /** What can happen to the disk while a process uses it. */
    public enum Weather {
        /** Nothing but power losses. */
        FAIR,
        /** Failing, slow and full disks as well. */
        FOUL
    }

    /** How the processes of a storm live: how many, how long at most, on what disk. */
    public record Course(int rounds, Duration lifeMax, Weather weather) {}

    private final Simulation simulation;
    private final Tally tally;
    private final SplittableRandom chance;
    private final SimulatedDisk disk;

    /** Prepares a storm over an empty disk. */
    public Storm(Simulation simulation, Tally tally) {
        this.simulation = simulation;
        this.tally = tally;
        this.chance = simulation.chance("storm");
        this.disk = new SimulatedDisk(simulation);
    }

    /** Returns the disk that outlives the processes. */
    public SimulatedDisk disk() {
        return disk;
    }

    /** Returns the chance of this run. */
    public SplittableRandom chance() {
        return chance;
    }

    /** Returns where counts go. */
    public Tally tally() {
        return tally;
    }

    /** What one process does. */
    public interface Life {
        /** Opens and checks what is on the disk; the returned work then goes on until the kill. */
        Runnable start(SimulatedProcess process, int round);
    }

    /** Lets processes live and die, and a last one only start, which is returned alive. */
    public SimulatedProcess rage(Course course, Life life) {
        for (int round = 1; round <= course.rounds(); round++) {
            disk.faults(DiskFaults.NONE);
            SimulatedProcess process = simulation.process("round" + round);
            Promise<Boolean> ready = begin(process, life, round, true);
            BrokenPromiseException.unless(ready.await(READY).isPresent(), "round %s did not start", round);
            disk.faults(course.weather() == Weather.FOUL ? foul() : DiskFaults.NONE);
            simulation
                    .world()
                    .runtime()
                    .sleep(Duration.ofNanos(chance.nextLong(course.lifeMax().toNanos())));
            process.kill();
            tally.count("kills");
            if (chance.nextInt(3) > 0) {
                disk.losePower();
                tally.count("power_losses");
            }
        }
        disk.faults(DiskFaults.NONE);
        SimulatedProcess last = simulation.process("last");
        Promise<Boolean> ready = begin(last, life, course.rounds() + 1, false);
        BrokenPromiseException.unless(ready.await(READY).isPresent(), "the last round did not start");
        return last;
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

    private DiskFaults foul() {
        return switch (chance.nextInt(5)) {
            case 0 -> new DiskFaults(20 + chance.nextInt(100), 100, Long.MAX_VALUE / 2);
            case 1 -> DiskFaults.NONE.withCapacity(disk.usedBytes() + chance.nextInt(2_000_000));
            case 2 -> new DiskFaults(50, 0, disk.usedBytes() + chance.nextInt(2_000_000));
            default -> DiskFaults.NONE;
        };
    }

    /** Runs {@code step} until the process dies; for fibers that have nothing else to do. */
    public static void forever(Runnable step) {
        while (true) {
            step.run();
        }
    }
}
