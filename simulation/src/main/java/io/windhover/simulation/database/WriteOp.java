package io.windhover.simulation.database;

/** One write and how it was answered. */
final class WriteOp {
    /** How a write was answered. */
    enum Answer {
        /** Not yet. */
        PENDING,
        /** Done: it is there. */
        DONE,
        /** With an error that says that nothing was done. */
        REFUSED,
        /** Not, or with an error that leaves it open: it is there wholly or not at all. */
        UNKNOWN
    }

    private final long begunAt;
    private boolean splits;
    private Answer answer = Answer.PENDING;
    private long timestamp;
    private long answeredAt = Long.MAX_VALUE;

    /**
     * Begins a write.
     *
     * @param begunAt step
     * @param splits  an unanswered write may be there in part
     */
    WriteOp(long begunAt, boolean splits) {
        this.begunAt = begunAt;
        this.splits = splits;
    }

    void done(long atTimestamp, long step) {
        answer = Answer.DONE;
        answeredAt = step;
        timestamp = atTimestamp;
    }

    void refused() {
        answer = Answer.REFUSED;
    }

    void unknown() {
        answer = Answer.UNKNOWN;
    }

    /** Notes that it is done for some of its keys, and that it is not known for which. */
    void donePartly() {
        answer = Answer.UNKNOWN;
        splits = true;
    }

    Answer answer() {
        return answer;
    }

    long timestamp() {
        return timestamp;
    }

    /** Tells whether a strong read that began at a step and was served at a time must see it. */
    boolean mustBeSeen(long beginning, long servedAt) {
        return answeredAt < beginning || timestamp <= servedAt;
    }

    long begunAt() {
        return begunAt;
    }

    boolean splits() {
        return splits;
    }

    /** Tells whether its outcome is open. */
    boolean isOpen() {
        return answer == Answer.PENDING || answer == Answer.UNKNOWN;
    }
}
