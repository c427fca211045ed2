package io.windhover.runtime.simulated;

import io.windhover.runtime.Runtime;
import io.windhover.runtime.contract.MetaStoreContract;
import io.windhover.runtime.local.LocalMetaStore;
import io.windhover.runtime.port.MetaStore;
import java.time.Duration;

/** Goal: the simulated store is one. Method: the contract of its port while nothing goes wrong but time. */
class SimulatedMetaStoreContractTest extends MetaStoreContract {
    @Override
    protected void within(Body body) {
        for (long seed = 0; seed < 20; seed++) {
            Simulation.run(seed, Duration.ofHours(1), simulation -> {
                Runtime runtime = simulation.world().runtime();
                try (MetaStore port = new SimulatedMetaStore(
                        simulation, runtime, LocalMetaStore.open(runtime, new SimulatedDisk(simulation), "meta"))) {
                    body.run(runtime, port);
                }
            });
        }
    }
}
