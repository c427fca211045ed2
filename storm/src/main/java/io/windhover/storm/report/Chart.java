package io.windhover.storm.report;

import io.windhover.storm.tally.Second;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Drawings as inline SVG whose colors come from the page's style, so that they follow light and dark. */
final class Chart {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 150;
    private static final int LEFT = 64;
    private static final int BOTTOM = 24;
    private static final int TOP = 10;
    private static final int LINES = 3;
    private static final int BAR = 22;
    private static final int LABEL = 190;

    private Chart() {}

    /** Draws a value over the seconds of a storm; a line down marks each deliberate fault. */
    static String overTime(List<Second> seconds, ToDoubleFunction<Second> value) {
        double most = Math.max(1, seconds.stream().mapToDouble(value).max().orElse(1));
        double step = rounded(most / LINES);
        double top = step * Math.ceil(most / step);
        long last = Math.max(1, seconds.getLast().at());
        StringBuilder svg = open(HEIGHT + TOP + BOTTOM);
        for (double level = 0; level <= top + step / 2; level += step) {
            double y = y(level, top);
            svg.append(text("<line class='grid' x1='%d' x2='%d' y1='%.1f' y2='%.1f'/>", LEFT, WIDTH, y, y));
            svg.append(text(
                    "<text class='axis' text-anchor='end' x='%d' y='%.1f'>%s</text>", LEFT - 6, y + 4, number(level)));
        }
        for (Second second : seconds) {
            if (second.isKilled()) {
                double x = x(second.at(), last);
                svg.append(text(
                        "<line class='kill' x1='%.1f' x2='%.1f' y1='%d' y2='%d'><title>fault on purpose</title></line>",
                        x, x, TOP, TOP + HEIGHT));
            }
        }
        svg.append("<polyline class='line' points='");
        for (Second second : seconds) {
            svg.append(text("%.1f,%.1f ", x(second.at(), last), y(Math.max(0, value.applyAsDouble(second)), top)));
        }
        svg.append("'/>");
        svg.append(text("<text class='axis' x='%d' y='%d'>0 s</text>", LEFT, TOP + HEIGHT + 18));
        svg.append(
                text("<text class='axis' text-anchor='end' x='%d' y='%d'>%d s</text>", WIDTH, TOP + HEIGHT + 18, last));
        return svg.append("</svg>").toString();
    }

    private static double x(long at, long last) {
        return LEFT + (WIDTH - LEFT) * (double) at / last;
    }

    private static double y(double value, double top) {
        return TOP + HEIGHT * (1 - value / top);
    }

    /** Draws p50 and p99 of each operation as bars on a logarithmic scale. */
    static String latencies(List<Verdict.Timing> timings) {
        int height = TOP + BAR * timings.size() + BOTTOM;
        double most = timings.stream().mapToDouble(Verdict.Timing::p99Ns).max().orElse(1);
        int decades = (int) Math.max(1, Math.ceil(Math.log10(most / 1e5)));
        StringBuilder svg = open(height);
        for (int decade = 0; decade <= decades; decade++) {
            double x = LABEL + (double) (WIDTH - 40 - LABEL) * decade / decades;
            svg.append(text("<line class='grid' x1='%.1f' x2='%.1f' y1='%d' y2='%d'/>", x, x, TOP, height - BOTTOM));
            svg.append(text(
                    "<text class='axis' text-anchor='middle' x='%.1f' y='%d'>%s ms</text>",
                    x, height - 6, number(Math.pow(10, decade - 1.0))));
        }
        for (int i = 0; i < timings.size(); i++) {
            Verdict.Timing timing = timings.get(i);
            int y = TOP + BAR * i;
            svg.append(text(
                    "<text class='axis' text-anchor='end' x='%d' y='%d'>%s</text>",
                    LABEL - 8, y + 14, Html.escaped(timing.operation())));
            bar(svg, "tail", y + 4, timing.p99Ns(), decades);
            bar(svg, "middle", y + 7, timing.p50Ns(), decades);
        }
        return svg.append("</svg>").toString();
    }

    private static void bar(StringBuilder svg, String style, int y, long ns, int decades) {
        double part = Math.clamp(Math.log10(Math.max(1e5, ns) / 1e5) / decades, 0, 1);
        double width = Math.max(2, (WIDTH - 40 - LABEL) * part);
        int height = style.equals("tail") ? 14 : 8;
        svg.append(text(
                "<rect class='%s' x='%d' y='%d' width='%.1f' height='%d' rx='2'><title>%s ms</title></rect>",
                style, LABEL, y, width, height, number(ns / 1e6)));
    }

    private static StringBuilder open(int height) {
        return new StringBuilder(text("<svg viewBox='0 0 %d %d' role='img'>", WIDTH + 8, height));
    }

    private static double rounded(double step) {
        double power = Math.pow(10, Math.floor(Math.log10(step)));
        double digit = step / power;
        double round = digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10;
        return round * power;
    }

    private static String number(double value) {
        return value >= 100 || value == Math.rint(value) ? text("%,.0f", value) : text("%.2g", value);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
