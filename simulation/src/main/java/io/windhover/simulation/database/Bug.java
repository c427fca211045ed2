package io.windhover.simulation.database;

import io.windhover.embedded.Wiring;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.Disk;
import io.windhover.runtime.port.Network;

/** What is wrong on purpose in a storm's database, to see whether the storm notices. */
public interface Bug {
    /** Nothing is wrong. */
    Bug NONE = new Bug() {};

    /** Returns what a process takes for its disk. */
    default Disk disk(Disk disk) {
        return disk;
    }

    /** Returns what stands between the parts of one process. */
    default Wiring wiring(Runtime runtime) {
        return Wiring.DIRECT;
    }

    /** Returns what a process of a cluster takes for its network. */
    default Network network(Network behind) {
        return behind;
    }
}
