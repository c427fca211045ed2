package io.windhover.simulation.cluster;

import io.windhover.cluster.ClusterProcess;
import io.windhover.model.cluster.ClusterRole;
import io.windhover.runtime.simulated.SimulatedProcess;
import java.util.Set;
import java.util.TreeSet;

/** One name of a cluster and the process that has it now; another one after each restart. */
public final class ClusterMember {
    private final String name;
    private final Set<ClusterRole> roles;
    private Running running;
    private boolean leaving;

    /** A process and its way to what it needs. */
    record Running(SimulatedProcess process, ClusterProcess database, WayToStores stores) {}

    ClusterMember(String name, Set<ClusterRole> roles) {
        this.name = name;
        this.roles = new TreeSet<>(roles);
    }

    /** Returns its name. */
    public String name() {
        return name;
    }

    /** Returns its roles, in their order. */
    public Set<ClusterRole> roles() {
        return roles;
    }

    void running(Running started) {
        running = started;
        leaving = false;
    }

    Running running() {
        return running;
    }

    /** Returns the process that has the name now. */
    public SimulatedProcess process() {
        return running.process();
    }

    /** Returns the database in that process. */
    public ClusterProcess database() {
        return running.database();
    }

    /** Tells whether it has not been killed. */
    public boolean isAlive() {
        return running.process().isAlive();
    }

    void leaves() {
        leaving = true;
    }

    /** Tells whether clients may ask it: it lives, and nobody has told it to leave. */
    boolean isOpen() {
        return isAlive() && !leaving;
    }
}
