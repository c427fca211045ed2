package io.windhover.server.config;

import io.windhover.server.shared.SharedSettings;
import io.windhover.stores.etcd.EtcdSettings;
import io.windhover.stores.pulsar.PulsarSettings;
import io.windhover.stores.s3.S3Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keys of services that several processes share. */
final class SharedKeys {
    private static final int PORT_MAX = 65_535;
    private static final int PART_BYTES = 8 << 20;

    private final ConfigKeys keys;

    private SharedKeys(ConfigKeys keys) {
        this.keys = keys;
    }

    /** Reads where the database is shared; empty if it is kept in a directory of one process. */
    static Optional<SharedSettings> read(ConfigKeys keys) {
        if (keys.choice("data.in", List.of("directory", "services")).equals("directory")) {
            return Optional.empty();
        }
        SharedKeys read = new SharedKeys(keys);
        return Optional.of(new SharedSettings(read.etcd(), read.s3(), read.pulsar()));
    }

    private EtcdSettings etcd() {
        List<URI> endpoints = new ArrayList<>();
        for (String endpoint : keys.text("etcd.endpoints").split(",")) {
            endpoints.add(
                    uri("etcd.endpoints", endpoint.contains("://") ? endpoint.strip() : "http://" + endpoint.strip()));
        }
        return new EtcdSettings(
                endpoints,
                given("etcd.rootPath") + "/",
                Duration.ofMillis(keys.number("etcd.requestTimeout", 100, 600_000)),
                keys.count("etcd.maxTxnOps", 16, 1 << 20),
                keys.count("etcd.maxRequestBytes", 1 << 16, 1 << 30));
    }

    private S3Settings s3() {
        String scheme = keys.isOn("minio.useSSL") ? "https://" : "http://";
        String root = keys.text("minio.rootPath");
        return new S3Settings(
                uri("minio.address", scheme + given("minio.address") + ":" + keys.count("minio.port", 1, PORT_MAX)),
                given("minio.region"),
                given("minio.accessKeyID"),
                given("minio.secretAccessKey"),
                given("minio.bucketName"),
                root.isEmpty() || root.endsWith("/") ? root : root + "/",
                Duration.ofMillis(keys.number("minio.requestTimeoutMs", 100, 3_600_000)),
                PART_BYTES,
                keys.number("data.cacheMax", 16, Long.MAX_VALUE >> 20) << 20);
    }

    private PulsarSettings pulsar() {
        String address = given("pulsar.address");
        String host = address.startsWith("pulsar://") ? address.substring("pulsar://".length()) : address;
        return new PulsarSettings(
                "pulsar://" + host + ":" + keys.count("pulsar.port", 1, PORT_MAX),
                uri("pulsar.address", "http://" + host + ":" + keys.count("pulsar.webport", 1, PORT_MAX)),
                given("pulsar.tenant"),
                given("pulsar.namespace"),
                Duration.ofSeconds(keys.number("pulsar.requestTimeout", 1, 3_600)));
    }

    private String given(String key) {
        String text = keys.text(key);
        if (text.isEmpty()) {
            throw new ConfigException("key \"" + key + "\" is needed where data is in services");
        }
        return text;
    }

    private static URI uri(String key, String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException _) {
            throw new ConfigException("key \"" + key + "\" must name hosts, but makes \"" + text + "\"");
        }
    }
}
