package io.windhover.storm.tally;

/** Whether a failed call counts against the server, and why not if it does not. */
public enum Kind {
    /** The call had to be refused, and was. */
    REFUSED("refused as it must be", false),
    /** Another client was rebuilding the same index, and the server said so. */
    CONFLICT("conflict of two rebuilders of one index", false),
    /** The server asked for patience; the call was made again later. */
    LIMITED("rate limit, tried again", false),
    /** The server had just been killed on purpose; the call was made again after the restart. */
    INTERRUPTED("cut off by a kill, tried again", false),
    /** No reason for this failure is known. */
    UNEXPECTED("unexpected", true);

    private final String text;
    private final boolean isFault;

    Kind(String text, boolean isFault) {
        this.text = text;
        this.isFault = isFault;
    }

    /** Returns it in words. */
    public String text() {
        return text;
    }

    /** Tells whether it counts against the server. */
    public boolean isFault() {
        return isFault;
    }
}
