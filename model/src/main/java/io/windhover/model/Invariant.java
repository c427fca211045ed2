package io.windhover.model;

/**
 * Checks that stay on in production. A broken invariant is a bug of ours, never bad input: the role that meets one
 * stops and restarts from its log instead of limping on.
 */
public final class Invariant {
    private Invariant() {}

    /** Thrown when an invariant does not hold. */
    public static final class BrokenInvariantException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        BrokenInvariantException(String message) {
            super(message);
        }
    }

    /** Fails unless {@code condition} holds. */
    public static void check(boolean condition, String text) {
        if (!condition) {
            throw new BrokenInvariantException(text);
        }
    }

    /** Fails unless {@code condition} holds; each {@code {}} in {@code text} is replaced by the next value. */
    public static void check(boolean condition, String text, Object... values) {
        if (!condition) {
            throw new BrokenInvariantException(format(text, values));
        }
    }

    /** Returns the failure of a code path that must never be taken, to be thrown by the caller. */
    public static BrokenInvariantException unreachable(String text, Object... values) {
        return new BrokenInvariantException(format(text, values));
    }

    private static String format(String text, Object... values) {
        StringBuilder message = new StringBuilder();
        int from = 0;
        for (Object value : values) {
            int at = text.indexOf("{}", from);
            if (at < 0) {
                break;
            }
            message.append(text, from, at).append(value);
            from = at + 2;
        }
        return message.append(text, from, text.length()).toString();
    }
}
