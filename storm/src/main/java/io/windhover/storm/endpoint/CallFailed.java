package io.windhover.storm.endpoint;

import io.windhover.storm.tally.Failure;

/** A call was refused or did not get through. */
public final class CallFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    /** Tells what the server said. */
    public CallFailed(Failure failure, Throwable cause) {
        super(failure.text(), cause);
        this.failure = failure;
    }

    /** Returns what the server said. */
    public Failure failure() {
        return failure;
    }
}
