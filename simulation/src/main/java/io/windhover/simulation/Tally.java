package io.windhover.simulation;

import java.util.Map;
import java.util.TreeMap;

/** Counts of what a run did, by name. */
public final class Tally {
    private final TreeMap<String, Long> counts = new TreeMap<>();

    /** Returns a count, 0 for a name without one. */
    public long of(String name) {
        return counts.getOrDefault(name, 0L);
    }

    /** Adds one. */
    public void count(String name) {
        add(name, 1);
    }

    /** Adds a number. */
    public void add(String name, long number) {
        counts.merge(name, number, Long::sum);
    }

    /** Adds all counts of another tally. */
    public void addAll(Tally other) {
        other.counts.forEach(this::add);
    }

    /** Returns all counts in the order of their names. */
    public Map<String, Long> counts() {
        return new TreeMap<>(counts);
    }
}
