package io.windhover.runtime.simulated;

import io.windhover.runtime.Runtime;
import io.windhover.runtime.contract.WalContract;
import io.windhover.runtime.local.LocalWal;
import io.windhover.runtime.local.LogOptions;
import io.windhover.runtime.port.Disk;
import java.time.Duration;

/** Goal: the local implementation keeps the contract in simulation too. Method: twenty seeds for each story. */
class LocalWalOnSimulatedDiskTest extends WalContract {
    @Override
    protected void within(Body body) {
        for (long seed = 0; seed < 20; seed++) {
            Simulation.run(seed, Duration.ofHours(1), simulation -> {
                Runtime runtime = simulation.world().runtime();
                Disk disk = new SimulatedDisk(simulation);
                try (LocalWal port = LocalWal.open(runtime, disk, "wal", new LogOptions(1 << 20, 1 << 16))) {
                    body.run(runtime, port);
                }
            });
        }
    }
}
