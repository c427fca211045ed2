package io.windhover.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.coordinator.catalog.CatalogLimits;
import io.windhover.embedded.StandaloneSettings;
import io.windhover.server.config.ServerConfig.Overrides;
import io.windhover.server.limit.QuotaLimits;
import io.windhover.server.limit.RateKind;
import io.windhover.server.limit.RateLimits;
import io.windhover.server.log.LogSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: what an operator writes is what the server does, or is refused by name. Method: small files. */
class ServerConfigTest {
    @TempDir
    private Path directory;

    private ServerConfig read(String yaml, Overrides overrides) throws IOException {
        Path file = Files.writeString(directory.resolve("w.yaml"), yaml);
        return ServerConfig.read(Optional.of(file), overrides);
    }

    @Test
    void theShippedFileHoldsTheDefaults() {
        ServerConfig config = ServerConfig.read(Optional.empty(), Overrides.NONE);
        assertThat(config.database()).isEqualTo(StandaloneSettings.STANDARD);
        assertThat(config.quotas()).isEqualTo(QuotaLimits.NONE);
        assertThat(config.transport().port()).isEqualTo(19530);
        assertThat(config.transport().host()).isEqualTo("127.0.0.1");
        assertThat(config.transport().tls()).isEmpty();
        assertThat(config.managementPort()).isEqualTo(9091);
        assertThat(config.dataDirectory()).isEqualTo(Path.of("data"));
    }

    @Test
    void aFileReplacesSomeAndTheCommandLineWins() throws IOException {
        String yaml = "server: {port: 1234}\nquotaAndLimits:\n  limits:\n    topK: 7\n";
        assertThat(read(yaml, Overrides.NONE).transport().port()).isEqualTo(1234);
        assertThat(read(yaml, Overrides.NONE).database().limits().topK()).isEqualTo(7);
        Overrides port = new Overrides(Optional.empty(), Optional.empty(), Optional.of(99), Optional.empty());
        assertThat(read(yaml, port).transport().port()).isEqualTo(99);
    }

    @Test
    void theLogIsAsItsKeysSay() throws IOException {
        assertThat(ServerConfig.read(Optional.empty(), Overrides.NONE).log()).isEqualTo(LogSettings.STANDARD);
        String yaml =
                "log: {level: warn, format: json}\n" + "proxy: {slowQuerySpanInSeconds: 2, accessLog: {enable: true}}";
        assertThat(read(yaml, Overrides.NONE).log())
                .isEqualTo(new LogSettings("warn", true, Duration.ofSeconds(2), true));
        assertThatThrownBy(() -> read("log: {level: loud}", Overrides.NONE))
                .hasMessageContaining("\"log.level\" must be one of debug, info, warn, error, but is \"loud\"");
    }

    @Test
    void whatAKeySaysReachesTheDatabase() throws IOException {
        // Goal: more partitions by configuration are more partitions in fact. Method: the limits of both who check, and
        // the memory for builds.
        String yaml = "rootCoord: {maxPartitionNum: 5000, maxGeneralCapacity: 600000}\n"
                + "proxy: {maxShardNum: 32, maxFieldNum: 100}";
        StandaloneSettings database = read(yaml, Overrides.NONE).database();
        assertThat(database.limits().partitions()).isEqualTo(5000);
        CatalogLimits catalog = database.coordinator().catalog().limits();
        assertThat(catalog.partitions()).isEqualTo(5000);
        assertThat(catalog.capacityUnits()).isEqualTo(600_000);
        assertThat(catalog.shards()).isEqualTo(32);
        assertThat(catalog.fields()).isEqualTo(100);
        assertThat(read("indexNode: {buildMemoryMax: 1000}", Overrides.NONE)
                        .database()
                        .node()
                        .data()
                        .buildBytesMax())
                .isEqualTo(1000);
    }

