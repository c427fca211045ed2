package io.windhover.bench.main;

import java.io.IOException;
import java.util.Map;

/** Something measured on a running server, once a round. */
interface Measurement {
    /** Returns the name that {@code --only} takes. */
    String name();

    /** Prepares data and warms up; not measured. */
    default void prepare(Served site) throws IOException {
        // Most need nothing.
    }

    /** Returns figures by name; the median over the rounds is reported. */
    Map<String, Double> measure(Served site, int round) throws IOException;
}
