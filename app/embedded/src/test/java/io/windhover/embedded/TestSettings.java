package io.windhover.embedded;

import io.windhover.coordinator.garbage.GarbageSettings;
import io.windhover.node.NodeSettings;
import io.windhover.node.data.DataSettings;

/** Settings for tests on real directories: the standard ones but for what is said. */
final class TestSettings {
    private TestSettings() {}

    /** Segments of few rows have indexes too. */
    static StandaloneSettings smallSegmentsIndexed() {
        return with(
                StandaloneSettings.STANDARD.node().data().with(new DataSettings.Indexless(1, 1, 1)),
                StandaloneSettings.STANDARD.garbage());
    }

    /** Other settings of data and garbage. */
    static StandaloneSettings with(DataSettings data, GarbageSettings garbage) {
        StandaloneSettings standard = StandaloneSettings.STANDARD;
        return new StandaloneSettings(
                standard.coordinator(),
                new NodeSettings(data, standard.node().query()),
                garbage,
                standard.limits(),
                standard.timeout(),
                standard.logs());
    }
}
