package io.windhover.simulation.database;

import io.windhover.coordinator.CoordinatorSettings;
import io.windhover.coordinator.garbage.GarbageSettings;
import io.windhover.embedded.StandaloneSettings;
import io.windhover.node.NodeSettings;
import io.windhover.node.data.CompactionPlanner;
import io.windhover.node.data.DataSettings;
import io.windhover.node.data.FlushPlanner;
import io.windhover.node.data.WorkLimits;
import io.windhover.node.query.QuerySettings;
import io.windhover.proxy.request.Limits;
import io.windhover.runtime.local.LogOptions;
import java.time.Duration;
import java.util.SplittableRandom;

/** Settings under which little data flushes, merges, is indexed and is swept often. */
final class SmallSettings {
    private SmallSettings() {}

    static StandaloneSettings drawn(SplittableRandom chance) {
        FlushPlanner.Limits flush = new FlushPlanner.Limits(
                20 + chance.nextInt(200),
                4_096 + chance.nextInt(60_000),
                4_096 + chance.nextInt(60_000),
                10 + chance.nextInt(200),
                10 + chance.nextInt(100),
                200 + chance.nextInt(5_000),
                20_000 + chance.nextInt(400_000));
        int mailboxCapacity = 8 + chance.nextInt(200);
        int inFlightMax = 1 + chance.nextInt(64);
        int indexlessRows = 8 + chance.nextInt(100);
        DataSettings data = new DataSettings(
                flush,
                mailboxCapacity,
                inFlightMax,
                64 << 10,
                1 << 20,
                new DataSettings.Indexless(indexlessRows, 2 * indexlessRows, 4 << 10),
                new CompactionPlanner.Limits(256 << 10, 2 + chance.nextInt(3), 8, 5 + chance.nextInt(30), 20),
                1 << 30,
                2,
                new WorkLimits(1 + chance.nextInt(3), 2, 8, 8, 1024, 1024, 1024),
                Duration.ofMillis(20 + chance.nextInt(200)),
                Duration.ofMillis(50 + chance.nextInt(3_000)),
                Duration.ofMillis(20),
                Duration.ofSeconds(1));
        QuerySettings query = new QuerySettings(
                Duration.ofSeconds(3), 100, Duration.ofMillis(20), Duration.ofSeconds(1), Duration.ofMillis(100));
        GarbageSettings garbage = new GarbageSettings(
                Duration.ofMillis(200 + chance.nextInt(3_000)),
                Duration.ofSeconds(5 + chance.nextInt(5)),
                Duration.ofMinutes(2),
                100);
        return new StandaloneSettings(
                CoordinatorSettings.EMBEDDED,
                new NodeSettings(data, query),
                garbage,
                Limits.DEFAULT,
                Duration.ofSeconds(60),
                new LogOptions(32 << 10, 8 << 10));
    }
}
