package io.windhover.server.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Values by dotted key. The known keys are those of the shipped file, which holds the defaults; a file of the operator's
 * replaces some of them.
 */
final class ConfigKeys {
    private static final String SHIPPED = "/windhover.yaml";

    private final Map<String, String> values;

    private ConfigKeys(Map<String, String> values) {
        this.values = values;
    }

    /** Reads the shipped file. */
    static ConfigKeys defaults() {
        try (InputStream in = ConfigKeys.class.getResourceAsStream(SHIPPED)) {
            return new ConfigKeys(
                    parse("the shipped " + SHIPPED, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Returns these values with those of a file in their place.
     *
     * @throws ConfigException if the file cannot be read, is not YAML, or has a key that is not known
     */
    ConfigKeys overlaid(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException failure) {
            throw new ConfigException("cannot read " + file + ": " + failure);
        }
        return overlaid(file.toString(), parse(file.toString(), text));
    }

    /**
     * Returns these values with others in their place.
     *
     * @param source says where those are from
     * @throws ConfigException if they have a key that is not known
     */
    ConfigKeys overlaid(String source, Map<String, String> others) {
        Map<String, String> overlaid = new LinkedHashMap<>(values);
        others.forEach((key, value) -> {
            if (!values.containsKey(key)) {
                throw new ConfigException(
                        "%s: unknown key \"%s\"; did you mean \"%s\"?".formatted(source, key, nearest(key)));
            }
            overlaid.put(key, value);
        });
        return new ConfigKeys(overlaid);
    }

    private static Map<String, String> parse(String source, String text) {
        Map<String, String> flat = new LinkedHashMap<>();
        Object document;
        try {
            document = new Load(LoadSettings.builder().setLabel(source).build()).loadFromString(text);
        } catch (YamlEngineException failure) {
            throw new ConfigException(source + " is not valid YAML: " + failure.getMessage());
        }
        if (document instanceof Map<?, ?> map) {
            flatten(source, "", map, flat);
        } else if (document != null) {
            throw new ConfigException(source + " must hold keys with values");
        }
        return flat;
    }

    private static void flatten(String source, String prefix, Map<?, ?> map, Map<String, String> flat) {
        map.forEach((name, value) -> {
            String key = prefix + name;
            switch (value) {
                case Map<?, ?> nested -> flatten(source, key + ".", nested, flat);
                case null -> throw new ConfigException(source + ": key \"" + key + "\" has no value");
                case List<?> list ->
                    flat.put(key, list.stream().map(String::valueOf).collect(Collectors.joining(",")));
                default -> flat.put(key, value.toString());
            }
        });
    }

    private String nearest(String key) {
        String nearest = "";
        int least = Integer.MAX_VALUE;
        for (String known : values.keySet()) {
            int distance = edits(key, known);
            if (distance < least) {
                least = distance;
                nearest = known;
            }
        }
        return nearest;
    }

    private static int edits(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }

    /** Returns a value as text. */
    String text(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no default for key " + key);
        }
        return value;
    }

    /** Returns a value that must be one of a few. */
    String choice(String key, List<String> allowed) {
        String text = text(key);
        if (!allowed.contains(text)) {
            throw new ConfigException(
                    "key \"%s\" must be one of %s, but is \"%s\"".formatted(key, String.join(", ", allowed), text));
        }
        return text;
    }

    /** Returns a switch. */
    boolean isOn(String key) {
        return switch (text(key)) {
            case "true" -> true;
            case "false" -> false;
            case String other ->
                throw new ConfigException("key \"%s\" must be true or false, but is \"%s\"".formatted(key, other));
        };
    }

    /** Returns a rate; a negative one is infinite. */
    double rate(String key) {
        String text = text(key);
        try {
            double rate = Double.parseDouble(text);
            if (!Double.isNaN(rate)) {
                return rate < 0 ? Double.POSITIVE_INFINITY : rate;
            }
        } catch (NumberFormatException _) {
            // Falls through to the same refusal.
        }
        throw new ConfigException("key \"%s\" must be a number, but is \"%s\"".formatted(key, text));
    }

    /** Returns a value as a whole number within bounds. */
    long number(String key, long min, long max) {
        String text = text(key);
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException _) {
            // Falls through to the same refusal.
        }
        throw new ConfigException(
                "key \"%s\" must be a whole number from %d to %d, but is \"%s\"".formatted(key, min, max, text));
    }

    /** Returns a value as a number that fits an int. */
    int count(String key, int min, int max) {
        return (int) number(key, min, max);
    }
}
