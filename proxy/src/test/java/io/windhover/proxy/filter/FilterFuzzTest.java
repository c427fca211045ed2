package io.windhover.proxy.filter;

import static org.assertj.core.api.Assertions.fail;

import io.windhover.model.DatabaseException;
import io.windhover.model.row.Value;
import io.windhover.model.schema.CollectionSchema;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FilterFuzzTest {
    private static final long SEED = Long.getLong("seed", 20260117L);
    private static final String[] WORDS = {
        "i64",
        "s",
        "b",
        "meta",
        "ints",
        "texts",
        "d",
        "f",
        "absent",
        "vector",
        "$meta",
        "$",
        "[",
        "]",
        "(",
        ")",
        "{",
        "}",
        ",",
        "==",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
        "in",
        "not in",
        "not",
        "and",
        "or",
        "&&",
        "||",
        "!",
        "like",
        "exists",
        "is null",
        "is not null",
        "+",
        "-",
        "*",
        "/",
        "%",
        "**",
        "&",
        "|",
        "^",
        "~",
        "<<",
        ">>",
        "1",
        "0",
        "2.5",
        "1e400",
        "'x'",
        "\"y%\"",
        "'\\q'",
        "'\\x4'",
        "true",
        "False",
        "[1, 2]",
        "['a', 1, 2.5]",
        "[0]",
        "['k']",
        "array_length(",
        "json_contains(",
        "array_contains_all(",
        "text_match(",
        "{v}",
        "=",
        "=~",
        "99999999999999999999",
        "0x",
        "0b1",
        "é",
        "\uD83D\uDE00",
        "\uD83D",
        "\n",
        "\u0000",
        "r'\\'",
        "--",
        "'",
        "\"",
        "\\"
    };

    // Goal: whatever arrives, the answer is a filter or a refusal. Method: random words in random order, with and
    // without a dynamic field.
    @Test
    void garbageIsRefusedAndNothingElse() {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        CollectionSchema[] schemas = {TestSchemas.everyType(false), TestSchemas.everyType(true)};
        Map<String, Value> templates = Map.of("v", new Value.StringValue("x"));
        int parsed = 0;
        for (int i = 0; i < 200_000; i++) {
            String filter = garbage(random);
            try {
                FilterParser.parse(filter, schemas[i & 1], templates, () -> 7);
                parsed++;
            } catch (DatabaseException expected) {
                continue;
            } catch (RuntimeException | StackOverflowError e) {
                fail("filter <" + filter + "> ends in " + e, e);
            }
        }
        System.out.println(parsed + " of 200000 were filters");
    }

    private static String garbage(Random random) {
        StringBuilder filter = new StringBuilder();
        int words = 1 + random.nextInt(12);
        for (int i = 0; i < words; i++) {
            filter.append(WORDS[random.nextInt(WORDS.length)]);
            if (random.nextInt(4) > 0) {
                filter.append(' ');
            }
        }
        if (random.nextInt(10) == 0) {
            filter.setCharAt(random.nextInt(filter.length()), (char) random.nextInt(65536));
        }
        return filter.toString();
    }
}
