package io.windhover.server.command.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: each command leaves what it says it leaves, whatever was before. Method: real processes that only tell their
 * health, and a script for services that only notes how it was called.
 */
@Timeout(180)
class LocalClusterTest {
    private static final int PORTS = MemberState.PORTS * 6;

    @TempDir
    private Path path;

    private final List<String> said = new ArrayList<>();
    private ClusterFolder folder;
    private LocalCluster cluster;
    private int port;

    @BeforeEach
    void prepare() throws IOException {
        Path script = Files.writeString(path.resolve("services.sh"), """
                #!/bin/sh
                echo "$1 $3" >>"$(dirname "$2")/calls"
                [ "$1" = up ] || exit 0
                echo ETCD_ENDPOINTS=http://127.0.0.1:1
                echo S3_ENDPOINT=http://127.0.0.1:2
                echo S3_ACCESS_KEY=a
                echo S3_SECRET_KEY=b
                echo PULSAR_URL=pulsar://127.0.0.1:3
                echo PULSAR_ADMIN_URL=http://127.0.0.1:4
                """);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        folder = new ClusterFolder(path.resolve("cluster"));
        cluster = new LocalCluster(
                folder,
                new LocalServices(script, folder.services()),
                new MemberProgram(FakeMember.class.getName()),
                said::add);
        port = freePorts();
    }

    @AfterEach
    void end() {
        cluster.down(true);
    }

    /** Returns the first of some ports that nobody listens on. */
    private static int freePorts() throws IOException {
        for (int first = 20_000; first < 30_000; first += PORTS) {
            if (isFree(first)) {
                return first;
            }
        }
        throw new IOException("no ports are free");
    }

    private static boolean isFree(int first) {
        for (int i = first; i < first + PORTS; i++) {
            try (ServerSocket _ = new ServerSocket(i, 1, InetAddress.getLoopbackAddress())) {
                continue;
            } catch (IOException _) {
                return false;
            }
        }
        return true;
    }

    private void up(int proxies, int coordinators, int dataNodes) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put("proxy", proxies);
        counts.put("coordinator", coordinators);
        counts.put("data", dataNodes);
        cluster.up(port, Map.of("proxy", "64m", "coordinator", "64m", "data", "65m"), counts, false);
    }

    private List<MemberState> members() {
        return folder.read().orElseThrow().members();
    }

    @Test
    void upStartsAllUnderTheirNamesAndDownEndsAll() {
        up(1, 2, 1);
        List<MemberState> members = members();
        assertThat(members)
                .extracting(MemberState::name)
                .containsExactly("proxy-1", "coordinator-1", "coordinator-2", "data-1");
        assertThat(members).allMatch(MemberState::isAlive);
        assertThat(said).last().isEqualTo("cluster=up uris=http://127.0.0.1:" + port);
        ClusterReport report = cluster.status();
        assertThat(report.isWell()).isTrue();
        assertThat(report.members())
                .extracting(MemberReport::condition)
                .containsExactly("ready", "ready", "standby", "ready");
        assertThat(report.text()).contains("it stands by").endsWith("cluster=well uris=http://127.0.0.1:" + port);
        cluster.down(false);
        assertThat(members).noneMatch(MemberState::isAlive);
        assertThat(folder.read()).isEmpty();
        cluster.down(false);
        assertThat(said).last().isEqualTo("cluster=down");
        assertThatThrownBy(cluster::status).hasMessageContaining("no cluster is up in " + folder.path());
    }

    @Test
    void upOfOneThatIsUpChangesNothing() {
        up(1, 0, 0);
        List<MemberState> before = members();
        up(1, 1, 1);
        assertThat(members()).isEqualTo(before);
        assertThat(said).anyMatch(line -> line.contains("is up already"));
    }

    @Test
    void aMemberThatEndsIsNamedWithTheEndOfItsLogAndNothingIsLeft() throws IOException {
        Files.createDirectories(folder.path());
        Files.writeString(folder.path().resolve("unlucky"), "data-1");
        assertThatThrownBy(() -> up(1, 1, 1))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("data-1 ended")
                .hasMessageEndingWith("no luck today");
        assertThat(folder.read()).isEmpty();
        assertThat(isFree(port)).isTrue();
        assertThat(folder.path().resolve("calls")).content().endsWith("down \n");
    }

    @Test
    void aKilledMemberComesBackUnderItsNameAndOneThatEndedByItselfIsToldApart() {
        up(1, 1, 1);
        MemberState first = members().getLast();
        cluster.kill("data-1");
        assertThat(first.isAlive()).isFalse();
        assertThat(cluster.status().members())
                .last()
                .satisfies(one -> assertThat(one.condition()).isEqualTo("killed"));
        assertThat(cluster.status().isWell()).isFalse();
        cluster.start("data-1", true);
        MemberState again = members().getLast();
        assertThat(again.isAlive()).isTrue();
        assertThat(again.run()).isNotEqualTo(first.run());
        assertThat(again.port()).isEqualTo(first.port());
        assertThat(cluster.status().isWell()).isTrue();
        cluster.start("data-1", true);
        assertThat(said).last().isEqualTo("data-1 runs already");
        again.run().orElseThrow().kill();
        assertThat(again.run().orElseThrow().awaitEnd(Duration.ofSeconds(30))).isTrue();
        assertThat(cluster.status().members())
                .last()
                .satisfies(one -> assertThat(one.condition()).isEqualTo("ended by itself"));
        assertThatThrownBy(() -> cluster.kill("data-7"))
                .hasMessageContaining("no process \"data-7\"")
                .hasMessageContaining("proxy-1, coordinator-1, data-1");
    }

    @Test
    void membersComeAndGoAndAStoppedOneEndsToo() throws Exception {
        up(1, 0, 1);
        cluster.add(List.of("data", "query"));
        assertThat(members()).extracting(MemberState::name).containsExactly("proxy-1", "data-1", "data-2");
        MemberState added = members().getLast();
        assertThat(added.roles()).containsExactly("data", "query");
        Process stop = new ProcessBuilder(
                        "sh", "-c", "kill -STOP " + added.run().orElseThrow().pid())
                .start();
        assertThat(stop.waitFor(30, TimeUnit.SECONDS)).isTrue();
        cluster.remove("data-2");
        assertThat(added.isAlive()).isFalse();
        cluster.remove("data-1");
        cluster.add(List.of("data"));
        assertThat(members()).extracting(MemberState::name).containsExactly("proxy-1", "data-1");
    }

    @Test
    void whatIsWrittenIsWhatTheMemberIsTold() throws IOException {
        up(1, 0, 1);
        assertThat(folder.of(members().getLast()).resolve("windhover.yaml"))
                .content()
                .contains("\"name\" : \"data-1\"", "\"address\" : \"127.0.0.1:" + (port + 4) + "\"", "\"webport\" : 4");
        long pid = members().getLast().run().orElseThrow().pid();
        assertThat(Files.readString(Path.of("/proc/" + pid + "/cmdline"))).contains("-Xmx65m");
    }

    @Test
    void aFileThatIsDamagedIsNamed() throws IOException {
        Files.createDirectories(folder.path());
        Files.writeString(folder.path().resolve("cluster.json"), "{");
        assertThatThrownBy(() -> folder.read()).hasMessageContaining("cluster.json cannot be read");
        folder.forget();
    }
}
