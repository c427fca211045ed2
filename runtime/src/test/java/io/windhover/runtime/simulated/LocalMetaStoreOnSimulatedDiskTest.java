package io.windhover.runtime.simulated;

import io.windhover.runtime.Runtime;
import io.windhover.runtime.contract.MetaStoreContract;
import io.windhover.runtime.local.LocalMetaStore;
import io.windhover.runtime.port.Disk;
import java.time.Duration;

/** Goal: the local implementation keeps the contract in simulation too. Method: twenty seeds for each story. */
class LocalMetaStoreOnSimulatedDiskTest extends MetaStoreContract {
    @Override
    protected void within(Body body) {
        for (long seed = 0; seed < 20; seed++) {
            Simulation.run(seed, Duration.ofHours(1), simulation -> {
                Runtime runtime = simulation.world().runtime();
                Disk disk = new SimulatedDisk(simulation);
                try (LocalMetaStore port = LocalMetaStore.open(runtime, disk, "meta")) {
                    body.run(runtime, port);
                }
            });
        }
    }
}
