package io.windhover.server.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Clients of other languages, installed once below {@code ~/.cache/windhover} by their own package tools. What a machine
 * does not have (Python, Node, Go) is skipped with a word, and failed where the environment says {@code CI}.
 */
final class ClientTools {
    private static final int MINUTES_MAX = 10;
    private static final Path ROOT = Path.of(System.getProperty("windhover.root"));
    private static final Path SOURCES = ROOT.resolve("app/server/src/test/clients");
    private static final Path CACHE = Path.of(Optional.ofNullable(System.getenv("WINDHOVER_CACHE"))
            .orElse(System.getProperty("user.home") + "/.cache/windhover"));

    private static final boolean IN_CI = !List.of("", "false", "0")
            .contains(Optional.ofNullable(System.getenv("CI")).orElse(""));

    private ClientTools() {}

    /** Returns the source of a client program. */
    static Path source(String name) {
        return SOURCES.resolve(name);
    }

    /** Returns a Python that has a version of pymilvus. */
    static Path python(String pymilvus) throws IOException, InterruptedException {
        requireTool("python3");
        Path home = CACHE.resolve("venvs/pymilvus-" + pymilvus);
        Path python = home.resolve("bin/python");
        if (!Files.exists(home.resolve("installed"))) {
            run(ROOT, "python3", "-m", "venv", home.toString());
            run(ROOT, python.toString(), "-m", "pip", "install", "-q", "pymilvus==" + pymilvus);
            Files.writeString(home.resolve("installed"), pymilvus);
        }
        return python;
    }

    /** Returns the class path of a version of the Java client. */
    static String javaClassPath(String version) throws IOException, InterruptedException {
        Path home = CACHE.resolve("clients/java-" + version);
        if (!Files.exists(home.resolve("installed"))) {
            run(
                    ROOT,
                    ROOT.resolve("mvnw").toString(),
                    "-q",
                    "-B",
                    "-f",
                    source("java/pom.xml").toString(),
                    "-Dclient.version=" + version,
                    "-DoutputDirectory=" + home,
                    "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies");
            Files.writeString(home.resolve("installed"), version);
        }
        return home + "/*";
    }

    /** Returns a directory with the Node program and its client. */
    static Path node() throws IOException, InterruptedException {
        requireTool("node");
        requireTool("npm");
        Path home = copied("node");
        if (!Files.exists(home.resolve("node_modules/@zilliz/milvus2-sdk-node"))) {
            run(home, "npm", "install", "--no-audit", "--no-fund", "--silent");
        }
        return home;
    }

    /** Returns the compiled Go program. */
    static Path go() throws IOException, InterruptedException {
        requireTool("go");
        Path home = copied("go");
        Path program = home.resolve("scenario");
        run(home, "go", "build", "-o", program.toString(), ".");
        return program;
    }

    private static Path copied(String client) throws IOException {
        Path from = source(client);
        Path to = CACHE.resolve("clients/" + client);
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                return FileVisitResult.CONTINUE;
            }
        });
        return to;
    }

    private static void requireTool(String name) {
        boolean found = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
        String absence = name + " is not on the PATH, so its client is not tested here";
        assertThat(found || !IN_CI)
                .as("%s; a run with CI set must test every client", absence)
                .isTrue();
        assumeTrue(found, absence);
    }

    /** Runs a program to its end and returns what it printed; fails the test if it fails or takes too long. */
    static String run(Path directory, String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("windhover-client", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(MINUTES_MAX, TimeUnit.MINUTES);
            if (!ended) {
                process.destroyForcibly().waitFor();
            }
            String printed = Files.readString(output);
            assertThat(ended && process.exitValue() == 0)
                    .as("%s printed%n%s", List.of(command), printed)
                    .isTrue();
            return printed;
        } finally {
            Files.delete(output);
        }
    }
}
