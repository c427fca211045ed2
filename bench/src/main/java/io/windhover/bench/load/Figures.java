package io.windhover.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** Named results in the order in which they were put, printed as one line and written as JSON. */
public final class Figures {
    private final Map<String, Object> values = new LinkedHashMap<>();

    /** Sets a figure; numbers, texts, lists, maps and records. */
    public void put(String name, Object value) {
        values.put(name, value);
    }

    /** Prints {@code name=value} of the plain ones on one line. */
    public void print() {
        System.out.println(values.entrySet().stream()
                .filter(e -> e.getValue() instanceof Number || e.getValue() instanceof String)
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(" ")));
    }

    /** Writes all as a JSON document. */
    public void write(Path file) throws IOException {
        if (file.toAbsolutePath().getParent() != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
        }
        byte[] document =
                JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsBytes(values);
        Files.write(file, document);
        Files.writeString(file, "\n", java.nio.file.StandardOpenOption.APPEND);
    }
}
