package io.windhover.server.network;

import java.time.Duration;
import java.util.Optional;

/**
 * How processes call each other. The largest message is the codec's.
 *
 * @param listenHost    where a served address is listened on instead of its own host; for hosts that others know by
 *     another name
 * @param callsMax      answered at once by one served address; one more is refused, to be retried
 * @param connectWait   after so long an address that does not answer is offline
 * @param keepAliveTime a connection that was quiet for so long is tried; 10 s at least
 * @param keepAliveWait without an answer to that, or to what was sent, for so long the peer is dead
 * @param closeGrace    how long calls in flight may take when an address is no longer served
 * @param tls           absent = clear text, and anybody may call
 */
public record NetworkSettings(
        Optional<String> listenHost,
        int callsMax,
        Duration connectWait,
        Duration keepAliveTime,
        Duration keepAliveWait,
        Duration closeGrace,
        Optional<NetworkTls> tls) {
    /** Bytes of the largest message by default: 256 MiB. */
    public static final int MESSAGE_BYTES_MAX = 256 << 20;

    /** Clear text with the default limits. */
    public static NetworkSettings plain() {
        return new NetworkSettings(
                Optional.empty(),
                4096,
                Duration.ofSeconds(3),
                Duration.ofSeconds(10),
                Duration.ofSeconds(3),
                Duration.ofSeconds(1),
                Optional.empty());
    }

    /** Returns this with TLS. */
    public NetworkSettings with(NetworkTls files) {
        return new NetworkSettings(
                listenHost, callsMax, connectWait, keepAliveTime, keepAliveWait, closeGrace, Optional.of(files));
    }

    /** Returns this listening on another host than that of the address. */
    public NetworkSettings listeningOn(String host) {
        return new NetworkSettings(
                Optional.of(host), callsMax, connectWait, keepAliveTime, keepAliveWait, closeGrace, tls);
    }

    /** Returns this with another bound of calls answered at once. */
    public NetworkSettings withCallsMax(int calls) {
        return new NetworkSettings(listenHost, calls, connectWait, keepAliveTime, keepAliveWait, closeGrace, tls);
    }
}
