package io.windhover.simulation;

/** A promise of the database did not hold in a run. */
public final class BrokenPromiseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the failure with what was expected and what was found. */
    public BrokenPromiseException(String message) {
        super(message);
    }

    /** Fails with {@code text} unless {@code held}; each {@code %s} is replaced by the next value. */
    public static void unless(boolean held, String text, Object... values) {
        if (!held) {
            throw new BrokenPromiseException(String.format(text, values));
        }
    }
}
