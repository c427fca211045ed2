package io.windhover.segment;

import io.windhover.model.Invariant;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts who holds something and gives it back when nobody does any more. Starts with one hold, the maker's. */
public final class Holds {
    private final AtomicInteger count = new AtomicInteger(1);
    private final Runnable giveBack;

    /** Creates the maker's hold; {@code giveBack} runs once, on the thread of the last release. */
    public Holds(Runnable giveBack) {
        this.giveBack = giveBack;
    }

    /** Adds a hold unless all were released: then returns false. */
    public boolean tryHold() {
        int seen = count.get();
        while (seen > 0) {
            if (count.compareAndSet(seen, seen + 1)) {
                return true;
            }
            seen = count.get();
        }
        return false;
    }

    /** Takes a hold away. */
    public void release() {
        int left = count.decrementAndGet();
        Invariant.check(left >= 0, "released more often than held");
        if (left == 0) {
            giveBack.run();
        }
    }

    /** Returns the present number of holds. */
    public int count() {
        return count.get();
    }
}
