package io.windhover.server.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.windhover.cluster.message.MessageCodec;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.CancelledException;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.Promise;
import io.windhover.runtime.production.ProductionRuntime;
import io.windhover.server.transport.Certificates;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Goal: what the contract leaves to a real network. Method: two networks of one test, on loopback. */
@Timeout(60)
class GrpcNetworkTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int BYTES_MAX = 4 << 20;

    private final ProductionRuntime runtime = ProductionRuntime.start(2, (fiber, cause) -> {});
    private final MessageCodec codec = MessageCodec.of(BYTES_MAX, List.of(String.class, byte[].class));
    private final String address = Ports.freeAddress();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        runtime.close();
    }

    private GrpcNetwork network(NetworkSettings settings) {
        return new GrpcNetwork(runtime, codec, settings);
    }

    private static DatabaseException failure(Runnable action) {
        return (DatabaseException) catchThrowable(action::run);
    }

    @Test
    void failureKeepsItsCodeAndItsText() {
        String text = "partition \"größe 漢\" not found" + "!".repeat(3000);
        try (GrpcNetwork network = network(NetworkSettings.plain())) {
            network.serve(address, request -> {
                throw new DatabaseException(ErrorCode.DISK_FULL, text);
            });
            DatabaseException failure = failure(() -> network.call(address, "x", LONG));
            assertThat(failure.code()).isEqualTo(ErrorCode.DISK_FULL);
            assertThat(failure).hasMessage(text);
        }
    }

    @Test
    void failureThatIsNoneOfTheDatabaseIsInternal() {
        try (GrpcNetwork network = network(NetworkSettings.plain())) {
            network.serve(address, request -> {
                throw new IllegalStateException("broken");
            });
            DatabaseException failure = failure(() -> network.call(address, "x", LONG));
            assertThat(failure.code()).isEqualTo(ErrorCode.SERVICE_INTERNAL);
            assertThat(failure).hasMessageContaining("broken");
        }
    }

    @Test
    void calleeIsInterruptedWhenTheCallersTimeIsUpOrTheCallerIsCancelled() {
        try (GrpcNetwork network = network(NetworkSettings.plain())) {
            for (boolean byCancel : new boolean[] {false, true}) {
                Promise<Boolean> working = runtime.promise();
                Promise<Boolean> ended = runtime.promise();
                Promise<Object> never = runtime.promise();
                AutoCloseable serving = network.serve(address, request -> {
                    working.complete(true);
                    try {
                        return never.await();
                    } catch (CancelledException interrupted) {
                        ended.complete(true);
                        throw interrupted;
                    }
                });
                // The first attempts may be over before there is a connection.
                Fiber caller = runtime.fork("caller", () -> {
                    while (!working.isDone()) {
                        failure(() -> network.call(address, "x", byCancel ? LONG : Duration.ofMillis(200)));
                    }
                });
                working.await();
                if (byCancel) {
                    caller.cancel();
                }
                assertThat(ended.await(LONG)).contains(true);
                caller.join();
                assertThat(catchThrowable(serving::close)).isNull();
            }
        }
    }

    @Test
    void moreCallsThanMayBeAnsweredAtOnceAreRefusedToBeRetried() {
        try (GrpcNetwork network = network(NetworkSettings.plain().withCallsMax(1))) {
            Promise<Boolean> working = runtime.promise();
            Promise<Object> release = runtime.promise();
            network.serve(address, request -> {
                working.complete(true);
                return release.await();
            });
            Fiber first = runtime.fork("first", () -> network.call(address, "x", LONG));
            working.await();
            DatabaseException refused = failure(() -> network.call(address, "y", LONG));
            assertThat(refused.code()).isEqualTo(ErrorCode.SERVICE_TOO_MANY_REQUESTS);
            assertThat(refused.code().retry()).isEqualTo(ErrorCode.Retry.LATER);
            release.complete("done");
            first.join();
            assertThat(network.call(address, "z", LONG)).isEqualTo("done");
        }
    }

    @Test
    void messagesUpToTheBoundPassAndLargerOnesAreNamed() {
        try (GrpcNetwork network = network(NetworkSettings.plain())) {
            network.serve(
                    address, request -> request instanceof String text ? new byte[Integer.parseInt(text)] : request);
            byte[] large = new byte[BYTES_MAX - 100];
            assertThat((byte[]) network.call(address, large, LONG)).hasSize(large.length);
            assertThat(failure(() -> network.call(address, new byte[BYTES_MAX], LONG))
                            .code())
                    .isEqualTo(ErrorCode.PARAMETER_TOO_LARGE);
            assertThat(failure(() -> network.call(address, "" + BYTES_MAX, LONG))
                            .code())
                    .isEqualTo(ErrorCode.PARAMETER_TOO_LARGE);
        }
    }

    /** The server has the request and is cut off: whether it acted nobody knows. */
    @Test
    void connectionThatEndsDuringACallMayHaveBeenEnough() throws Exception {
        try (GrpcNetwork callee = network(NetworkSettings.plain());
                GrpcNetwork caller = network(NetworkSettings.plain())) {
            Promise<Boolean> working = runtime.promise();
            Promise<DatabaseException> failed = runtime.promise();
            Promise<Object> never = runtime.promise();
            AutoCloseable serving = callee.serve(address, request -> {
                working.complete(true);
                return never.await();
            });
            runtime.fork("caller", () -> failed.complete(failure(() -> caller.call(address, "x", LONG))));
            working.await();
            serving.close();
            assertThat(failed.await().code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
            assertThat(failure(() -> caller.call(address, "x", LONG)).code()).isEqualTo(ErrorCode.NODE_OFFLINE);
        }
    }

    /** A listener that never speaks: the connection is made but no call leaves. */
    @Test
    void whoDoesNotAnswerIsGivenUpInTime() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                GrpcNetwork network = network(NetworkSettings.plain())) {
            String at = "127.0.0.1:" + silent.getLocalPort();
            runtime.fork("accept", () -> {
                try (Socket socket = silent.accept()) {
                    socket.getInputStream().readAllBytes();
                } catch (java.io.IOException closed) {
                    return;
                }
            });
            assertThat(failure(() -> network.call(at, "x", Duration.ofMillis(300)))
                            .code())
                    .isIn(ErrorCode.NODE_OFFLINE, ErrorCode.DEADLINE_EXCEEDED);
        }
    }

    @Test
    void addressThatIsNoneIsNamed() {
        try (GrpcNetwork network = network(NetworkSettings.plain())) {
            for (String wrong : List.of("a", "a:", ":1", "a:70000", "a:x")) {
                assertThatThrownBy(() -> network.call(wrong, "x", LONG))
                        .hasMessageContaining("\"" + wrong + "\" is no address");
            }
        }
    }

    @Test
    void bothSidesShowCertificatesThatTheOtherBelieves() throws Exception {
        Certificates good = Certificates.make(directory, "good");
        Certificates other = Certificates.make(directory, "other");
        NetworkTls mutual = new NetworkTls(good.certificate(), good.privateKey(), good.certificate());
        NetworkTls stranger = new NetworkTls(other.certificate(), other.privateKey(), good.certificate());
        try (GrpcNetwork server = network(NetworkSettings.plain().with(mutual));
                GrpcNetwork friend = network(NetworkSettings.plain().with(mutual));
                GrpcNetwork unknown = network(NetworkSettings.plain().with(stranger));
                GrpcNetwork clear = network(NetworkSettings.plain())) {
            server.serve(address, request -> "got " + request);
            assertThat(friend.call(address, "x", LONG)).isEqualTo("got x");
            assertThat(failure(() -> unknown.call(address, "x", Duration.ofSeconds(5))))
                    .isNotNull();
            assertThat(failure(() -> clear.call(address, "x", Duration.ofSeconds(5))))
                    .isNotNull();
        }
    }

    @Test
    void tlsFileThatDoesNotFitIsNamed() throws Exception {
        Certificates good = Certificates.make(directory, "good");
        Path garbage = Files.writeString(directory.resolve("garbage.pem"), "hello");
        Path absent = directory.resolve("absent.pem");
        for (NetworkTls wrong : List.of(
                new NetworkTls(garbage, good.privateKey(), good.certificate()),
                new NetworkTls(good.certificate(), garbage, good.certificate()),
                new NetworkTls(good.certificate(), good.privateKey(), garbage))) {
            assertThatThrownBy(() -> network(NetworkSettings.plain().with(wrong)))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("garbage.pem");
        }
        Certificates other = Certificates.make(directory, "other");
        NetworkTls mixed = new NetworkTls(good.certificate(), other.privateKey(), good.certificate());
        assertThatThrownBy(() -> network(NetworkSettings.plain().with(mixed)))
                .hasMessageContaining("other.key\" does not belong to certificate")
                .hasMessageContaining("good.pem");
        NetworkTls missing = new NetworkTls(good.certificate(), absent, good.certificate());
        assertThatThrownBy(() -> network(NetworkSettings.plain().with(missing)))
                .hasMessageContaining("absent.pem\" cannot be read");
    }
}
