package io.windhover.runtime.local;

/** A group was written in part and could not be taken back: after a crash now it may be there or not. */
final class LogOutcomeUnknownException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LogOutcomeUnknownException(String message, Throwable cause) {
        super(message, cause);
    }
}
