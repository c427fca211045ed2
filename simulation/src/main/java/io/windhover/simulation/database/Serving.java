package io.windhover.simulation.database;

/** Whether a collection shall be searchable and by what index, as far as its owner knows. */
final class Serving {
    private String vectorIndex = "";
    private boolean loaded;
    private boolean changing;
    private long stableSince;

    /** Notes that a request that changes it is sent. */
    void changes() {
        changing = true;
    }

    /** Notes how it is from a step on. */
    void is(boolean isLoaded, String index, long step) {
        loaded = isLoaded;
        vectorIndex = index;
        changing = false;
        stableSince = step;
    }

    /** Returns the type of the vector index, empty = none. */
    String vectorIndex() {
        return vectorIndex;
    }

    boolean isLoaded() {
        return loaded;
    }

    boolean isChanging() {
        return changing;
    }

    /** Tells whether it could be read without any change since a step. */
    boolean readableSince(long step) {
        return loaded && !changing && stableSince < step;
    }
}
