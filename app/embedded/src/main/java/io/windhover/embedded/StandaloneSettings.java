package io.windhover.embedded;

import io.windhover.coordinator.CoordinatorSettings;
import io.windhover.coordinator.garbage.GarbageSettings;
import io.windhover.node.NodeSettings;
import io.windhover.proxy.request.Limits;
import io.windhover.runtime.local.LogOptions;
import java.time.Duration;

/**
 * What a database in one process is told once at its start.
 *
 * @param coordinator of the catalog
 * @param node        of shards, flushes, loads and reads
 * @param garbage     of what is no longer named
 * @param limits      of what users may ask
 * @param timeout     of one request's work on all shards
 * @param logs        files of the write-ahead log and of the catalog's journal
 */
public record StandaloneSettings(
        CoordinatorSettings coordinator,
        NodeSettings node,
        GarbageSettings garbage,
        Limits limits,
        Duration timeout,
        LogOptions logs) {
    /** For a machine of ordinary size. */
    public static final StandaloneSettings STANDARD = new StandaloneSettings(
            CoordinatorSettings.EMBEDDED,
            NodeSettings.STANDARD,
            GarbageSettings.DEFAULT,
            Limits.DEFAULT,
            Duration.ofSeconds(60),
            LogOptions.STANDARD);

    /** Returns these settings with others for the catalog. */
    public StandaloneSettings with(CoordinatorSettings otherCoordinator) {
        return new StandaloneSettings(otherCoordinator, node, garbage, limits, timeout, logs);
    }

    /** Returns these settings with another time for one request's work. */
    public StandaloneSettings with(Duration otherTimeout) {
        return new StandaloneSettings(coordinator, node, garbage, limits, otherTimeout, logs);
    }
}
