package io.windhover.server.transport;

import java.time.Duration;
import java.util.Optional;

/**
 * How a port is opened.
 *
 * @param host            name or address to listen on
 * @param port            0 = any free one
 * @param messageBytesMax of one gRPC message or HTTP body, either way in; more is refused before it is read
 * @param connectionsMax  open at once; one more is closed at once
 * @param firstBytesWait  a connection that says nothing for so long is closed
 * @param tls             absent = clear text
 */
public record TransportSettings(
        String host,
        int port,
        int messageBytesMax,
        int connectionsMax,
        Duration firstBytesWait,
        Optional<TlsFiles> tls) {
    /** Bytes of the largest message by default: 256 MiB. */
    public static final int MESSAGE_BYTES_MAX = 256 << 20;

    /** Clear text with the default limits. */
    public static TransportSettings plain(String host, int port) {
        return new TransportSettings(host, port, MESSAGE_BYTES_MAX, 16_384, Duration.ofSeconds(30), Optional.empty());
    }
}
