package io.windhover.storm.report;

import io.windhover.storm.process.Footprint;
import io.windhover.storm.tally.Second;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** A verdict as one page that needs nothing else: no script, no font, no network; light or dark as the reader's system. */
public final class HtmlReport {
    private static final String STYLE = """
            :root { color-scheme: light dark; --ground: #fbfbf9; --card: #fff; --ink: #1d2327; --soft: #667078;
              --line: #e2e5e3; --blue: #2b6cb0; --pale: #a9c8e8; --good: #20744a; --bad: #b3261e; }
            @media (prefers-color-scheme: dark) { :root { --ground: #14181b; --card: #1c2226; --ink: #e6eaec;
              --soft: #9aa5ad; --line: #313a40; --blue: #6fb1f0; --pale: #2f567d; --good: #63c792; --bad: #ff8a80; } }
            * { box-sizing: border-box; }
            body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
            main { max-width: 820px; margin: 0 auto; padding: 32px 20px 64px; }
            h1 { font-size: 26px; margin: 0 0 4px; } h2 { font-size: 17px; margin: 32px 0 8px; }
            .good { color: var(--good); } .bad { color: var(--bad); } .soft { color: var(--soft); }
            .verdict { font-size: 19px; font-weight: 600; margin: 0 0 16px; }
            .card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px 16px;
              margin: 8px 0; overflow-x: auto; }
            .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 8px; }
            .tiles div { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 10px 14px; }
            .tiles b { display: block; font-size: 22px; font-variant-numeric: tabular-nums; }
            table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
            th { text-align: left; color: var(--soft); font-weight: 500; }
            td, th { padding: 3px 12px 3px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
            tr:last-child td { border-bottom: 0; } .n { text-align: right; }
            td.text { overflow-wrap: anywhere; }
            svg { display: block; width: 100%; height: auto; }
            .grid { stroke: var(--line); } .axis { fill: var(--soft); font: 12px system-ui, sans-serif; }
            .line { fill: none; stroke: var(--blue); stroke-width: 1.6; } .kill { stroke: var(--bad); stroke-dasharray: 3 3; }
            .tail { fill: var(--pale); } .middle { fill: var(--blue); }
            .key i { display: inline-block; width: 12px; height: 12px; border-radius: 2px; margin: 0 4px 0 12px; }
            """;

    private HtmlReport() {}

    /** Returns the page; of a comparison too if there is one. */
    public static String of(Verdict verdict, Optional<Comparison> comparison) {
        StringBuilder page = open(verdict.isClean() ? "Storm: clean" : "Storm: not clean", "Storm");
        page.append("<p class='verdict %s'>%s</p>\n"
                .formatted(verdict.isClean() ? "good" : "bad", Html.escaped(TextReport.headline(verdict))));
        verdict.marks().forEach(mark -> page.append("<p class='bad'>%s</p>\n".formatted(Html.escaped(mark))));
        tiles(page, verdict);
        comparison.ifPresent(beside -> page.append(beside.html()));
        charts(page, verdict);
        timings(page, verdict.operations());
        page.append("<h2>Failed calls and wrong answers</h2>\n");
        counted(page, "wrong answers", true, verdict.wrong());
        verdict.failures().forEach((kind, texts) -> counted(page, kind.text(), kind.isFault(), texts));
        strikes(page, verdict);
        footprints(page, verdict.before(), verdict.after());
        facts(page, verdict);
        return page.append("</main></body></html>\n").toString();
    }

    /** Returns a page of a comparison alone. */
    public static String of(Comparison comparison) {
        return open("Two storms", "Two storms")
                .append(comparison.html())
                .append("</main></body></html>\n")
                .toString();
    }

    private static StringBuilder open(String title, String heading) {
        return new StringBuilder("<!doctype html>\n<html lang='en'><head><meta charset='utf-8'>")
                .append("<meta name='viewport' content='width=device-width, initial-scale=1'>")
                .append("<title>")
                .append(title)
                .append("</title><style>\n")
                .append(STYLE)
                .append("</style></head><body><main>\n<h1>")
                .append(heading)
                .append("</h1>\n");
    }

    private static void tiles(StringBuilder page, Verdict verdict) {
        Map<String, Object> figures = verdict.figures();
        page.append("<div class='tiles'>");
        tile(page, figures.get("operations"), "operations");
        tile(page, figures.get("wrong_answers"), "wrong answers");
        tile(page, figures.get("rows_lost"), "rows lost");
        tile(page, figures.get("unexpected_errors"), "unexpected errors");
        tile(page, figures.get("write_cycles_per_minute"), "write cycles a minute");
        tile(page, figures.get("search_cycles_per_minute"), "search cycles a minute");
        tile(page, figures.get("hybrid_cycles_per_minute"), "hybrid cycles a minute");
        tile(
                page,
                figures.get("canary_search_p99_ms") + " ms",
                "canary search p99, calm " + figures.get("calm_search_p99_ms") + " ms");
        tile(page, figures.getOrDefault("canary_longest_over_calm_median", "–"), "longest canary / calm median");
        tile(page, figures.get("server_cpu_cores"), "processors used by the server");
        tile(page, figures.get("tool_cpu_cores"), "processors used by this tool");
        tile(page, figures.get("tool_jitter_p99_ms") + " ms", "of a latency may be the tool's, p99");
        page.append("</div>\n");
    }

