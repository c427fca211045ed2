package io.windhover.runtime.metrics;

import io.windhover.model.Invariant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Names and values that tell the series of one family apart, in the order of their names. */
public record Labels(Map<String, String> values) implements Comparable<Labels> {
    /** No labels. */
    public static final Labels NONE = new Labels(Map.of());

    /** Copies and sorts. */
    public Labels {
        values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    /** Returns labels from names and values in turn. */
    public static Labels of(String... namesAndValues) {
        Invariant.check(namesAndValues.length % 2 == 0, "a label lacks its value");
        Map<String, String> values = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Labels(values);
    }

    @Override
    public int compareTo(Labels other) {
        return values.toString().compareTo(other.values.toString());
    }
}
