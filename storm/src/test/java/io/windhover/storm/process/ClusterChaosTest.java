package io.windhover.storm.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.storm.tally.Journal;
import io.windhover.storm.tally.Strike;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: after chaos everything runs again, every fault is noted, and a process that ended by itself is not taken for one
 * that was killed. Method: processes that sleep, and scripts that start them again as the real ones do.
 */
@Timeout(120)
class ClusterChaosTest {
    private static final String SLEEP = "exec sleep 600 </dev/null >/dev/null 2>&1";

    @TempDir
    private Path root;

    private Path folder;
    private ClusterProcesses cluster;
    private final Journal journal = new Journal();
    private final Map<String, Long> members = new LinkedHashMap<>();

    @BeforeEach
    void start() throws IOException {
        folder = Files.createDirectories(root.resolve("one"));
        Files.createDirectories(folder.resolve("services"));
        Files.createDirectories(root.resolve("cluster"));
        script(root.resolve("windhover"), """
                (%s) &
                sed -i "s/\\"name\\":\\"$3\\",\\"run\\":{\\"pid\\":[0-9]*/\\"name\\":\\"$3\\",\\"run\\":{\\"pid\\":$!/" %s/cluster.json
                """.formatted(SLEEP, folder));
        script(root.resolve("cluster/services.sh"), "(%s) & echo $! >$2/$3.pid".formatted(SLEEP));
        members.put("data-1", sleeper());
        members.put("proxy-1", sleeper());
        Files.writeString(folder.resolve("services/etcd.pid"), sleeper() + "\n");
        StringBuilder json = new StringBuilder("{\"members\":[");
        members.forEach((name, pid) -> json.append(json.indexOf("name") > 0 ? "," : "")
                .append("{\"name\":\"%s\",\"run\":{\"pid\":%d},\"roles\":[\"proxy\"],\"port\":1}"
                        .formatted(name, pid)));
        Files.writeString(folder.resolve("cluster.json"), json.append("]}"));
        cluster = new ClusterProcesses(root, folder);
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private static long sleeper() throws IOException {
        return new ProcessBuilder("sleep", "600").start().pid();
    }

    @AfterEach
    void end() throws IOException {
        for (long pid : cluster.members().values()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
        for (long pid : cluster.services().values()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private ClusterChaos rage(List<String> faults) throws IOException {
        ClusterChaos chaos =
                new ClusterChaos(cluster, faults, TimeUnit.MILLISECONDS.toNanos(10), new Random(7), journal);
        chaos.rage(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(15));
        return chaos;
    }

    @Test
    void whatWasKilledRunsAgainAndIsNoted() throws IOException {
        ClusterChaos chaos = rage(List.of("kill"));
        assertThat(chaos.kills()).isPositive();
        assertThat(journal.strikes())
                .hasSize(chaos.kills())
                .extracting(Strike::what)
                .containsOnly("kill");
        assertThat(journal.wrong()).isEmpty();
        assertThat(cluster.members()).isNotEqualTo(members).hasSameSizeAs(members);
        assertThat(cluster.members().values()).allMatch(ClusterProcesses::isAlive);
        assertThat(chaos.wasDisturbed(System.nanoTime())).isTrue();
    }

    @Test
    void aServiceIsStartedAgainToo() throws IOException {
        rage(List.of("services"));
        assertThat(journal.strikes()).extracting(Strike::whom).containsOnly("etcd");
        assertThat(journal.wrong()).isEmpty();
        assertThat(cluster.services().values()).allMatch(ClusterProcesses::isAlive);
    }

    @Test
    void whatIsCutIsHealedAndNoted() throws IOException {
        assertThat(cluster.isCuttable()).isFalse();
        ClusterChaos chaos = rage(List.of("cut"));
        assertThat(chaos.kills()).isPositive();
        assertThat(journal.strikes()).isNotEmpty().allSatisfy(strike -> {
            assertThat(strike.what()).isEqualTo("cut");
            assertThat(strike.whom()).matches("\\S+ <?-> \\S+");
        });
        assertThat(Files.readString(folder.resolve("cuts"))).isEmpty();
        assertThat(journal.wrong()).isEmpty();
    }

    @Test
    void aProcessThatEndedByItselfIsWrong() throws IOException {
        ClusterProcesses.kill(members.get("data-1"));
        ClusterChaos chaos =
                new ClusterChaos(cluster, List.of("pause"), TimeUnit.HOURS.toNanos(1), new Random(7), journal);
        assertThat(chaos.wasDisturbed(System.nanoTime())).isFalse();
        chaos.rage(System.nanoTime());
        assertThat(journal.wrong()).containsOnlyKeys("process data-1 has ended by itself");
    }
}
