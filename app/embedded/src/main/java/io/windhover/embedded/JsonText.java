package io.windhover.embedded;

import io.windhover.model.DatabaseException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes maps, lists, texts, numbers, booleans and null as JSON. */
final class JsonText {
    private JsonText() {}

    static String write(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(Object value, StringBuilder out) {
        switch (value) {
            case null -> out.append("null");
            case Boolean truth -> out.append(truth.booleanValue());
            case Number number -> out.append(number);
            case String text -> quote(text, out);
            case Map<?, ?> map -> members(map.entrySet(), out);
            case List<?> list -> elements(list, out);
            default ->
                throw DatabaseException.invalid(
                        "a %s cannot be written as JSON", value.getClass().getName());
        }
    }

    private static void members(Set<? extends Map.Entry<?, ?>> entries, StringBuilder out) {
        out.append('{');
        String separator = "";
        for (Map.Entry<?, ?> entry : entries) {
            out.append(separator);
            quote(String.valueOf(entry.getKey()), out);
            out.append(':');
            write(entry.getValue(), out);
            separator = ",";
        }
        out.append('}');
    }

    private static void elements(List<?> list, StringBuilder out) {
        out.append('[');
        String separator = "";
        for (Object element : list) {
            out.append(separator);
            write(element, out);
            separator = ",";
        }
        out.append(']');
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
