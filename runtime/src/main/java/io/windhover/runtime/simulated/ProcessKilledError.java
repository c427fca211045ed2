package io.windhover.runtime.simulated;

/**
 * Unwinds the fibers of a killed process. An error, so that nothing in between takes it for a failure to deal with; any
 * attempt to act on the world while unwinding throws it again.
 */
public final class ProcessKilledError extends Error {
    private static final long serialVersionUID = 1L;

    ProcessKilledError(String process) {
        super(process + " was killed", null, false, false);
    }
}
