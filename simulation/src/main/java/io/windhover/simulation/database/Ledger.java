package io.windhover.simulation.database;

import java.util.HashMap;
import java.util.Map;

/** What all clients share: content numbers that are never used twice, and which rows are gone since when. */
final class Ledger {
    private final Map<Long, Long> goneAt = new HashMap<>();
    private long contents;
    private long moments;

    long nextContent() {
        return ++contents;
    }

    /** Returns a moment later than all before. */
    long now() {
        return ++moments;
    }

    /** Notes that a row is gone for good: its deletion or its partition's drop was acknowledged. */
    void gone(long key) {
        goneAt.putIfAbsent(key, now());
    }

    /** Tells whether a row was gone for good before a moment. */
    boolean wasGone(long key, long moment) {
        Long at = goneAt.get(key);
        return at != null && at < moment;
    }
}
