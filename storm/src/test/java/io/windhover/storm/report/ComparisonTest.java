package io.windhover.storm.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.storm.play.Features;
import io.windhover.storm.process.Footprint;
import io.windhover.storm.tally.Journal;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Goal: two storms are compared as what they were. Method: through the files that storms write. */
class ComparisonTest {
    private static Summary summary(String server, int clients, int cycles, String index) throws IOException {
        Journal journal = new Journal();
        journal.answered("flush", clients * 1_000_000L);
        journal.count("cycles WRITE", cycles);
        for (int second = 1; second <= 60; second++) {
            journal.second(second, new long[] {1, 1, 1}, false);
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        List.of("seed", "base rows", "dim", "scenes", "seconds").forEach(name -> facts.put(name, 8));
        facts.put("server", server);
        facts.put("clients", clients);
        Footprint footprint = new Footprint(1, 1, 1, 1);
        Features features = new Features(new TreeMap<>(Map.of("side", index)), new TreeSet<>(), true, false);
        Verdict verdict = Verdict.of(facts, journal, footprint, footprint, Map.of(), features, List.of());
        return Summary.of(JsonReport.of(verdict));
    }

    @Test
    void ratiosAreOfThisToTheOther() throws IOException {
        Comparison comparison = Comparison.of(summary("a", 4, 300, "HNSW"), summary("b", 4, 100, "HNSW"));
        assertThat(comparison.differences()).isEmpty();
        String last = comparison.text().lines().toList().getLast();
        assertThat(last)
                .startsWith("comparison same_work=true write_cycles_per_minute_ratio=3.000 ")
                .contains(" flush_p50_ms_ratio=1.000")
                .doesNotContain("wrong_answers_ratio", "NaN", "Infinity");
    }

    @Test
    void otherWorkIsNamed() throws IOException {
        Comparison comparison = Comparison.of(summary("a", 4, 300, "HNSW"), summary("b", 2, 100, "None"));
        assertThat(comparison.differences()).hasSize(2).first().isEqualTo("clients: 4 and 2");
        assertThat(comparison.text()).contains("same_work=false", "NOT the same");
        assertThat(comparison.html()).contains("Not the same work: clients: 4 and 2");
    }

    @Test
    void linesFitATerminalAndThePageEscapes() throws IOException {
        Comparison comparison = Comparison.of(summary("<a>", 4, 300, "HNSW"), summary("b", 4, 100, "HNSW"));
        List<String> lines = comparison.text().lines().toList();
        assertThat(lines.subList(0, lines.size() - 1)).allMatch(line -> line.length() <= 80);
        assertThat(HtmlReport.of(comparison)).contains("&lt;a&gt;").doesNotContain("<a>", "http");
    }

    @Test
    void anythingElseIsRefused() {
        for (String text : List.of("", "no", "[]", "{}", "{\"facts\": {\"server\": \"a\"}}")) {
            assertThatThrownBy(() -> Summary.of(text)).as(text).isInstanceOf(IOException.class);
        }
    }
}
