package io.windhover.runtime.metrics;

import io.windhover.model.Invariant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * All families of one process, by name. A series is created at its first use and found again by its labels; its owner
 * keeps it in a field, so that counting costs one addition. Names follow Prometheus: {@code windhover_wal_bytes_total}.
 */
public final class Metrics {
    private final ConcurrentSkipListMap<String, Family> families = new ConcurrentSkipListMap<>();

    /** Creates a registry without families. */
    public Metrics() {}

    private record Family(String help, ConcurrentSkipListMap<Labels, Object> series) {}

    /** What a series measures at one moment. */
    public sealed interface Reading {
        /** Of a counter. */
        record Count(long value) implements Reading {}

        /** Of a gauge. */
        record Level(double value) implements Reading {}

        /** Of a histogram. */
        record Spread(Histogram.Spread spread) implements Reading {}
    }

    /** One series of a family at one moment. */
    public record Series(Labels labels, Reading reading) {}

    /** A family at one moment, its series in the order of their labels. */
    public record FamilyReading(String name, String help, List<Series> series) {}

    /** A gauge as it stands in the registry; closing takes it out. */
    private record Gauge(DoubleSupplier level) {}

    /** Returns the counter of a name and labels, created if absent. */
    public Counter counter(String name, String help, Labels labels) {
        return series(name, help, labels, Counter.class, Counter::new);
    }

    /** Returns the histogram of a name and labels, created with these bounds if absent. */
    public Histogram histogram(String name, String help, double[] bounds, Labels labels) {
        return series(name, help, labels, Histogram.class, () -> new Histogram(bounds));
    }

    /**
     * Adds a gauge that is asked when somebody reads. It stays until the result is closed: whoever owns what it
     * measures closes it with that.
     */
    public Registration gauge(String name, String help, Labels labels, DoubleSupplier level) {
        Gauge gauge = new Gauge(level);
        Gauge there = series(name, help, labels, Gauge.class, () -> gauge);
        Invariant.check(there == gauge, "gauge {} {} exists already", name, labels);
        return () -> families.get(name).series().remove(labels, gauge);
    }

    /** A place in the registry. */
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    private <T> T series(String name, String help, Labels labels, Class<T> type, Supplier<T> created) {
        Family family = families.computeIfAbsent(name, absent -> new Family(help, new ConcurrentSkipListMap<>()));
        Object series = family.series().computeIfAbsent(labels, absent -> created.get());
        Invariant.check(type.isInstance(series), "{} is used with two types", name);
        return type.cast(series);
    }

    /** Removes all series with these labels, because what they measured is gone. */
    public void remove(Labels labels) {
        families.values().forEach(family -> family.series().remove(labels));
    }

    /** Reads everything, in the order of names and labels. */
    public List<FamilyReading> families() {
        List<FamilyReading> readings = new ArrayList<>();
        for (Map.Entry<String, Family> family : families.entrySet()) {
            List<Series> series = new ArrayList<>();
            family.getValue().series().forEach((labels, value) -> series.add(new Series(labels, read(value))));
            readings.add(new FamilyReading(family.getKey(), family.getValue().help(), series));
        }
        return readings;
    }

    private static Reading read(Object series) {
        return switch (series) {
            case Counter counter -> new Reading.Count(counter.value());
            case Gauge gauge -> new Reading.Level(gauge.level().getAsDouble());
            case Histogram histogram -> new Reading.Spread(histogram.spread());
            default -> throw Invariant.unreachable("a series is a {}", series.getClass());
        };
    }
}
