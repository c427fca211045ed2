package io.windhover.storm.process;

import io.windhover.storm.play.Weather;
import java.io.IOException;

/** Faults made on purpose while clients play. */
public interface Havoc extends Weather {
    /**
     * Makes faults until a {@code System.nanoTime}; all are undone when this returns.
     *
     * @throws IOException if one cannot be undone
     */
    void rage(long untilNs) throws IOException;

    /** Returns how many faults were made. */
    int kills();
}
