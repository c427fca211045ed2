package io.windhover.runtime.simulated;

import io.windhover.runtime.Runtime;
import io.windhover.runtime.contract.WalContract;
import io.windhover.runtime.local.LocalWal;
import io.windhover.runtime.local.LogOptions;
import io.windhover.runtime.port.Wal;
import java.time.Duration;

/** Goal: the simulated store is one. Method: the contract of its port while nothing goes wrong but time. */
class SimulatedWalContractTest extends WalContract {
    @Override
    protected void within(Body body) {
        for (long seed = 0; seed < 20; seed++) {
            Simulation.run(seed, Duration.ofHours(1), simulation -> {
                Runtime runtime = simulation.world().runtime();
                try (Wal port = new SimulatedWal(
                        simulation,
                        runtime,
                        LocalWal.open(
                                runtime, new SimulatedDisk(simulation), "wal", new LogOptions(1 << 20, 1 << 16)))) {
                    body.run(runtime, port);
                }
            });
        }
    }
}
