package io.windhover.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.embedded.Windhover;
import io.windhover.server.Server;
import io.windhover.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: the official clients work unchanged. Method: each runs its scenario as a process of its own against a server in
 * this one, on a fresh directory.
 */
class ClientsTest {
    private static final String PASSED = "scenario passed";

    @TempDir
    private Path directory;

    private Windhover database;
    private Server server;

    @BeforeEach
    void open() throws IOException {
        ServerConfig config = ServerConfig.read(
                Optional.empty(),
                new ServerConfig.Overrides(Optional.of(directory), Optional.empty(), Optional.of(0), Optional.of(-1)));
        database = Windhover.open(directory);
        server = Server.start(config, database.requests(), database.runtime().metrics());
    }

    @AfterEach
    void close() {
        server.close();
        database.close();
    }

    private String address() {
        return "127.0.0.1:" + server.port();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.5.18", "2.6.17", "3.0.2"})
    void pymilvusRunsItsScenario(String version) throws Exception {
        Path python = ClientTools.python(version);
        Path program = ClientTools.source("python/scenario.py");
        assertThat(ClientTools.run(directory, python.toString(), program.toString(), "http://" + address()))
                .contains(PASSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.5.10", "2.6.22"})
    void theJavaClientRunsItsScenario(String version) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String program = ClientTools.source("java/Scenario.java").toString();
        String classPath = ClientTools.javaClassPath(version);
        assertThat(ClientTools.run(directory, java, "-cp", classPath, program, "http://" + address()))
                .contains(PASSED);
    }

    @Test
    void theNodeClientRunsItsScenario() throws Exception {
        Path home = ClientTools.node();
        assertThat(ClientTools.run(home, "node", "scenario.js", address())).contains(PASSED);
    }

    @Test
    void theGoClientRunsItsScenario() throws Exception {
        Path program = ClientTools.go();
        assertThat(ClientTools.run(directory, program.toString(), address())).contains(PASSED);
    }
}
