package io.windhover.runtime.simulated;

/** A run failed; the message begins with the seed that replays it. */
public final class SimulationFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SimulationFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
