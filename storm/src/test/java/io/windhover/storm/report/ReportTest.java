package io.windhover.storm.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.windhover.storm.play.Features;
import io.windhover.storm.process.Footprint;
import io.windhover.storm.tally.Failure;
import io.windhover.storm.tally.Journal;
import io.windhover.storm.tally.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Goal: a verdict says what was seen, in each of its forms. Method: journals with and without faults. */
class ReportTest {
    private static final Features FEATURES =
            new Features(new TreeMap<>(Map.of("side", "HNSW")), new TreeSet<>(), false, false);

    private static Journal journal() {
        Journal journal = new Journal();
        journal.answered("insert", 2_000_000);
        journal.answered(Journal.CANARY_SEARCH, 5_000_000);
        journal.failed(Kind.REFUSED, "search", new Failure(201, 0, "SERVER_ERROR", "partition not loaded"));
        journal.second(1, new long[] {100, 20, 3_000}, false);
        journal.second(2, new long[] {110, 22, 3_100}, true);
        return journal;
    }

    private static Verdict verdict(Journal journal) {
        Map<String, Object> facts = new LinkedHashMap<>(Map.of("seed", 4711));
        Footprint footprint = new Footprint(100, 20, 3_000, 500);
        return Verdict.of(
                facts,
                journal,
                footprint,
                footprint,
                Map.of("pulsar_topics_after", 3L),
                FEATURES,
                List.of("Float16Vector: <not> known"));
    }

    @Test
    void cleanOnlyWithoutFaults() {
        assertThat(verdict(journal()).isClean()).isTrue();
        Journal lying = journal();
        lying.wrong("base rows are 9, not 10");
        assertThat(verdict(lying).isClean()).isFalse();
        Journal failing = journal();
        failing.failed(Kind.UNEXPECTED, "flush", new Failure(5, 0, "SERVER_ERROR", "internal"));
        assertThat(verdict(failing).isClean()).isFalse();
        Journal blind = journal();
        blind.count("own vector searched", 100);
        blind.count("own vector missed", 2);
        assertThat(verdict(blind).isClean()).isFalse();
    }

    @Test
    void theLastLineOfTheTextHasTheFigures() {
        String last = TextReport.of(verdict(journal())).lines().toList().getLast();
        assertThat(last)
                .startsWith("verdict=clean seed=4711 operations=2 ")
                .contains(" canary_search_p99_ms=5.0", " pulsar_topics_after=3");
    }

    @Test
    void thePageNeedsNoNetworkAndEscapesWhatServersSay() {
        String page = HtmlReport.of(verdict(journal()), Optional.empty());
        assertThat(page).doesNotContain("http").doesNotContain("<script").doesNotContain("<not>");
        assertThat(page).contains("<svg", "prefers-color-scheme: dark", "class='kill'", "&lt;not&gt;");
    }

    @Test
    void noLineButTheLastIsWiderThanATerminal() {
        Journal journal = journal();
        journal.wrong("a row " + "with a long story ".repeat(20) + "and_a_word".repeat(20));
        List<String> lines = TextReport.of(verdict(journal)).lines().toList();
        assertThat(lines.subList(0, lines.size() - 1)).allMatch(line -> line.length() <= 80);
        assertThat(String.join("", lines).replace(" ", "")).contains("and_a_word".repeat(20));
    }

    @Test
    void growthIsMarkedAndNotWrong() {
        Footprint before = new Footprint(100, 20, 3_000, 500);
        Journal journal = journal();
        journal.answered("calm search", 100_000);
        Verdict verdict = Verdict.of(
                Map.of("seed", 1), journal, before, new Footprint(111, 20, 3_001, 900), Map.of(), FEATURES, List.of());
        assertThat(verdict.figures())
                .containsEntry("server_memory_growth_percent", 11.0)
                .containsEntry("server_disk_growth_percent", 0.0)
                .containsEntry("canary_longest_over_calm_median", 50.0);
        assertThat(verdict.marks())
                .containsExactly(
                        "canary_longest_over_calm_median is 50.0, above 20",
                        "server_memory_growth_percent is 11.0, above 10");
        assertThat(verdict.isClean()).isTrue();
        assertThat(TextReport.of(verdict)).contains("above a mark");
    }

    @Test
    void whatIsNotKnownOfAServerIsNoGrowth() {
        Footprint nothing = new Footprint(-1, -1, -1, -1);
        Verdict verdict = Verdict.of(Map.of("seed", 1), journal(), nothing, nothing, Map.of(), FEATURES, List.of());
        assertThat(verdict.figures().keySet()).noneMatch(name -> name.contains("growth"));
        assertThat(verdict.marks()).isEmpty();
    }

    @Test
    void theJsonHasEverySecond() {
        JsonObject document =
                JsonParser.parseString(JsonReport.of(verdict(journal()))).getAsJsonObject();
        assertThat(document.get("seconds").getAsJsonArray()).hasSize(2);
        assertThat(document.get("verdict").getAsString()).isEqualTo("clean");
    }
}
