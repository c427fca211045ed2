package io.windhover.bench.ann;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A page that needs nothing else: for each data set a chart of recall and queries a second, and a table. */
final class AnnPage {
    private static final List<String> COLOURS = List.of("#0b7285", "#74b816", "#e8590c", "#7048e8", "#495057");
    private static final int WIDTH = 720;
    private static final int HEIGHT = 420;
    private static final int EDGE = 60;
    private static final double RECALL_MIN = 0.8;

    private final StringBuilder body = new StringBuilder();

    /** Adds a data set. */
    void add(String data, Map<String, AnnSubject.Built> built, Map<String, Curve> curves) {
        body.append("<h2>").append(data).append("</h2>\n").append(chart(curves));
        body.append("<table><tr><th></th><th>build, CPU s</th><th>index, MB</th></tr>\n");
        built.forEach((name, b) -> body.append(String.format(
                Locale.ROOT, "<tr><td>%s</td><td>%.1f</td><td>%.1f</td></tr>%n", name, b.cpuSeconds(), b.megabytes())));
        body.append("</table>\n");
    }

    private static String chart(Map<String, Curve> curves) {
        double high = Math.log10(curves.values().stream()
                .flatMap(curve -> curve.frontier().stream())
                .mapToDouble(Curve.Point::queriesPerSecond)
                .max()
                .orElse(10));
        double low = high - 2;
        StringBuilder svg = new StringBuilder(
                String.format("<svg viewBox='0 0 %d %d' width='%d' role='img'>%n", WIDTH, HEIGHT, WIDTH));
        for (int percent = 80; percent <= 100; percent += 5) {
            double x = x(percent / 100.0);
            svg.append(line(x, EDGE / 2.0, x, HEIGHT - EDGE, "#dee2e6"));
            svg.append(text(x, HEIGHT - EDGE + 20.0, "middle", String.format(Locale.ROOT, "%.2f", percent / 100.0)));
        }
        for (int power = (int) Math.ceil(low); power <= high; power++) {
            double y = y(power, low, high);
            svg.append(line(EDGE, y, WIDTH - EDGE / 2.0, y, "#dee2e6"));
            svg.append(text(EDGE - 6.0, y + 4, "end", String.format("%,d", Math.round(Math.pow(10, power)))));
        }
        svg.append(text(WIDTH / 2.0, HEIGHT - 12.0, "middle", "recall@10, against queries a CPU second"));
        int colour = 0;
        for (Map.Entry<String, Curve> entry : curves.entrySet()) {
            String paint = COLOURS.get(colour % COLOURS.size());
            StringBuilder points = new StringBuilder();
            for (Curve.Point point : entry.getValue().frontier()) {
                if (point.recall() >= RECALL_MIN) {
                    double y = y(Math.log10(point.queriesPerSecond()), low, high);
                    points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(point.recall()), y));
                }
            }
            svg.append(
                    String.format("<polyline points='%s' fill='none' stroke='%s' stroke-width='2'/>%n", points, paint));
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x='%d' y='%d' fill='%s'>%s</text>%n",
                    EDGE + 12,
                    HEIGHT - EDGE - 14 - 18 * colour,
                    paint,
                    entry.getKey()));
            colour++;
        }
        return svg.append("</svg>\n").toString();
    }

    private static double x(double recall) {
        return EDGE + (recall - RECALL_MIN) / (1 - RECALL_MIN) * (WIDTH - 1.5 * EDGE);
    }

    private static double y(double log, double low, double high) {
        return EDGE / 2.0 + (high - log) / (high - low) * (HEIGHT - 1.5 * EDGE);
    }

    private static String line(double x1, double y1, double x2, double y2, String colour) {
        return String.format(
                Locale.ROOT, "<line x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f' stroke='%s'/>%n", x1, y1, x2, y2, colour);
    }

    private static String text(double x, double y, String anchor, String words) {
        return String.format(Locale.ROOT, "<text x='%.1f' y='%.1f' text-anchor='%s'>%s</text>%n", x, y, anchor, words);
    }

    /** Returns the page. */
    String toHtml() {
        return """
                <!doctype html>
                <html lang="en"><meta charset="utf-8"><title>Windhover: index engines</title>
                <style>body{font:15px sans-serif;max-width:760px;margin:2em auto}svg text{font-size:13px}
                td,th{padding:2px 14px 2px 0;text-align:left}</style>
                <h1>Index engines, one thread</h1>
                """ + body + "</html>\n";
    }
}
