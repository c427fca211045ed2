package io.windhover.runtime;

/** A running strand of work. */
public interface Fiber {
    /** Returns the name given at the start. */
    String name();

    /** Asks the fiber to end: its current or next wait throws {@link CancelledException}. */
    void cancel();

    /** Waits until the fiber has ended, whichever way. */
    void join();
}
