package io.windhover.segment.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonCursorTest {
    private static final long SEED = Long.getLong("seed", 20260120L);

    // Goal: a damaged document has no value, and never an error or an endless walk. Method: documents with bytes cut
    // off, changed and doubled, all paths tried.
    @Test
    void damagedDocumentsNeverFail() {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        byte[] whole =
                "{\"a\": [1, {\"b\": \"x\\u00e9\\\"\"}, -2.5e3, true, null], \"\\u0062\": {\"a\": {}}, \"c\": \"\"}"
                        .getBytes(StandardCharsets.UTF_8);
        JsonCursor cursor = new JsonCursor();
        JsonValue value = new JsonValue();
        for (int i = 0; i < 200_000; i++) {
            byte[] document = whole.clone();
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                document[random.nextInt(document.length)] = whole[random.nextInt(whole.length)];
            }
            int from = random.nextInt(4) == 0 ? random.nextInt(document.length) : 0;
            int to = from + random.nextInt(document.length - from + 1);
            for (List<String> path : List.of(List.of("a", "1", "b"), List.of("b", "a"), List.<String>of())) {
                int start = cursor.start(document, from, to);
                int found = cursor.find(start, JsonCursor.Step.of(path));
                value.load(cursor, found);
                int at = cursor.at(found) == '[' ? cursor.firstElement(found) : -1;
                while (at >= 0) {
                    value.load(cursor, at);
                    at = cursor.nextElement(at);
                }
            }
        }
    }

    // Goal: the damage test walks where values are. Method: the undamaged document.
    @Test
    void pathsLeadToValues() {
        byte[] document = "{\"a\": [1, {\"b\": \"x\\u00e9\"}], \"\\u0062\": -7}".getBytes(StandardCharsets.UTF_8);
        JsonCursor cursor = new JsonCursor();
        JsonValue value = new JsonValue();
        int start = cursor.start(document, 0, document.length);
        value.load(cursor, cursor.find(start, JsonCursor.Step.of(List.of("a", "1", "b"))));
        assertThat(new String(value.text, value.textFrom, value.textTo - value.textFrom, StandardCharsets.UTF_8))
                .isEqualTo("xé");
        value.load(cursor, cursor.find(start, JsonCursor.Step.of(List.of("b"))));
        assertThat(value.whole).isEqualTo(-7);
        value.load(cursor, cursor.find(start, JsonCursor.Step.of(List.of("a", "2"))));
        assertThat(value.kind).isEqualTo(JsonValue.Kind.NONE);
    }
}
