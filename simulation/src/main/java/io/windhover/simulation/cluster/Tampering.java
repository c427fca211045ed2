package io.windhover.simulation.cluster;

import io.windhover.embedded.Wiring;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.Network;

/** What stands between a process of a cluster and all else it needs; in a sound one nothing. */
public interface Tampering {
    /** Returns what stands before the stores of one process; only its ports are asked for. */
    Wiring wiring(Runtime runtime);

    /** Returns what a process takes for its network. */
    Network network(Network behind);
}
