package io.windhover.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.coordinator.catalog.CatalogLimits;
import io.windhover.embedded.StandaloneSettings;
import io.windhover.server.config.ServerConfig.Overrides;
import io.windhover.server.limit.RateKind;
import io.windhover.server.limit.RateLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
