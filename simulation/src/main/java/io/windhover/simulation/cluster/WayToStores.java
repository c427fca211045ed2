package io.windhover.simulation.cluster;

import io.windhover.embedded.Standalone.Stores;
import io.windhover.embedded.Wiring;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.simulated.PortFaults;
import io.windhover.runtime.simulated.SimulatedMetaStore;
import io.windhover.runtime.simulated.SimulatedObjectStore;
import io.windhover.runtime.simulated.SimulatedWal;
import io.windhover.runtime.simulated.Simulation;

/** One process's own way to each of the shared stores, so that it can lose one of them alone. */
final class WayToStores {
    private final SimulatedMetaStore meta;
    private final SimulatedWal wal;
    private final SimulatedObjectStore objects;

    /** One of the stores. */
    enum Kind {
        META,
        WAL,
        OBJECTS
    }

    WayToStores(Simulation simulation, Runtime runtime, SharedStores shared) {
        this.meta = new SimulatedMetaStore(simulation, runtime, shared.meta());
        this.wal = new SimulatedWal(simulation, runtime, shared.wal());
        this.objects = new SimulatedObjectStore(simulation, shared.objects());
    }

    /** Returns the stores as the process sees them, with {@code wiring} next to it. */
    Stores stores(Wiring wiring) {
        return new Stores(wiring.meta(meta), wiring.wal(wal), wiring.objects(objects));
    }

    void faults(Kind store, PortFaults faults) {
        switch (store) {
            case META -> meta.faults(faults);
            case WAL -> wal.faults(faults);
            case OBJECTS -> objects.faults(faults);
        }
    }

    void interruptWatches() {
        meta.interruptWatches();
    }

    /** Ends what the services do for the process, which is no more. */
    void drop() {
        meta.dropWatches();
    }
}
