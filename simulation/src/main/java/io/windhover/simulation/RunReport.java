package io.windhover.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The outcomes of many runs as JSON: a list with one object for each. */
final class RunReport {
    private final List<String> rows = new ArrayList<>();

    /**
     * Adds a run.
     *
     * @param mutant the deliberate bug that was switched on; empty = none
     */
    void add(SeedRun run, String mutant) {
        List<String> counts = new ArrayList<>();
        run.tally().counts().forEach((name, count) -> counts.add("\"" + name + "\":" + count));
        rows.add("{\"workload\":\"" + run.workload() + "\",\"seed\":" + run.seed()
                + (mutant.isEmpty() ? "" : ",\"mutant\":\"" + mutant + "\"")
                + ",\"trace\":\"" + Long.toHexString(run.traceHash())
                + "\",\"failure\":\"" + escaped(run.failure().orElse(""))
                + "\",\"counts\":{" + String.join(",", counts) + "}}");
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("[\\x00-\\x1f]", " ");
    }

    /** Writes the file, unless its name is empty. */
    void write(String file) {
        if (file.isEmpty()) {
            return;
        }
        try {
            Files.writeString(Path.of(file), "[\n" + String.join(",\n", rows) + "\n]\n");
        } catch (IOException cause) {
            throw new IllegalArgumentException("cannot write " + file + ": " + cause, cause);
        }
    }
}
