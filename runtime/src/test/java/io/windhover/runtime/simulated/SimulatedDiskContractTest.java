package io.windhover.runtime.simulated;

import io.windhover.runtime.contract.DiskContract;
import java.time.Duration;

/** Goal: the simulated disk is a disk. Method: the contract of all disks. */
class SimulatedDiskContractTest extends DiskContract {
    @Override
    protected void within(Body body) {
        Simulation.run(1, Duration.ofHours(1), simulation -> body.run(new SimulatedDisk(simulation)));
    }
}
