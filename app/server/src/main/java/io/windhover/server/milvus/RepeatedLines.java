package io.windhover.server.milvus;

import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets one line of each kind into the log every ten seconds and counts those held back in between. Safe for any number
 * of threads.
 */
final class RepeatedLines {
    static final long PAUSE_NS = 10_000_000_000L;

    private final ConcurrentHashMap<Kind, State> states = new ConcurrentHashMap<>();

    /** What is the same about lines: their message, an RPC and a wire code, all of lists that do not grow. */
    record Kind(String message, String method, int code) {}

    /** When the last line went out, how many were held back since, and how many the newest line tells of; -1 = none. */
    private record State(long saidNs, long heldBack, long told) {}

    /** Returns how many lines were held back before this one; empty if this one is to be held back too. */
    OptionalLong pass(Kind kind, long nowNs) {
        State next = states.compute(kind, (_, before) -> next(before, nowNs));
        return next.told() < 0 ? OptionalLong.empty() : OptionalLong.of(next.told());
    }

    private static State next(State before, long nowNs) {
        if (before == null) {
            return new State(nowNs, 0, 0);
        }
        return nowNs - before.saidNs() >= PAUSE_NS
                ? new State(nowNs, 0, before.heldBack())
                : new State(before.saidNs(), before.heldBack() + 1, -1);
    }
}
