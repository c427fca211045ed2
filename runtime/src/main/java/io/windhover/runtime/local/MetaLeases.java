package io.windhover.runtime.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** When each lease ends, by the runtime's clock. A lease that is late never comes back. */
final class MetaLeases {
    private record Clock(long ttlNs, long endNs) {}

    private final Map<Long, Clock> leases = new HashMap<>();

    synchronized void start(long lease, long ttlMs, long nowNs) {
        leases.put(lease, new Clock(ttlMs * 1_000_000, nowNs + ttlMs * 1_000_000));
    }

    synchronized boolean renew(long lease, long nowNs) {
        if (isLate(lease, nowNs)) {
            return false;
        }
        leases.compute(lease, (number, clock) -> new Clock(clock.ttlNs(), nowNs + clock.ttlNs()));
        return true;
    }

    /** Tells whether a lease has ended or should have. */
    synchronized boolean isLate(long lease, long nowNs) {
        Clock clock = leases.get(lease);
        return clock == null || nowNs >= clock.endNs();
    }

    synchronized void remove(long lease) {
        leases.remove(lease);
    }

    /** Returns the late leases in the order of their numbers. */
    synchronized List<Long> late(long nowNs) {
        List<Long> late = new ArrayList<>();
        new TreeMap<>(leases).forEach((lease, clock) -> {
            if (nowNs >= clock.endNs()) {
                late.add(lease);
            }
        });
        return late;
    }

    /** Returns the time of the next end, {@code Long.MAX_VALUE} if there is no lease. */
    synchronized long nextEndNs() {
        return leases.values().stream().mapToLong(Clock::endNs).min().orElse(Long.MAX_VALUE);
    }
}
