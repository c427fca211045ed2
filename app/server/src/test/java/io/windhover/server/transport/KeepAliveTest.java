package io.windhover.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Goal: clients that keep a connection alive by pings, even without calls, are not cut off: the shortest interval that a
 * gRPC client can be set to is 10 s, pymilvus uses 55 s. Method: HTTP/2 frames by hand, so that pings can come faster.
 */
class KeepAliveTest {
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GO_AWAY = 7;
    private static final int ACK = 1;
    private static final int HEADER_BYTES = 9;
    private static final int QUIET_MS = 5_200;

    private Transport transport;
    private Socket socket;

    private record Frame(int type, int flags, byte[] payload) {}

    @BeforeEach
    void open() throws IOException {
        transport = Transport.start(
                TransportSettings.plain("127.0.0.1", 0), List.of(), HttpService.NONE, Duration.ofMillis(100));
        socket = new Socket("127.0.0.1", transport.port());
        OutputStream out = socket.getOutputStream();
        out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        send(SETTINGS, new byte[0]);
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        transport.close();
    }

    private void send(int type, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(HEADER_BYTES + payload.length);
        frame.putInt(payload.length << 8 | type).put((byte) 0).putInt(0).put(payload);
        socket.getOutputStream().write(frame.array());
        socket.getOutputStream().flush();
    }

    private Frame next() throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int lengthAndType = in.readInt();
        int flags = in.readUnsignedByte();
        in.readInt();
        return new Frame(lengthAndType & 0xFF, flags, in.readNBytes(lengthAndType >>> 8));
    }

    /** Sends a ping and returns its answer, or the server's farewell. */
    private Frame ping() throws IOException {
        send(PING, new byte[8]);
        Frame frame = next();
        while (frame.type() != GO_AWAY && !(frame.type() == PING && frame.flags() == ACK)) {
            frame = next();
        }
        return frame;
    }

    private void nothingComes() throws IOException {
        socket.setSoTimeout(QUIET_MS);
        try {
            Frame frame = next();
            throw new AssertionError("the server sent " + frame);
        } catch (SocketTimeoutException quiet) {
            socket.setSoTimeout(0);
        }
    }

    @Test
    void aClientThatPingsMoreOftenThanAnyClientCanIsServed() throws IOException {
        assertThat(ping().type()).isEqualTo(PING);
        for (int i = 0; i < 3; i++) {
            nothingComes();
            assertThat(ping().type()).isEqualTo(PING);
        }
        nothingComes();
    }

    @Test
    void aFloodOfPingsIsCutOff() throws IOException {
        Frame last = ping();
        for (int i = 0; i < 10 && last.type() == PING; i++) {
            last = ping();
        }
        assertThat(last.type()).isEqualTo(GO_AWAY);
        assertThat(new String(last.payload(), StandardCharsets.US_ASCII)).contains("too_many_pings");
    }
}
