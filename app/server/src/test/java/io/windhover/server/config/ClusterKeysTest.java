package io.windhover.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.model.MemberId;
import io.windhover.model.cluster.ClusterRole;
import io.windhover.model.cluster.Member;
import io.windhover.server.config.ServerConfig.Overrides;
import io.windhover.server.network.NetworkTls;
import io.windhover.server.shared.ClusterSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: what a process is in a cluster is as its keys say, or is refused by name. Method: small files. */
class ClusterKeysTest {
    @TempDir
    private Path directory;

    private ServerConfig read(String yaml, Map<String, String> keys) throws IOException {
        Path file = Files.writeString(directory.resolve("w.yaml"), "data: {in: services}\n" + yaml);
        Overrides overrides =
                new Overrides(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), keys);
        return ServerConfig.read(List.of(file), overrides);
    }

    private ClusterSettings cluster(String yaml) throws IOException {
        return read(yaml, Map.of()).cluster().orElseThrow();
    }

    @Test
    void aProcessWithADirectoryOfItsOwnIsInNoCluster() {
        assertThat(ServerConfig.read(List.of(), Overrides.NONE).cluster()).isEmpty();
    }

    @Test
    void untoldAProcessIsEverythingAndNamedAfterItsHostAndPort() throws IOException {
        ClusterSettings cluster = cluster("server: {port: 1234}");
        assertThat(cluster.name().name()).endsWith("-1234");
        assertThat(cluster.roles()).containsExactly(ClusterRole.values());
        assertThat(cluster.address()).isEqualTo("127.0.0.1:1244");
        assertThat(cluster.resourceGroup()).isEqualTo(Member.DEFAULT_GROUP);
        assertThat(cluster.tls()).isEmpty();
        assertThat(cluster.term()).isEqualTo(Duration.ofSeconds(3));
        assertThat(cluster.drain()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void everyKeyIsRead() throws IOException {
        String yaml =
                "cluster: {name: data-3, roles: [query, data], address: 'h.example:99', listenHost: 0.0.0.0, resourceGroup: fast, "
                        + "termSeconds: 7, drainSeconds: 0, tls: {certificatePath: a, keyPath: b, authorityPath: c}}";
        ServerConfig config = read(yaml, Map.of());
        assertThat(config.cluster())
                .contains(new ClusterSettings(
                        new MemberId("data-3"),
                        Set.of(ClusterRole.DATA, ClusterRole.QUERY),
                        "h.example:99",
                        Optional.of("0.0.0.0"),
                        "fast",
                        Optional.of(new NetworkTls(Path.of("a"), Path.of("b"), Path.of("c"))),
                        Duration.ofSeconds(7),
                        Duration.ZERO));
    }

    @Test
    void theCommandLineWinsOverFilesAndALaterFileOverAnEarlierOne() throws IOException {
        Path first = Files.writeString(directory.resolve("1"), "cluster: {name: one, roles: data, resourceGroup: a}\n");
        Path later = Files.writeString(directory.resolve("2"), "data: {in: services}\ncluster: {name: two}\n");
        Overrides roles = new Overrides(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of("cluster.roles", "proxy,query"));
        ClusterSettings cluster =
                ServerConfig.read(List.of(first, later), roles).cluster().orElseThrow();
        assertThat(cluster.name()).isEqualTo(new MemberId("two"));
        assertThat(cluster.resourceGroup()).isEqualTo("a");
        assertThat(cluster.roles()).containsExactly(ClusterRole.PROXY, ClusterRole.QUERY);
    }

    @Test
    void anUnknownRoleIsNamed() {
        String roles = "\"cluster.roles\" must be some of proxy, coordinator, data, query, but has ";
        assertThatThrownBy(() -> cluster("cluster: {roles: [data, reader]}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(roles + "\"reader\"");
        assertThatThrownBy(() -> cluster("cluster: {roles: ''}")).hasMessageContaining(roles + "\"\"");
        assertThatThrownBy(() -> read("", Map.of("cluster.roles", "Data"))).hasMessageContaining(roles + "\"Data\"");
    }

    @Test
    void aNameOrAnAddressThatOthersCannotUseIsNamed() {
        assertThatThrownBy(() -> cluster("cluster: {name: 'a/b'}")).hasMessageContaining("cluster.name");
        assertThatThrownBy(() -> cluster("cluster: {resourceGroup: ''}")).hasMessageContaining("cluster.resourceGroup");
        for (String address : List.of("host", ":1", "host:", "host:0", "host:70000", "0.0.0.0:1", "[::]:1")) {
            assertThatThrownBy(() -> cluster("cluster: {address: '" + address + "'}"))
                    .hasMessageContaining(
                            "\"cluster.address\" must be host:port that others can call, but is \"" + address + "\"");
        }
        assertThatThrownBy(() -> cluster("server: {host: 0.0.0.0}"))
                .hasMessageContaining("\"cluster.address\" is needed");
        assertThatThrownBy(() -> cluster("server: {port: 0}")).hasMessageContaining("\"cluster.address\" is needed");
    }

    @Test
    void someFilesOfTlsAreNotEnough() {
        assertThatThrownBy(() -> cluster("cluster: {tls: {keyPath: k}}"))
                .hasMessageContaining(
                        "\"cluster.tls.certificatePath\" is needed where \"cluster.tls.keyPath\" is given");
    }
}
