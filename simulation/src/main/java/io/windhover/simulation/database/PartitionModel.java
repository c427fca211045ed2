package io.windhover.simulation.database;

/** One incarnation of a partition's name, as its owner knows it. */
final class PartitionModel {
    private static final long NOT_YET = Long.MAX_VALUE;

    private final String name;
    private final Life life;
    private long servedFrom;

    PartitionModel(String name, Life life) {
        this.name = name;
        this.life = life;
    }

    String name() {
        return name;
    }

    Life life() {
        return life;
    }

    /** Notes that it is about to be released alone: reads may not find its rows from now on. */
    void hides() {
        servedFrom = NOT_YET;
    }

    /** Notes that it is loaded if its collection is. */
    void shows(long step) {
        servedFrom = step;
    }

    /** Tells whether nobody has released it alone since a step. */
    boolean servedSince(long step) {
        return servedFrom < step;
    }

    /** Tells whether its rows were to be found from a step until now, if those of its collection were. */
    boolean stableSince(long step) {
        return life.surelyThereSince(step) && servedSince(step);
    }
}
