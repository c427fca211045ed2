package io.windhover.segment.filter;

import io.windhover.model.row.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A constant to find in JSON documents: equal to a value of the same kind, numbers by their exact value. */
sealed interface JsonMatch {
    /** Tells whether the value at a place of a document equals the constant. */
    default boolean matches(JsonCursor cursor, int place, JsonValue scratch) {
        scratch.load(cursor, place);
        return matchesLoaded(cursor, scratch);
    }

    /** Tells whether a value that was loaded from the cursor's document equals the constant. */
    boolean matchesLoaded(JsonCursor cursor, JsonValue value);

    static JsonMatch of(Value value) {
        return switch (value) {
            case Value.BoolValue(boolean bool) -> new OfBool(bool);
            case Value.LongValue(long whole) -> new OfLong(whole);
            case Value.DoubleValue(double real) -> new OfDouble(real);
            case Value.StringValue(String text) -> new OfText(text.getBytes(StandardCharsets.UTF_8));
            case Value.ListValue(List<Value> values) ->
                new OfList(values.stream().map(JsonMatch::of).toList());
        };
    }

    static List<JsonMatch> of(List<Value> values) {
        List<JsonMatch> matches = new ArrayList<>();
        values.forEach(value -> matches.add(of(value)));
        return matches;
    }

    /** True or false. */
    record OfBool(boolean wanted) implements JsonMatch {
        @Override
        public boolean matchesLoaded(JsonCursor cursor, JsonValue value) {
            return value.kind == JsonValue.Kind.BOOL && value.bool == wanted;
        }
    }

    /** A whole number. */
    record OfLong(long wanted) implements JsonMatch {
        @Override
        public boolean matchesLoaded(JsonCursor cursor, JsonValue value) {
            return value.kind == JsonValue.Kind.LONG && value.whole == wanted
                    || value.kind == JsonValue.Kind.DOUBLE && Arithmetic.compare(wanted, value.real) == 0;
        }
    }

    /** A number with a fraction. */
    record OfDouble(double wanted) implements JsonMatch {
        @Override
        public boolean matchesLoaded(JsonCursor cursor, JsonValue value) {
            return value.kind == JsonValue.Kind.LONG && Arithmetic.compare(value.whole, wanted) == 0
                    || value.kind == JsonValue.Kind.DOUBLE && value.real == wanted;
        }
    }

    /** A text. */
    record OfText(byte[] wanted) implements JsonMatch {
        @Override
        public boolean matchesLoaded(JsonCursor cursor, JsonValue value) {
            return value.kind == JsonValue.Kind.TEXT
                    && java.util.Arrays.equals(value.text, value.textFrom, value.textTo, wanted, 0, wanted.length);
        }
    }

    /** An array with these elements in this order. */
    record OfList(List<JsonMatch> wanted) implements JsonMatch {
        @Override
        public boolean matchesLoaded(JsonCursor cursor, JsonValue value) {
            if (value.kind != JsonValue.Kind.ARRAY) {
                return false;
            }
            int at = cursor.firstElement(value.place);
            for (JsonMatch element : wanted) {
                if (at < 0 || !element.matches(cursor, at, value)) {
                    return false;
                }
                at = cursor.nextElement(at);
            }
            return at < 0;
        }
    }
}
