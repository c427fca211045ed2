package io.windhover.storm.report;

import io.windhover.storm.process.Footprint;
import io.windhover.storm.tally.Kind;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A verdict for a terminal. */
public final class TextReport {
    private static final int WIDTH = 80;
    private static final int MARGIN = 15;

    private TextReport() {}

    /** Returns all of it; the last line has the figures as {@code name=value}. */
    public static String of(Verdict verdict) {
        StringBuilder text = new StringBuilder("\n");
        verdict.facts().forEach((name, value) -> text.append(wrapped(name, value)));
        verdict.leftOut().forEach(what -> text.append(wrapped("left out", what)));
        text.append("%n%-30s %9s %10s %10s %10s%n".formatted("operation", "answers", "p50 ms", "p99 ms", "max ms"));
        for (Verdict.Timing timing : verdict.operations()) {
            text.append("%-30s %9d %10.2f %10.2f %10.2f%n"
                    .formatted(
                            timing.operation(),
                            timing.count(),
                            Verdict.ms(timing.p50Ns()),
                            Verdict.ms(timing.p99Ns()),
                            Verdict.ms(timing.maxNs())));
        }
        footprints(text, verdict.before(), verdict.after());
        verdict.strikes()
                .forEach(strike -> text.append(String.format(
                        Locale.ROOT,
                        "fault at %6.1f s: %-5s %s for %.1f s%n",
                        strike.at(),
                        strike.what(),
                        strike.whom(),
                        strike.seconds())));
        verdict.failures().forEach((kind, texts) -> failures(text, kind, texts));
        if (!verdict.wrong().isEmpty()) {
            text.append("%nwrong answers:%n".formatted());
            verdict.wrong().forEach((wrong, count) -> text.append(wrapped("%12d x".formatted(count), wrong)));
        }
        text.append(verdict.marks().isEmpty() ? "" : "\n");
        verdict.marks().forEach(mark -> text.append(wrapped("above a mark", mark)));
        text.append("%n%s%n".formatted(headline(verdict)));
        return text.append(line(verdict)).append('\n').toString();
    }

    private static void footprints(StringBuilder text, Footprint before, Footprint after) {
        if (before.rssMb() >= 0) {
            text.append("%nserver memory  %d MB before, %d MB after%n".formatted(before.rssMb(), after.rssMb()));
            text.append("server handles %d before, %d after%n".formatted(before.handles(), after.handles()));
        }
        if (before.diskKb() >= 0) {
            text.append("server disk    %.1f MB before, %.1f MB after%n"
                    .formatted(before.diskKb() / 1024.0, after.diskKb() / 1024.0));
        }
    }

    /** Returns a name and its text, in lines that fit a terminal. */
    static String wrapped(String name, Object value) {
        StringBuilder lines = new StringBuilder();
        StringBuilder line = new StringBuilder("%-14s".formatted(name));
        for (String word : String.valueOf(value).split(" ")) {
            for (String rest = word; !rest.isEmpty(); ) {
                if (line.length() + 1 + rest.length() > WIDTH && line.length() > MARGIN) {
                    lines.append(line).append('\n');
                    line = new StringBuilder(" ".repeat(MARGIN - 1));
                }
                int taken = Math.min(rest.length(), WIDTH - line.length() - 1);
                line.append(' ').append(rest, 0, taken);
                rest = rest.substring(taken);
            }
        }
        return lines.append(line).append('\n').toString();
    }

    private static void failures(StringBuilder text, Kind kind, Map<String, Long> texts) {
        if (!texts.isEmpty()) {
            text.append("%n%s:%n".formatted(kind.text()));
            texts.forEach((failure, count) -> text.append(wrapped("%12d x".formatted(count), failure)));
        }
    }

    /** Returns the judgement in one sentence. */
    static String headline(Verdict verdict) {
        return verdict.isClean()
                ? "Clean: no wrong answer, no row lost, no unexpected error."
                : "NOT clean: %s wrong answers, %s rows lost, %s unexpected errors."
                        .formatted(
                                verdict.figures().get("wrong_answers"),
                                verdict.figures().get("rows_lost"),
                                verdict.figures().get("unexpected_errors"));
    }

    private static String line(Verdict verdict) {
        return "verdict=" + (verdict.isClean() ? "clean" : "wrong") + " seed="
                + verdict.facts().get("seed") + " "
                + verdict.figures().entrySet().stream()
                        .map(figure -> figure.getKey() + "=" + figure.getValue())
                        .collect(Collectors.joining(" "));
    }
}
