package io.windhover.runtime.simulated;

import io.windhover.runtime.Runtime;
import io.windhover.runtime.contract.RemoteNetworkContract;
import io.windhover.runtime.port.Network;
import java.time.Duration;

/** Goal: the simulated store is one. Method: the contract of its port while nothing goes wrong but time. */
class SimulatedNetworkContractTest extends RemoteNetworkContract {
    @Override
    protected void within(Body body) {
        for (long seed = 0; seed < 20; seed++) {
            Simulation.run(seed, Duration.ofHours(1), simulation -> {
                Runtime runtime = simulation.world().runtime();
                try (Network port = new SimulatedNetwork(simulation).of(simulation.world())) {
                    body.run(runtime, port);
                }
            });
        }
    }
}
