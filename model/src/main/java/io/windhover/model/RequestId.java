package io.windhover.model;

/** The name of one client request; a command submitted twice under the same id acts once. */
public record RequestId(String value) {
    /** Rejects empty names. */
    public RequestId {
        Invariant.check(!value.isEmpty(), "a request id is empty");
    }
}
