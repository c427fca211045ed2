package io.windhover.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: the command does what its arguments say. Method: call it as the launcher does. */
class SimulateTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private int run(String... arguments) {
        return Simulate.run(arguments, new PrintStream(out));
    }

    @Test
    void hoursPassUntilThereAreEnough(@TempDir Path folder) throws IOException {
        Path json = folder.resolve("runs.json");
        assertThat(run("--hours", "1", "--workload", "long-life", "--json", json.toString()))
                .isZero();
        String figures = out.toString().lines().toList().getLast();
        assertThat(figures).contains("seeds=1 ").containsPattern("simulated_hours=[1-9]");
        assertThat(Files.readString(json))
                .startsWith("[")
                .contains("\"workload\":\"long-life\",\"seed\":1,")
                .endsWith("]\n");
    }

    @Test
    void wrongArgumentsAreNamed() {
        assertThat(run("--hours", "many")).isEqualTo(2);
        assertThat(out.toString()).contains("--hours needs a number");
        assertThat(run("--workload", "none")).isEqualTo(2);
        assertThat(run("--nonsense")).isEqualTo(2);
    }
}
