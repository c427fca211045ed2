package io.windhover.embedded;

import io.windhover.runtime.Runtime;
import io.windhover.runtime.simulated.SimulatedDisk;
import io.windhover.runtime.simulated.SimulatedRuntime;
import io.windhover.runtime.simulated.Simulation;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * A whole database in simulated time on a simulated disk: hours pass in a moment, and a run of one seed is always the
 * same.
 */
record SimulatedDatabase(Simulation simulation, SimulatedRuntime runtime, SimulatedDisk disk, Standalone standalone) {
    private static final Duration LIMIT = Duration.ofDays(2);

    /** What a test does with it. */
    interface Body {
        /** Runs on a fiber. */
        void run(SimulatedDatabase database);
    }

    static void run(long seed, Body body) {
        run(seed, StandaloneSettings.STANDARD, _ -> Wiring.DIRECT, body);
    }

    static void run(long seed, StandaloneSettings settings, Function<Runtime, Wiring> wiring, Body body) {
        Simulation.run(seed, LIMIT, simulation -> {
            SimulatedRuntime runtime = simulation.world().runtime();
            SimulatedDisk disk = new SimulatedDisk(simulation);
            try (Standalone standalone = Standalone.open(runtime, disk, settings, wiring.apply(runtime))) {
                body.run(new SimulatedDatabase(simulation, runtime, disk, standalone));
            }
        });
    }

    CollectionHandle collection(String name) {
        return new CollectionHandle(standalone.requests(), runtime, name);
    }

    void sleep(Duration duration) {
        runtime.sleep(duration);
    }

    /** Waits for something that others bring about; returns how long it took. */
    Duration await(Duration most, BooleanSupplier isSo) {
        long fromNs = runtime.monotonicNs();
        while (!isSo.getAsBoolean()) {
            if (runtime.monotonicNs() - fromNs > most.toNanos()) {
                throw new AssertionError("not within " + most + " of simulated time");
            }
            runtime.sleep(Duration.ofMillis(10));
        }
        return Duration.ofNanos(runtime.monotonicNs() - fromNs);
    }
}
