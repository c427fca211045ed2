package io.windhover.server.config;

import io.windhover.model.MemberId;
import io.windhover.model.cluster.ClusterRole;
import io.windhover.model.cluster.Member;
import io.windhover.server.network.NetworkTls;
import io.windhover.server.shared.ClusterSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The keys of what a process is in a cluster. Read only where data is in services. */
final class ClusterKeys {
    private static final String ROLES = "cluster.roles";
    private static final String NAME = "cluster.name";
    private static final String ADDRESS = "cluster.address";
    private static final String GROUP = "cluster.resourceGroup";
    private static final List<String> TLS =
            List.of("cluster.tls.certificatePath", "cluster.tls.keyPath", "cluster.tls.authorityPath");
    private static final String NAME_FORM = "[A-Za-z0-9][A-Za-z0-9._-]{0,199}";
    private static final List<String> EVERY_ADDRESS = List.of("", "0.0.0.0", "::", "[::]");
    /** How far above the clients' port members call, unless told. */
    private static final int ABOVE_CLIENTS = 10;

    private static final int PORT_MAX = 65_535;

    private final ConfigKeys keys;
    private final String host;
    private final int port;

    private ClusterKeys(ConfigKeys keys, String host, int port) {
        this.keys = keys;
        this.host = host;
        this.port = port;
    }

    /** Reads them for a process that listens for clients on a host and a port. */
    static ClusterSettings read(ConfigKeys keys, String host, int port) {
        ClusterKeys read = new ClusterKeys(keys, host, port);
        return new ClusterSettings(
                new MemberId(read.name()),
                read.roles(),
                read.address(),
                read.listenHost(),
                named(GROUP, keys.text(GROUP)),
                read.tls(),
                Duration.ofSeconds(keys.number("cluster.termSeconds", 1, 600)),
                Duration.ofSeconds(keys.number("cluster.drainSeconds", 0, 86_400)));
    }

    private String name() {
        String text = keys.text(NAME);
        return named(NAME, text.isEmpty() ? hostName() + "-" + port : text);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "localhost";
        }
    }

    private static String named(String key, String text) {
        if (!text.matches(NAME_FORM) && !text.equals(Member.DEFAULT_GROUP)) {
            throw new ConfigException(("key \"%s\" must be at most 200 letters, digits, dots, hyphens and underscores,"
                            + " a letter or digit first, but is \"%s\"")
                    .formatted(key, text));
        }
        return text;
    }

    private Set<ClusterRole> roles() {
        Set<ClusterRole> roles = EnumSet.noneOf(ClusterRole.class);
        for (String role : keys.text(ROLES).split(",")) {
            roles.add(role(role.strip()));
        }
        return roles;
    }

    private static ClusterRole role(String text) {
        return Arrays.stream(ClusterRole.values())
                .filter(role -> written(role).equals(text))
                .findFirst()
                .orElseThrow(() -> new ConfigException("key \"%s\" must be some of %s, but has \"%s\""
                        .formatted(
                                ROLES,
                                Arrays.stream(ClusterRole.values())
                                        .map(ClusterKeys::written)
                                        .collect(Collectors.joining(", ")),
                                text)));
    }

    private static String written(ClusterRole role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private String address() {
        String text = keys.text(ADDRESS);
        if (!text.isEmpty()) {
            return checked(text);
        }
        if (EVERY_ADDRESS.contains(host)) {
            throw new ConfigException("key \"%s\" is needed where server.host is \"%s\", which others cannot call"
                    .formatted(ADDRESS, host));
        }
        if (port == 0 || port + ABOVE_CLIENTS > PORT_MAX) {
            throw new ConfigException("key \"%s\" is needed where server.port is %d".formatted(ADDRESS, port));
        }
        return host + ":" + (port + ABOVE_CLIENTS);
    }

    private Optional<String> listenHost() {
        return Optional.of(keys.text("cluster.listenHost")).filter(text -> !text.isEmpty());
    }

    private static String checked(String address) {
        int colon = address.lastIndexOf(':');
        String number = address.substring(colon + 1);
        boolean hasPort = colon > 0 && number.matches("[0-9]{1,5}");
        int port = hasPort ? Integer.parseInt(number) : 0;
        if (port < 1 || port > PORT_MAX || EVERY_ADDRESS.contains(address.substring(0, colon))) {
            throw new ConfigException(
                    "key \"%s\" must be host:port that others can call, but is \"%s\"".formatted(ADDRESS, address));
        }
        return address;
    }

    private Optional<NetworkTls> tls() {
        List<String> given =
                TLS.stream().filter(key -> !keys.text(key).isEmpty()).toList();
        if (given.isEmpty()) {
            return Optional.empty();
        }
        for (String key : TLS) {
            if (!given.contains(key)) {
                throw new ConfigException(
                        "key \"%s\" is needed where \"%s\" is given".formatted(key, given.getFirst()));
            }
        }
        List<Path> paths = TLS.stream().map(key -> Path.of(keys.text(key))).toList();
        return Optional.of(new NetworkTls(paths.get(0), paths.get(1), paths.get(2)));
    }
}
