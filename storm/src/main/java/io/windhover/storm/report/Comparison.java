package io.windhover.storm.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Two storms beside each other.
 *
 * @param one         the one that is looked at
 * @param other       the one that it is measured by
 * @param lines       what is compared, in the order in which it is shown
 * @param differences in what was played, in words; empty if the work was the same
 */
public record Comparison(Summary one, Summary other, List<Line> lines, List<String> differences) {
    private static final List<String> FIGURES = List.of(
            "write_cycles_per_minute",
            "search_cycles_per_minute",
            "hybrid_cycles_per_minute",
            "rows_inserted",
            "wrong_answers",
            "rows_lost",
            "unexpected_errors",
            "canary_search_p50_ms",
            "canary_search_p99_ms",
            "canary_search_max_ms",
            "canary_longest_over_calm_median",
            "tool_cpu_cores",
            "server_cpu_cores");

    /** One number of both; {@code NaN} where a storm has none. */
    public record Line(String name, double one, double other) {
        /** Returns how many times the other's this one's is; {@code NaN} if that cannot be said. */
        double ratio() {
            return other == 0 ? Double.NaN : one / other;
        }
    }

    /** Compares. */
    public static Comparison of(Summary one, Summary other) {
        List<Line> lines = new ArrayList<>();
        for (String name : FIGURES) {
            double mine = one.figures().getOrDefault(name, Double.NaN);
            double theirs = other.figures().getOrDefault(name, Double.NaN);
            lines.add(new Line(name, mine, theirs));
        }
        one.operations().forEach((name, timing) -> {
            Verdict.Timing theirs = other.operations().get(name);
            if (theirs != null) {
                String title = name.replace(' ', '_');
                lines.add(new Line(title + "_p50_ms", Verdict.ms(timing.p50Ns()), Verdict.ms(theirs.p50Ns())));
                lines.add(new Line(title + "_p99_ms", Verdict.ms(timing.p99Ns()), Verdict.ms(theirs.p99Ns())));
            }
        });
        Map<String, Line> once = new LinkedHashMap<>();
        lines.forEach(line -> once.putIfAbsent(line.name(), line));
        return new Comparison(one, other, List.copyOf(once.values()), differences(one, other));
    }

    private static List<String> differences(Summary one, Summary other) {
        List<String> differences = new ArrayList<>();
        one.work().forEach((name, value) -> {
            if (!value.equals(other.work().get(name))) {
                differences.add(name + ": " + value + " and " + other.work().get(name));
            }
        });
        if (!Objects.equals(one.features(), other.features())) {
            differences.add("fields, indexes, filters or searches: play the same with --like");
        }
        return differences;
    }

    /** Returns it for a terminal; the last line has the ratios as {@code name=value}. */
    public String text() {
        StringBuilder text = new StringBuilder("%n%-36s %13s %13s %9s%n".formatted("", "this", "other", "this is"));
        for (Line line : lines) {
            text.append("%-36s %13s %13s %9s%n"
                    .formatted(line.name(), number(line.one()), number(line.other()), times(line)));
        }
        text.append(TextReport.wrapped("this", one.server())).append(TextReport.wrapped("other", other.server()));
        if (differences.isEmpty()) {
            text.append(TextReport.wrapped("work", "the same for both"));
        }
        differences.forEach(difference -> text.append(TextReport.wrapped("NOT the same", difference)));
        return text.append(figures()).append('\n').toString();
    }

    private String figures() {
        return "comparison same_work=" + differences.isEmpty() + " "
                + lines.stream()
                        .filter(line -> Double.isFinite(line.ratio()))
                        .map(line -> line.name() + "_ratio=" + String.format(Locale.ROOT, "%.3f", line.ratio()))
                        .collect(Collectors.joining(" "));
    }

    /** Returns a part of a page. */
    String html() {
        StringBuilder html = new StringBuilder("<h2>Beside another storm</h2>\n<div class='card'><table>")
                .append("<tr><th><th class='n'>this<th class='n'>other<th class='n'>this is</tr>")
                .append("<tr><td>server<td class='n text'>%s<td class='n text'>%s<td></tr>"
                        .formatted(Html.escaped(one.server()), Html.escaped(other.server())));
        for (Line line : lines) {
            html.append("<tr><td>%s<td class='n'>%s<td class='n'>%s<td class='n'>%s</tr>"
                    .formatted(
                            Html.escaped(line.name().replace('_', ' ')),
                            number(line.one()),
                            number(line.other()),
                            times(line)));
        }
        html.append("</table>");
        if (differences.isEmpty()) {
            html.append("<p class='soft'>Both played the same work.</p>");
        }
        differences.forEach(difference ->
                html.append("<p class='bad'>Not the same work: %s</p>".formatted(Html.escaped(difference))));
        return html.append("</div>\n").toString();
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        return String.format(Locale.ROOT, value == Math.rint(value) ? "%,.0f" : "%,.2f", value);
    }

    private static String times(Line line) {
        return Double.isFinite(line.ratio()) ? String.format(Locale.ROOT, "%.2f x", line.ratio()) : "";
    }
}
