package io.windhover.server.management;

import io.windhover.runtime.metrics.Histogram;
import io.windhover.runtime.metrics.Labels;
import io.windhover.runtime.metrics.Metrics;
import io.windhover.runtime.metrics.Metrics.Reading;
import java.util.List;

/**
 * Writes metrics in Prometheus's text format.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">the format, version 0.0.4</a>
 */
final class PrometheusText {
    private final StringBuilder text = new StringBuilder();

    private PrometheusText() {}

    /** Returns all families, each with what it is for and its type. */
    static String of(List<Metrics.FamilyReading> families) {
        PrometheusText writer = new PrometheusText();
        families.stream().filter(family -> !family.series().isEmpty()).forEach(writer::family);
        return writer.text.toString();
    }

    private void family(Metrics.FamilyReading family) {
        String name = family.name();
        text.append("# HELP ").append(name).append(' ').append(escaped(family.help(), false));
        text.append("\n# TYPE ").append(name).append(' ');
        text.append(type(family.series().getFirst().reading())).append('\n');
        for (Metrics.Series series : family.series()) {
            switch (series.reading()) {
                case Reading.Count count -> line(name, series.labels(), "", Long.toString(count.value()));
                case Reading.Level level -> line(name, series.labels(), "", number(level.value()));
                case Reading.Spread spread -> histogram(name, series.labels(), spread.spread());
            }
        }
    }

    private static String type(Reading reading) {
        return switch (reading) {
            case Reading.Count _ -> "counter";
            case Reading.Level _ -> "gauge";
            case Reading.Spread _ -> "histogram";
        };
    }

    private void histogram(String name, Labels labels, Histogram.Spread spread) {
        long sum = 0;
        for (int bucket = 0; bucket < spread.counts().length; bucket++) {
            sum += spread.counts()[bucket];
            String end = bucket < spread.bounds().length ? number(spread.bounds()[bucket]) : "+Inf";
            line(name + "_bucket", labels, end, Long.toString(sum));
        }
        line(name + "_sum", labels, "", number(spread.sum()));
        line(name + "_count", labels, "", Long.toString(sum));
    }

    private void line(String name, Labels labels, String bucketEnd, String value) {
        text.append(name);
        char separator = '{';
        for (var label : labels.values().entrySet()) {
            text.append(separator).append(label.getKey()).append("=\"");
            text.append(escaped(label.getValue(), true)).append('"');
            separator = ',';
        }
        if (!bucketEnd.isEmpty()) {
            text.append(separator).append("le=\"").append(bucketEnd).append('"');
            separator = ',';
        }
        text.append(separator == ',' ? "} " : " ").append(value).append('\n');
    }

    private static String number(double value) {
        if (value == Double.POSITIVE_INFINITY) {
            return "+Inf";
        }
        if (value == Double.NEGATIVE_INFINITY) {
            return "-Inf";
        }
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return whole ? Long.toString((long) value) : Double.toString(value);
    }

    private static String escaped(String value, boolean quoted) {
        String escaped = value.replace("\\", "\\\\").replace("\n", "\\n");
        return quoted ? escaped.replace("\"", "\\\"") : escaped;
    }
}