    private static void tile(StringBuilder page, Object value, String name) {
        page.append(
                "<div><b>%s</b><span class='soft'>%s</span></div>".formatted(Html.escaped(value), Html.escaped(name)));
    }

    private static void charts(StringBuilder page, Verdict verdict) {
        List<Second> seconds = verdict.seconds();
        if (seconds.isEmpty()) {
            return;
        }
        chart(page, seconds, "Operations a second", Second::operations);
        chart(page, seconds, "Longest canary search in each second, ms", second -> second.searchMaxNs() / 1e6);
        if (verdict.before().rssMb() >= 0) {
            chart(page, seconds, "Memory of the server, MB", Second::rssMb);
            chart(page, seconds, "Open files and sockets of the server", Second::handles);
        }
        if (verdict.before().diskKb() >= 0) {
            chart(page, seconds, "Disk of the server, MB", second -> second.diskKb() / 1024.0);
        }
        page.append("<h2>Latencies <span class='soft key'><i style='background:var(--blue)'></i>p50")
                .append("<i style='background:var(--pale)'></i>p99</span></h2>\n<div class='card'>")
                .append(Chart.latencies(verdict.operations()))
                .append("</div>\n");
    }

    private static void chart(StringBuilder page, List<Second> seconds, String title, ToDoubleFunction<Second> value) {
        page.append("<h2>%s</h2>\n<div class='card'>%s</div>\n".formatted(title, Chart.overTime(seconds, value)));
    }

    private static void timings(StringBuilder page, List<Verdict.Timing> timings) {
        page.append("<div class='card'><table><tr><th>operation<th class='n'>answers<th class='n'>p50 ms")
                .append("<th class='n'>p99 ms<th class='n'>max ms</tr>");
        for (Verdict.Timing timing : timings) {
            page.append(String.format(
                    Locale.ROOT,
                    "<tr><td>%s<td class='n'>%,d<td class='n'>%.2f<td class='n'>%.2f<td class='n'>%.2f</tr>",
                    Html.escaped(timing.operation()),
                    timing.count(),
                    Verdict.ms(timing.p50Ns()),
                    Verdict.ms(timing.p99Ns()),
                    Verdict.ms(timing.maxNs())));
        }
        page.append("</table></div>\n");
    }

    private static void counted(StringBuilder page, String title, boolean isFault, Map<String, Long> texts) {
        if (texts.isEmpty()) {
            return;
        }
        page.append("<div class='card'><table><tr><th class='n'>times<th class='%s'>%s</tr>"
                .formatted(isFault ? "bad" : "", Html.escaped(title)));
        texts.forEach((text, count) ->
                page.append("<tr><td class='n'>%d<td class='text'>%s</tr>".formatted(count, Html.escaped(text))));
        page.append("</table></div>\n");
    }

    private static void strikes(StringBuilder page, Verdict verdict) {
        if (verdict.strikes().isEmpty()) {
            return;
        }
        page.append("<h2>Faults made on purpose</h2>\n<div class='card'><table>")
                .append("<tr><th class='n'>at s<th>what<th>whom<th class='n'>for s</tr>");
        verdict.strikes()
                .forEach(strike -> page.append(String.format(
                        Locale.ROOT,
                        "<tr><td class='n'>%.1f<td>%s<td>%s<td class='n'>%.1f</tr>",
                        strike.at(),
                        Html.escaped(strike.what()),
                        Html.escaped(strike.whom()),
                        strike.seconds())));
        page.append("</table></div>\n");
    }

    private static void footprints(StringBuilder page, Footprint before, Footprint after) {
        if (before.rssMb() < 0 && before.diskKb() < 0) {
            return;
        }
        page.append("<h2>What the server holds</h2>\n<div class='card'><table>")
                .append("<tr><th><th class='n'>memory MB<th class='n'>handles<th class='n'>disk MB</tr>");
        footprint(page, "before the storm", before);
        footprint(page, "when all but the base rows was dropped", after);
        page.append("</table></div>\n");
    }

    private static void footprint(StringBuilder page, String when, Footprint footprint) {
        page.append(String.format(
                Locale.ROOT,
                "<tr><td>%s<td class='n'>%d<td class='n'>%d<td class='n'>%.1f</tr>",
                when,
                footprint.rssMb(),
                footprint.handles(),
                footprint.diskKb() / 1024.0));
    }

    private static void facts(StringBuilder page, Verdict verdict) {
        page.append("<h2>What was played</h2>\n<div class='card'><table>");
        verdict.facts()
                .forEach((name, value) -> page.append(
                        "<tr><td>%s<td class='text'>%s</tr>".formatted(Html.escaped(name), Html.escaped(value))));
        verdict.leftOut()
                .forEach(what -> page.append("<tr><td>left out<td class='text'>%s</tr>".formatted(Html.escaped(what))));
        page.append("</table></div>\n");
    }
}
