package io.windhover.server.network;

import java.util.concurrent.atomic.AtomicInteger;

/** How many calls are answered at once. */
record CallSlots(int max, AtomicInteger taken) {
    CallSlots(int max) {
        this(max, new AtomicInteger());
    }

    /** Takes one; false if all are taken. */
    boolean take() {
        if (taken.incrementAndGet() > max) {
            taken.decrementAndGet();
            return false;
        }
        return true;
    }

    void giveBack() {
        taken.decrementAndGet();
    }
}
