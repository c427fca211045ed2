package io.windhover.runtime.simulated;

import io.windhover.runtime.Runtime;
import io.windhover.runtime.contract.ObjectStoreContract;
import io.windhover.runtime.local.LocalObjectStore;
import io.windhover.runtime.port.ObjectStore;
import java.time.Duration;

/** Goal: the simulated store is one. Method: the contract of its port while nothing goes wrong but time. */
class SimulatedObjectStoreContractTest extends ObjectStoreContract {
    @Override
    protected void within(Body body) {
        for (long seed = 0; seed < 20; seed++) {
            Simulation.run(seed, Duration.ofHours(1), simulation -> {
                Runtime runtime = simulation.world().runtime();
                try (ObjectStore port = new SimulatedObjectStore(
                        simulation, LocalObjectStore.open(new SimulatedDisk(simulation), "data"))) {
                    body.run(runtime, port);
                }
            });
        }
    }
}
