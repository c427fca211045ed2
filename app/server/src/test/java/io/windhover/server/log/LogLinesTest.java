package io.windhover.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/** Goal: one event is one line that a program can read, whatever a client sent. Method: events of our own, written. */
class LogLinesTest {
    private final LogLines lines = new LogLines();

    private String written(String message, Object name, Throwable cause) {
        Logger logger = new LoggerContext().getLogger("io.windhover.Some");
        LoggingEvent event = new LoggingEvent("", logger, Level.INFO, message, cause, null);
        event.setInstant(Instant.parse("2026-01-02T03:04:05.006Z"));
        event.setKeyValuePairs(List.of(new KeyValuePair("name", name), new KeyValuePair("took_ms", 7)));
        return new String(lines.encode(event), StandardCharsets.UTF_8);
    }

    @Test
    void textIsKeysAndValues() {
        assertThat(written("DDL done", "docs", null))
                .isEqualTo("2026-01-02T03:04:05.006Z INFO  Some - DDL done name=docs took_ms=7\n");
    }

    @Test
    void whatAClientSendsNeverBeginsALine() {
        assertThat(written("a\nb", "x\n2026 ERROR forged=\"yes\"\\", null))
                .endsWith(" - a\\u000ab name=\"x\\u000a2026 ERROR forged=\\\"yes\\\"\\\\\" took_ms=7\n")
                .hasLineCount(1);
        assertThat(written("m", "", null)).contains("name=\"\" ");
    }

    @Test
    void jsonIsOneFlatObject() {
        lines.setJson(true);
        assertThat(written("DDL done", "a\"\nb", null))
                .isEqualTo("{\"time\":\"2026-01-02T03:04:05.006Z\",\"level\":\"INFO\",\"logger\":\"Some\","
                        + "\"message\":\"DDL done\",\"name\":\"a\\\"\\nb\",\"took_ms\":7}\n");
        assertThat(written("m", "n", new IllegalStateException("why")))
                .contains("\"stack\":\"java.lang.IllegalStateException: why")
                .hasLineCount(1);
    }

    @Test
    void textTellsTheStackBelow() {
        assertThat(written("m", "n", new IllegalStateException("why")))
                .contains("took_ms=7\njava.lang.IllegalStateException: why\n");
    }
}