    @Test
    void ratesAreOffUntilTheirGroupIsEnabled() throws IOException {
        assertThat(ServerConfig.read(Optional.empty(), Overrides.NONE).rates()).isEqualTo(RateLimits.NONE);
        String off = "quotaAndLimits: {flushRate: {collection: {max: 0.1}}}";
        assertThat(read(off, Overrides.NONE).rates()).isEqualTo(RateLimits.NONE);
        String on = "quotaAndLimits: {flushRate: {enabled: true, collection: {max: 0.1}}, "
                + "dml: {enabled: true, insertRate: {max: 4}}}";
        RateLimits rates = read(on, Overrides.NONE).rates();
        assertThat(rates.rates().get(RateKind.FLUSH)).isEqualTo(new RateLimits.Rate(Double.POSITIVE_INFINITY, 0.1));
        assertThat(rates.rates().get(RateKind.INSERT).all()).isEqualTo(4 << 20);
        assertThatThrownBy(() -> read("quotaAndLimits: {ddl: {enabled: perhaps}}", Overrides.NONE))
                .hasMessageContaining("\"quotaAndLimits.ddl.enabled\" must be true or false, but is \"perhaps\"");
        assertThatThrownBy(() -> read("quotaAndLimits: {ddl: {enabled: true, partitionRate: fast}}", Overrides.NONE))
                .hasMessageContaining("\"quotaAndLimits.ddl.partitionRate\" must be a number, but is \"fast\"");
    }

    @Test
    void whatIsDeniedAndHowMuchWorkWaitsIsTheOperatorsChoice() throws IOException {
        String yaml =
                "work: {flushesMax: 5, unflushedMax: 64, compactionRequestsMaxPerCollection: 7, commandsWaitingMaxPerCollection: 9}\n"
                        + "rootCoord: {maxPartitionNum: 11}\n"
                        + "quotaAndLimits: {forceDenyAllDDL: true, limitWriting: {diskProtection: {diskQuota: 2}}}\n";
        ServerConfig config = read(yaml, Overrides.NONE);
        assertThat(config.database().node().data().work().flushes()).isEqualTo(5);
        assertThat(config.database().node().data().tailBytesMax()).isEqualTo(64 << 20);
        assertThat(config.database().node().data().work().compactionRequestsOfOne())
                .isEqualTo(7);
        assertThat(config.database().coordinator().catalog().waitingOfOneMax()).isEqualTo(9);
        assertThat(config.database().coordinator().catalog().limits().partitions())
                .isEqualTo(11);
        double none = Double.POSITIVE_INFINITY;
        assertThat(config.quotas()).isEqualTo(new QuotaLimits(false, false, true, 2 << 20, none, none));
        String off = yaml.replace("{diskQuota: 2}", "{enabled: false, diskQuota: 2}");
        assertThat(read(off, Overrides.NONE).quotas().bytes()).isEqualTo(none);
    }

    @Test
    void anUnknownKeyIsRefusedWithTheNearestKnownOne() {
        assertThatThrownBy(() -> read("quotaAndLimits: {limits: {topk: 7}}", Overrides.NONE))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("unknown key \"quotaAndLimits.limits.topk\"")
                .hasMessageContaining("did you mean \"quotaAndLimits.limits.topK\"");
    }

    @Test
    void aValueThatDoesNotFitIsRefusedByName() {
        assertThatThrownBy(() -> read("server: {port: many}", Overrides.NONE))
                .hasMessageContaining("\"server.port\" must be a whole number from 0 to 65535, but is \"many\"");
        assertThatThrownBy(() -> read("server: {port: 70000}", Overrides.NONE)).hasMessageContaining("server.port");
        assertThatThrownBy(() -> read("server: [1, 2", Overrides.NONE)).hasMessageContaining("is not valid YAML");
        assertThatThrownBy(() -> read("common: {security: {tlsMode: 1}}", Overrides.NONE))
                .hasMessageContaining("tls.serverPemPath");
    }
}
