package io.windhover.simulation.database;

import io.windhover.embedded.StandaloneSettings;
import io.windhover.runtime.simulated.DiskFaults;
import io.windhover.runtime.simulated.SimulatedDisk;
import java.time.Duration;
import java.util.SplittableRandom;

/** What a storm stresses; clients, models and checks are the same in all. */
public enum Scene {
    /** Everything at once, on small settings, through kills and every kind of bad disk. */
    STANDALONE("standalone"),
    /** Concurrent DDL above all, on standard settings as well; nothing but kills and power losses. */
    DDL("ddl-storm"),
    /** The same on failing, slow and full disks. */
    DDL_BAD_DISK("ddl-bad-disk-storm"),
    /** A short life that ends at one step: consecutive seeds kill the same life at every step that a fiber takes. */
    EVERY_STEP("every-step");

    private final String title;

    Scene(String title) {
        this.title = title;
    }

    /** Returns the name by which the command line calls it. */
    public String title() {
        return title;
    }

    boolean isDdl() {
        return this == DDL || this == DDL_BAD_DISK;
    }

    StandaloneSettings settings(SplittableRandom chance) {
        boolean standard = isDdl() && chance.nextInt(3) == 0;
        return standard ? StandaloneSettings.STANDARD : SmallSettings.drawn(chance);
    }

    int teams(SplittableRandom chance) {
        return this == EVERY_STEP ? 1 : 1 + chance.nextInt(3);
    }

    /** Returns how many clients define partitions of one collection. */
    int definers(SplittableRandom chance) {
        return isDdl() ? 1 + chance.nextInt(4) : this == EVERY_STEP ? 2 : 1;
    }

    int rounds(SplittableRandom chance) {
        return switch (this) {
            case STANDALONE -> 2 + chance.nextInt(4);
            case DDL, DDL_BAD_DISK -> 1 + chance.nextInt(4);
            case EVERY_STEP -> 1;
        };
    }

    /** Returns how long a process works before it ends. */
    Duration life(SplittableRandom chance) {
        return switch (this) {
            case STANDALONE -> Duration.ofMillis(50 + chance.nextInt(8_000));
            case DDL, DDL_BAD_DISK -> Duration.ofMillis(50 + chance.nextInt(12_000));
            case EVERY_STEP -> Duration.ofSeconds(2);
        };
    }

    /** Returns what the disk does wrong in one round. */
    DiskFaults weather(SplittableRandom chance, SimulatedDisk disk) {
        return switch (this) {
            case DDL, EVERY_STEP -> DiskFaults.NONE;
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
