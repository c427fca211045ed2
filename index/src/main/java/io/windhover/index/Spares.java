package io.windhover.index;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/** Working memory of searches that is used again: a search takes one for itself and gives it back. For any number of threads. */
public final class Spares<T> {
    private static final int KEPT = 16;

    private final AtomicReferenceArray<T> idle = new AtomicReferenceArray<>(KEPT);
    private final Supplier<T> maker;

    /** Creates spares that are made where none is idle. */
    public Spares(Supplier<T> maker) {
        this.maker = maker;
    }

    /** Returns one that nobody else has. */
    public T take() {
        for (int i = 0; i < KEPT; i++) {
            T spare = idle.get(i) == null ? null : idle.getAndSet(i, null);
            if (spare != null) {
                return spare;
            }
        }
        return maker.get();
    }

    /** Keeps one for others, unless enough are idle. */
    public void giveBack(T spare) {
        for (int i = 0; i < KEPT; i++) {
            if (idle.get(i) == null && idle.compareAndSet(i, null, spare)) {
                return;
            }
        }
    }
}
