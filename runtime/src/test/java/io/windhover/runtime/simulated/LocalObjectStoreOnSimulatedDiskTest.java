package io.windhover.runtime.simulated;

import io.windhover.runtime.Runtime;
import io.windhover.runtime.contract.ObjectStoreContract;
import io.windhover.runtime.local.LocalObjectStore;
import io.windhover.runtime.port.Disk;
import java.time.Duration;

/** Goal: the local implementation keeps the contract in simulation too. Method: twenty seeds for each story. */
class LocalObjectStoreOnSimulatedDiskTest extends ObjectStoreContract {
    @Override
    protected void within(Body body) {
        for (long seed = 0; seed < 20; seed++) {
            Simulation.run(seed, Duration.ofHours(1), simulation -> {
                Runtime runtime = simulation.world().runtime();
                Disk disk = new SimulatedDisk(simulation);
                try (LocalObjectStore port = LocalObjectStore.open(disk, "data")) {
                    body.run(runtime, port);
                }
            });
        }
    }
}
