package io.windhover.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table of {@code docs/safe-mode.md}. */
final class SafeModeTable {
    /** Requests that are tried in each row, as the table's columns name them. */
    static final List<String> REQUESTS = List.of("fresh", "any", "insert", "partition", "load", "flush");

    private static final Path DOCUMENT = Path.of("..", "..", "docs", "safe-mode.md");
    private static final String HEAD = "| who | is without | since |";

    private SafeModeTable() {}

    /**
     * One row.
     *
     * @param cells outcome by request
     * @param shown process, role and lack
     */
    record Row(String who, String without, Duration since, Map<String, String> cells, List<String> shown) {
        String name() {
            return who + " without " + without + " since " + since.toSeconds() + " s";
        }
    }

    /** Reads the table. */
    static List<Row> read() {
        List<Row> rows = new ArrayList<>();
        try {
            boolean inside = false;
            for (String line : Files.readAllLines(DOCUMENT)) {
                inside = line.startsWith(HEAD) || inside && line.startsWith("|");
                if (inside && !line.startsWith(HEAD) && !line.startsWith("|---")) {
                    rows.add(row(line));
                }
            }
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
        return rows;
    }

    private static Row row(String line) {
        List<String> cells =
                Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
        Map<String, String> outcomes = new LinkedHashMap<>();
        for (int i = 0; i < REQUESTS.size(); i++) {
            outcomes.put(REQUESTS.get(i), cells.get(4 + i));
        }
        Duration since = Duration.ofSeconds(Long.parseLong(cells.get(3).split(" ")[0]));
        return new Row(
                cells.get(1),
                cells.get(2),
                since,
                outcomes,
                List.of(cells.get(10).split(" ")));
    }
}
