package io.windhover.runtime.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.runtime.port.Wal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: what a real process acknowledged survives kill -9 of it. Method: a child process writes and tells; it is killed
 * after a random number of lines, five times on the same directory; {@code -Dwindhover.kills=N} for more.
 */
@Timeout(300)
class KillTest {
    private static final int KILLS = Integer.getInteger("windhover.kills", 5);

    @TempDir
    Path directory;

    /** Position by number, per log. */
    private final Map<String, TreeMap<Long, Long>> acknowledged = new HashMap<>();

    private final Map<String, Long> metadata = new HashMap<>();

    @Test
    void acknowledgedRecordsAndTransactionsSurviveKillsInOrder() throws Exception {
        long seed = Long.getLong("windhover.seed", System.nanoTime());
        System.out.println("KillTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 1; round <= KILLS; round++) {
            runAndKill(round, 1 + random.nextInt(4000));
            RealGround.run(directory, (runtime, disk) -> {
                try (LocalWal wal = LocalWal.open(runtime, disk, "wal");
                        LocalMetaStore meta = LocalMetaStore.open(runtime, disk, "meta")) {
                    check(wal, meta);
                }
            });
        }
        assertThat(acknowledged).hasSize(KillVictim.WRITERS);
    }

    private void runAndKill(int round, int lines) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KillVictim.class.getName(),
                        directory.toString(),
                        Long.toString(round * 1_000_000L),
                        Integer.toString(round))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < lines; i++) {
                note(out.readLine());
            }
            // Through the handle, because the process object would close the stream as well.
            child.toHandle().destroyForcibly();
            // What was told before the end counts too; the last line may be cut.
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.split(" ").length == 4) {
                    note(line);
                }
            }
        }
        assertThat(child.waitFor()).isNotZero();
    }

    private void note(String line) {
        String[] words = line.split(" ");
        long number = Long.parseLong(words[2]);
        if (words[0].equals("wal")) {
            acknowledged.computeIfAbsent(words[1], log -> new TreeMap<>()).put(number, Long.parseLong(words[3]));
        } else {
            metadata.put(words[1], number);
        }
    }

    private void check(LocalWal wal, LocalMetaStore meta) {
        for (Map.Entry<String, TreeMap<Long, Long>> log : acknowledged.entrySet()) {
            TreeMap<Long, Long> found = new TreeMap<>();
            long last = 0;
            try (Wal.Reader reader = wal.read(log.getKey(), Wal.Position.START)) {
                for (Optional<Wal.WalRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
                    long number = next.get().payload().get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
                    assertThat(number).isGreaterThan(last);
                    last = number;
                    found.put(number, next.get().position().value());
                }
            }
            // The last number may lack its position's final digit if its line was cut, so it is compared by presence.
            assertThat(found.keySet()).containsAll(log.getValue().keySet());
            assertThat(found)
                    .containsAllEntriesOf(log.getValue().headMap(log.getValue().lastKey()));
        }
        metadata.forEach((log, number) -> {
            byte[] value = meta.read("k/" + log).orElseThrow().value();
            assertThat(Long.parseLong(new String(value, StandardCharsets.UTF_8)))
                    .isGreaterThanOrEqualTo(number);
        });
    }
}
