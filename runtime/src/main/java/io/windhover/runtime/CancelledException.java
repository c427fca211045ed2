package io.windhover.runtime;

/** Ends a fiber that was cancelled or whose runtime closes. Never caught to go on; always passed through. */
public final class CancelledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the cancellation of the named fiber. */
    public CancelledException(String fiber) {
        super(fiber + " was cancelled", null, false, false);
    }
}
