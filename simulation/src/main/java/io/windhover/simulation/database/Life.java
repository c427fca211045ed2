package io.windhover.simulation.database;

/**
 * How much of the life of a named thing its owner knows: when creating began and was answered, when dropping began and
 * was answered, as numbers of steps. What was not answered is unknown until an audit looks.
 */
final class Life {
    private static final long NOT_YET = Long.MAX_VALUE;

    private long created = NOT_YET;
    private long dropBegun = NOT_YET;
    private long dropped = NOT_YET;
    private boolean dropSent;

    /** Notes that creating was answered. */
    void created(long step) {
        created = step;
    }

    /** Notes that dropping begins. */
    void dropBegins(long step) {
        dropBegun = step;
    }

    /** Notes that the drop itself is sent, after what comes before it. */
    void dropIsSent() {
        dropSent = true;
    }

    /** Tells whether a drop was sent, so that it may be gone. */
    boolean mayBeDropped() {
        return dropSent;
    }

    /** Tells whether dropping has begun and was not answered. */
    boolean dropHasBegun() {
        return dropBegun != NOT_YET && dropped == NOT_YET;
    }

    /** Notes that dropping was answered, or that the thing turned out not to be. */
    void dropped(long step) {
        dropBegun = Math.min(dropBegun, step);
        dropped = step;
    }

    /** Notes that it is there, whatever was asked before: a drop had no effect, or a rename is done. */
    void stays(long step) {
        created = step;
        dropBegun = NOT_YET;
        dropSent = false;
    }

    /** Tells whether it was certainly there from a step until now. */
    boolean surelyThereSince(long step) {
        return created < step && dropBegun == NOT_YET;
    }

    /** Tells whether it was certainly gone before a step. */
    boolean goneBefore(long step) {
        return dropped < step;
    }

    /** Tells whether it is certainly gone. */
    boolean isGone() {
        return dropped != NOT_YET;
    }

    /** Tells whether it is certainly there now. */
    boolean isThere() {
        return created != NOT_YET && dropBegun == NOT_YET;
    }
}
