package io.windhover.simulation.cluster;

import io.windhover.runtime.local.LocalMetaStore;
import io.windhover.runtime.local.LocalObjectStore;
import io.windhover.runtime.local.LocalWal;
import io.windhover.runtime.local.LogOptions;
import io.windhover.runtime.simulated.SimulatedDisk;
import io.windhover.runtime.simulated.SimulatedProcess;
import io.windhover.runtime.simulated.Simulation;

/** What the processes of a cluster share: three services that never die, each in a process and on a disk of its own. */
public final class SharedStores {
    private final LocalMetaStore meta;
    private final LocalWal wal;
    private final LocalObjectStore objects;

    SharedStores(Simulation simulation, LogOptions logs) {
        SimulatedProcess metaService = simulation.process("metadata service");
        SimulatedProcess walService = simulation.process("log service");
        this.meta = LocalMetaStore.open(metaService.runtime(), new SimulatedDisk(simulation), "meta", logs);
        this.wal = LocalWal.open(walService.runtime(), new SimulatedDisk(simulation), "wal", logs);
        this.objects = LocalObjectStore.open(new SimulatedDisk(simulation), "objects");
    }

    /** Returns the metadata as the service itself sees it. */
    public LocalMetaStore meta() {
        return meta;
    }

    /** Returns the logs as the service itself sees them. */
    public LocalWal wal() {
        return wal;
    }

    /** Returns the objects as the service itself sees them. */
    public LocalObjectStore objects() {
        return objects;
    }
}
