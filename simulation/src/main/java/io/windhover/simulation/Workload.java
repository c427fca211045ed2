package io.windhover.simulation;

import io.windhover.runtime.simulated.Simulation;

/** Something to do in a simulated world, with the checks that tell whether the promises held. */
public interface Workload {
    /** Returns the name by which the command line calls it. */
    String name();

    /** Returns what runs for one seed, and the seed of the world it runs in. */
    default Seeded of(long seed) {
        return new Seeded(this, seed);
    }

    /** A workload in a world; many seeds may share a world and differ in what happens to it. */
    record Seeded(Workload workload, long world) {}

    /**
     * Runs on a fiber of the process {@code world}, starts and kills processes of its own, and throws if a promise was
     * broken. Everything it does depends on the seed alone.
     *
     * @param tally counts what was done, for the reader of the result
     */
    void run(Simulation simulation, Tally tally) throws Exception;
}
