package io.windhover.server.command.cluster.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a cut way lets nothing through and loses nothing, the other way and other callers are not touched. Method: a
 * server that echoes each byte and counts them, called through a relay by this process.
 */
@Timeout(60)
class RelayTest {
    private static final int SILENCE_MS = 300;
    private static final int ANSWER_MS = 20_000;

    @TempDir
    private Path folder;

    private ServerSocket server;
    private Relay relay;
    private volatile int heard;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        Thread.ofVirtual().start(this::serve);
        Relay.Layout layout = new Relay.Layout(
                Map.of(server.getLocalPort(), "data-1"),
                Map.of(ProcessHandle.current().pid(), "proxy-1"));
        relay = new Relay(() -> layout, folder.resolve("cuts"));
        relay.look();
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket one = server.accept();
                Thread.ofVirtual().start(() -> echo(one));
            } catch (IOException _) {
                // It is closed.
            }
        }
    }

    private void echo(Socket one) {
        try (one) {
            for (int value = one.getInputStream().read();
                    value >= 0;
                    value = one.getInputStream().read()) {
                heard++;
                one.getOutputStream().write(value);
            }
        } catch (IOException _) {
            // The caller is gone.
        }
    }

    @AfterEach
    void end() throws IOException {
        relay.close();
        server.close();
    }

    private Socket call() throws IOException {
        return new Socket(InetAddress.getByName(Relay.HOST), server.getLocalPort());
    }

    private void cut(String lines) throws IOException {
        Files.writeString(folder.resolve("cuts"), lines);
        relay.look();
    }

    private static void say(Socket socket, int value) throws IOException {
        socket.getOutputStream().write(value);
    }

    private static void expect(Socket socket, int value) throws IOException {
        socket.setSoTimeout(ANSWER_MS);
        assertThat(socket.getInputStream().read()).isEqualTo(value);
    }

    private static void expectSilence(Socket socket) throws IOException {
        socket.setSoTimeout(SILENCE_MS);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void bytesPassBothWaysAndEndsArePassedOn() throws IOException {
        try (Socket socket = call()) {
            say(socket, 7);
            expect(socket, 7);
            socket.shutdownOutput();
            expect(socket, -1);
        }
    }

    @Test
    void aCutWayHoldsWhatIsOnItUntilItIsHealed() throws IOException {
        try (Socket socket = call()) {
            say(socket, 1);
            expect(socket, 1);
            cut("proxy-1 data-1\n");
            say(socket, 2);
            expectSilence(socket);
            assertThat(heard).isEqualTo(1);
            cut("");
            expect(socket, 2);
        }
    }

    @Test
    void theWayBackAloneCanBeCut() throws IOException {
        try (Socket socket = call()) {
            cut("data-1 proxy-1\n");
            say(socket, 3);
            expectSilence(socket);
            assertThat(heard).isEqualTo(1);
            cut("");
            expect(socket, 3);
        }
    }

    @Test
    void aNewConnectionOnACutWayIsAcceptedAndNotAnswered() throws IOException {
        cut("proxy-1 data-1\ndata-1 proxy-1\n");
        try (Socket socket = call()) {
            say(socket, 4);
            expectSilence(socket);
            assertThat(heard).isZero();
            cut("");
            expect(socket, 4);
        }
    }

    @Test
    void cutsOfOthersAreNoneOfItsBusiness() throws IOException {
        cut("proxy-2 data-1\ndata-1 proxy-2\nproxy-1 data-2\n");
        try (Socket socket = call()) {
            say(socket, 5);
            expect(socket, 5);
        }
    }
}
