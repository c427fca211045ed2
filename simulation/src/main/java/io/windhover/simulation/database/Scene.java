package io.windhover.simulation.database;

import io.windhover.embedded.StandaloneSettings;
import io.windhover.runtime.simulated.DiskFaults;
import io.windhover.runtime.simulated.SimulatedDisk;
import io.windhover.simulation.Workload;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** What a storm stresses; clients, models and checks are the same in all. */
public enum Scene {
    /** Everything at once, on small settings, through kills and every kind of bad disk. */
    STANDALONE("standalone"),
    /** Concurrent DDL above all, on standard settings as well; nothing but kills and power losses. */
    DDL("ddl-storm"),
    /** The same on failing, slow and full disks. */
    DDL_BAD_DISK("ddl-bad-disk-storm"),
    /** A short life that ends at one step: consecutive seeds kill the same life at every step that a fiber takes. */
    EVERY_STEP("every-step"),
    /** Concurrent DDL while calls between the parts are lost and doubled, and their answers lost. */
    LOST_ANSWERS("lost-answers"),
    /** Hours of little work on standard settings, with a short storm now and then. */
    LONG_LIFE("long-life"),
    /** Several processes on shared stores, which die, stand still and lose each other. */
    CLUSTER("cluster");

    private final String title;

    Scene(String title) {
        this.title = title;
    }

    /** Returns the name by which the command line calls it. */
    public String title() {
        return title;
    }

    /** Returns the storm of this scene on a database with something wrong on purpose, or {@link Bug#NONE}. */
    public Workload storm(Bug bug) {
        return this == CLUSTER ? new ClusterStorm(bug) : new DatabaseStorm(this, bug);
    }

    boolean isDdl() {
        return this == DDL || this == DDL_BAD_DISK || this == LOST_ANSWERS;
    }

    /** Tells whether there are names that several clients change at once. */
    boolean isShared() {
        return this == DDL || this == EVERY_STEP || this == LOST_ANSWERS || this == LONG_LIFE || this == CLUSTER;
    }

    /** Returns how many clients work on them. */
    int sharedDefiners(SplittableRandom chance) {
        return isDdl() ? 2 + chance.nextInt(3) : 2;
    }

    StandaloneSettings settings(SplittableRandom chance) {
        boolean standard = this == LONG_LIFE || isDdl() && chance.nextInt(3) == 0;
        return standard ? StandaloneSettings.STANDARD : SmallSettings.drawn(chance);
    }

    int teams(SplittableRandom chance) {
        return this == EVERY_STEP ? 1 : 1 + chance.nextInt(this == CLUSTER ? 2 : 3);
    }

    /** Returns how many clients define partitions of one collection. */
    int definers(SplittableRandom chance) {
        return isDdl() ? 1 + chance.nextInt(4) : this == EVERY_STEP ? 2 : 1;
    }

    int rounds(SplittableRandom chance) {
        return switch (this) {
            case STANDALONE -> 2 + chance.nextInt(4);
            case DDL, DDL_BAD_DISK, LOST_ANSWERS -> 1 + chance.nextInt(4);
            case EVERY_STEP -> 1;
            case LONG_LIFE -> 2;
            case CLUSTER -> 1 + chance.nextInt(2);
        };
    }

    /** Returns how long each storm of a process takes; the process ends with the last one. */
    Duration life(SplittableRandom chance) {
        return switch (this) {
            case STANDALONE -> Duration.ofMillis(50 + chance.nextInt(8_000));
            case LONG_LIFE -> Duration.ofMillis(50 + chance.nextInt(4_000));
            case DDL, DDL_BAD_DISK, LOST_ANSWERS -> Duration.ofMillis(50 + chance.nextInt(12_000));
            case EVERY_STEP -> Duration.ofSeconds(2);
            case CLUSTER -> Duration.ofMillis(2_000 + chance.nextInt(15_000));
        };
    }

    /** Returns how long the calms between the storms of a process are. */
    List<Duration> calms(SplittableRandom chance) {
        return this == LONG_LIFE
                ? Stream.generate(() -> Duration.ofMinutes(30 + chance.nextInt(120)))
                        .limit(2)
                        .toList()
                : List.of();
    }

    /** Returns how seldom a call between the parts goes wrong: once in so many, 0 = never. */
    int lostOnceIn(SplittableRandom chance) {
        return this == LOST_ANSWERS ? 4 + chance.nextInt(60) : 0;
    }

    /** Returns what the disk does wrong in one round. */
    DiskFaults weather(SplittableRandom chance, SimulatedDisk disk) {
        return switch (this) {
            case DDL, EVERY_STEP, LONG_LIFE, CLUSTER -> DiskFaults.NONE;
            case LOST_ANSWERS -> chance.nextInt(3) > 0 ? DiskFaults.NONE : foul(chance, disk);
            case STANDALONE -> chance.nextInt(8) < 5 ? DiskFaults.NONE : foul(chance, disk);
            case DDL_BAD_DISK -> chance.nextInt(5) < 1 ? DiskFaults.NONE : foul(chance, disk);
        };
    }

    private static DiskFaults foul(SplittableRandom chance, SimulatedDisk disk) {
        long soonFull = disk.usedBytes() + chance.nextInt(chance.nextBoolean() ? 500_000 : 2_000_000);
        return switch (chance.nextInt(5)) {
            case 0 -> new DiskFaults(50 + chance.nextInt(300), 0, Long.MAX_VALUE / 2);
            case 1 -> new DiskFaults(20 + chance.nextInt(100), 100, Long.MAX_VALUE / 2);
            case 2 -> new DiskFaults(0, 10 + chance.nextInt(100), Long.MAX_VALUE / 2);
            case 3 -> DiskFaults.NONE.withCapacity(soonFull);
            default -> new DiskFaults(50, 0, soonFull);
        };
    }
}
