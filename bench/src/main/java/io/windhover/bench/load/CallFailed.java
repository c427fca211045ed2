package io.windhover.bench.load;

/** A request that the server answered with a failure. */
public final class CallFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    /**
     * @param code   wire code, or the older enum's number where a server sends no other
     * @param reason the server's words
     */
    public CallFailed(String method, int code, String reason) {
        super(method + ": " + reason + " (code " + code + ")");
        this.code = code;
    }

    /** Returns the wire code. */
    public int code() {
        return code;
    }
}
