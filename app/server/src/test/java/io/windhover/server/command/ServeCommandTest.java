package io.windhover.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.embedded.CollectionSpec;
import io.windhover.embedded.Windhover;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a start that cannot be is refused with one line that says why, and a code that is not 0. Method: the program as a
 * process of its own.
 */
@Timeout(120)
class ServeCommandTest {
    @TempDir
    private Path folder;

    private Path data;
    private Path errors;

    @BeforeEach
    void names() {
        data = folder.resolve("data");
        errors = folder.resolve("errors");
    }

    private String refusal(int port) throws Exception {
        try (Program program = Program.serve(errors, data, port)) {
            assertThat(program.awaitReady()).isFalse();
            assertThat(program.exitCode()).isEqualTo(1);
            String said = program.errors()
                    .lines()
                    .filter(line -> !line.startsWith("WARNING: ")) // The JVM's own, about its incubator modules.
                    .reduce("", (all, line) -> all + line + "\n");
            assertThat(said).startsWith("windhover: ").hasLineCount(1);
            return said;
        }
    }

    @Test
    void aDataDirectoryThatIsAFileIsNamed() throws Exception {
        Files.writeString(data, "not a directory");
        assertThat(refusal(0)).contains(data.toString());
        assertThat(data).hasContent("not a directory");
    }

    @Test
    void aDataDirectoryThatCannotBeCreatedIsNamed() throws Exception {
        Files.writeString(data, "not a directory");
        data = data.resolve("below");
        assertThat(refusal(0)).contains(data.toString());
    }

    @Test
    void aFolderOfTheDatabaseThatIsAFileIsNamed() throws Exception {
        Files.createDirectories(data);
        Files.writeString(data.resolve("meta"), "not a directory");
        assertThat(refusal(0)).contains(data.resolve("meta").toString());
    }

    @Test
    void aDamagedCatalogIsNamedAndLeftAsItIs() throws Exception {
        try (Windhover database = Windhover.open(data)) {
            for (int i = 0; i < 3; i++) {
                database.createCollection(
                        CollectionSpec.named("c" + i).longKey("id").vector("v", 4));
            }
        }
        Path journal = largest(data.resolve("meta"));
        byte[] bytes = Files.readAllBytes(journal);
        bytes[usedBytes(bytes) / 2] ^= 0x40;
        Files.write(journal, bytes);
        String said = refusal(0);
        assertThat(said).contains(data.relativize(journal).toString()).contains("damaged");
        assertThat(journal).hasBinaryContent(bytes);
    }

    /** Returns where the zeros begin that were allocated in advance. */
    private static int usedBytes(byte[] bytes) {
        int used = bytes.length;
        while (bytes[used - 1] == 0) {
            used--;
        }
        return used;
    }

    private static Path largest(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(refusal(taken.getLocalPort()))
                    .contains("cannot listen on 127.0.0.1:" + taken.getLocalPort())
                    .contains("in use");
        }
    }

    @Test
    void aSecondStartOnADirectoryIsRefusedAndTheFirstGoesOn() throws Exception {
        Path firstErrors = folder.resolve("first");
        try (Program first = Program.serve(firstErrors, data, 0)) {
            assertThat(first.awaitReady()).as(first.errors()).isTrue();
            assertThat(refusal(0)).contains(data.toString()).contains("in use by process " + first.pid());
            try (Windhover _ = Windhover.open(folder.resolve("other"))) {
                assertThat(first.errors()).doesNotContain("ERROR");
            }
        }
        try (Program again = Program.serve(firstErrors, data, 0)) {
            assertThat(again.awaitReady()).as(again.errors()).isTrue();
        }
    }
}
