package io.windhover.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: one port serves every kind of client and outlives every kind of misuse. Method: a service of plain bytes behind
 * a real port, called by a real gRPC client, an HTTP client and raw sockets.
 */
class TransportTest {
    private final ByteCalls service = new ByteCalls();
    private Transport transport;
    private ManagedChannel channel;

    @BeforeEach
    void open() throws IOException {
        transport = start(TransportSettings.plain("127.0.0.1", 0));
        channel = NettyChannelBuilder.forAddress("127.0.0.1", transport.port())
                .usePlaintext()
                .maxInboundMessageSize(Integer.MAX_VALUE)
                .build();
    }

    @AfterEach
    void close() {
        channel.shutdownNow();
        transport.close();
    }

    private Transport start(TransportSettings settings) throws IOException {
        HttpService http = request -> HttpResponse.text(
                200, request.method() + " " + request.path() + " " + request.query() + " " + request.body().length);
        return Transport.start(settings, List.of(service.definition()), http, Duration.ofMillis(500));
    }

    private static byte[] call(Channel channel, MethodDescriptor<byte[], byte[]> method, byte[] request) {
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(60, TimeUnit.SECONDS);
        return ClientCalls.blockingUnaryCall(channel, method, options, request);
    }

    private static Status.Code failure(Channel channel, MethodDescriptor<byte[], byte[]> method, byte[] request) {
        try {
            call(channel, method, request);
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }

    private byte[] echo(String text) {
        return call(channel, ByteCalls.ECHO, ByteCalls.ascii(text));
    }

    @Test
    void carriesMessagesUpToTheLimitBothWays() {
        int length = TransportSettings.MESSAGE_BYTES_MAX - 16;
        assertThat(call(channel, ByteCalls.LENGTH, new byte[length])).asString().isEqualTo("" + length);
        assertThat(call(channel, ByteCalls.ZEROS, ByteCalls.ascii("" + length))).hasSize(length);
    }

    @Test
    void refusesALargerMessageAndKeepsTheConnection() {
        byte[] tooLarge = new byte[TransportSettings.MESSAGE_BYTES_MAX + 1];
        assertThat(failure(channel, ByteCalls.LENGTH, tooLarge)).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(echo("still here")).asString().isEqualTo("still here");
    }

    @Test
    void answersUnknownMethodsWithUnimplemented() {
        assertThat(failure(channel, ByteCalls.ABSENT, new byte[1])).isEqualTo(Status.Code.UNIMPLEMENTED);
    }

    @Test
    void answersACallWhoseBodyFails() {
        assertThat(failure(channel, ByteCalls.FAIL, new byte[1])).isEqualTo(Status.Code.UNKNOWN);
    }

    @Test
    void streamsToTheClientAndBothWays() throws InterruptedException {
        Iterator<byte[]> many = ClientCalls.blockingServerStreamingCall(
                channel, ByteCalls.MANY, CallOptions.DEFAULT, ByteCalls.ascii("2000"));
        int received = 0;
        while (many.hasNext()) {
            received += many.next().length;
        }
        assertThat(received).isEqualTo(2_000_000);

        CountDownLatch done = new CountDownLatch(1);
        AtomicInteger answers = new AtomicInteger();
        StreamObserver<byte[]> talk = ClientCalls.asyncBidiStreamingCall(
                channel.newCall(ByteCalls.TALK, CallOptions.DEFAULT), counting(answers, done));
        for (int i = 0; i < 500; i++) {
            talk.onNext(new byte[100]);
        }
        talk.onCompleted();
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(answers).hasValue(500);
    }

    private static StreamObserver<byte[]> counting(AtomicInteger answers, CountDownLatch done) {
        return new StreamObserver<>() {
            @Override
            public void onNext(byte[] value) {
                answers.incrementAndGet();
            }

            @Override
            public void onError(Throwable failure) {
                done.countDown();
            }

            @Override
            public void onCompleted() {
                done.countDown();
            }
        };
    }

    @Test
    void aClientsDeadlineReachesTheCall() throws InterruptedException {
        echo("the connection is made before the deadline runs");
        CallOptions soon = CallOptions.DEFAULT.withDeadlineAfter(2, TimeUnit.SECONDS);
        assertThatThrownBy(() -> ClientCalls.blockingUnaryCall(channel, ByteCalls.HANG, soon, new byte[0]))
                .hasMessageContaining("DEADLINE_EXCEEDED");
        assertThat(service.cancelled.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void servesHttpOnTheSamePort() throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + transport.port() + "/v2/x%20y?a=1&a=2");
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (HttpClient.Version version : HttpClient.Version.values()) {
                java.net.http.HttpRequest request = java.net.http.HttpRequest.newBuilder(uri)
                        .version(version)
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(new byte[5 << 20]))
                        .build();
                assertThat(client.send(request, BodyHandlers.ofString()).body())
                        .isEqualTo("POST /v2/x y {a=[1, 2]} " + (5 << 20));
            }
        }
        assertThat(echo("gRPC too")).asString().isEqualTo("gRPC too");
    }

    @Test
    void garbageAndHalfOpenConnectionsHurtNobody() throws IOException {
        long seed = 20_260_101;
        Random random = new Random(seed);
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Socket socket = new Socket("127.0.0.1", transport.port());
            byte[] bytes = i % 2 == 0 ? ByteCalls.ascii("PRI * HT") : new byte[random.nextInt(1, 5000)];
            if (i % 2 == 1) {
                random.nextBytes(bytes);
            }
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            sockets.add(socket);
        }
        assertThat(echo("seed " + seed)).asString().isEqualTo("seed " + seed);
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void aSilentConnectionIsClosed() throws IOException {
        TransportSettings hasty =
                new TransportSettings("127.0.0.1", 0, 1 << 20, 100, Duration.ofMillis(200), Optional.empty());
        try (Transport second = start(hasty);
                Socket socket = new Socket("127.0.0.1", second.port())) {
            socket.setSoTimeout(20_000);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void oneConnectionTooManyIsClosed() throws IOException {
        TransportSettings narrow =
                new TransportSettings("127.0.0.1", 0, 1 << 20, 1, Duration.ofSeconds(30), Optional.empty());
        try (Transport second = start(narrow);
                Socket first = new Socket("127.0.0.1", second.port())) {
            first.getOutputStream().write(ByteCalls.ascii("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
            assertThat(first.getInputStream().read()).isEqualTo('H');
            try (Socket other = new Socket("127.0.0.1", second.port())) {
                other.setSoTimeout(20_000);
                assertThat(readOrEnd(other.getInputStream())).isEqualTo(-1);
            }
        }
    }

    private static int readOrEnd(InputStream in) {
        try {
            return in.read();
        } catch (IOException _) {
            return -1;
        }
    }

    @Test
    void manySlowCallsLeaveRoomForOthers() throws Exception {
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> slow = new ArrayList<>();
            CallOptions soon = CallOptions.DEFAULT.withDeadlineAfter(2, TimeUnit.SECONDS);
            for (int i = 0; i < 500; i++) {
                slow.add(clients.submit(
                        () -> ClientCalls.blockingUnaryCall(channel, ByteCalls.HANG, soon, new byte[0])));
            }
            assertThat(echo("in between")).asString().isEqualTo("in between");
            for (Future<?> call : slow) {
                assertThatThrownBy(call::get).hasMessageContaining("DEADLINE_EXCEEDED");
            }
        }
    }

    @Test
    void closingEndsCallsInFlight() throws Exception {
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Status.Code> hanging = clients.submit(() -> failure(channel, ByteCalls.HANG, new byte[0]));
            echo("the hanging call came before this one");
            transport.close();
            assertThat(hanging.get(20, TimeUnit.SECONDS)).isIn(Status.Code.UNAVAILABLE, Status.Code.CANCELLED);
        }
    }

    @Test
    void aTakenPortIsSaidClearly() {
        assertThatThrownBy(() -> start(TransportSettings.plain("127.0.0.1", transport.port())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot listen on 127.0.0.1:" + transport.port());
    }

    @Test
    void tlsAndMutualTlsCarryBothProtocols(@TempDir Path directory) throws Exception {
        Certificates own = Certificates.make(directory, "server");
        Certificates client = Certificates.make(directory, "client");
        Certificates stranger = Certificates.make(directory, "stranger");
        TlsFiles files = new TlsFiles(own.certificate(), own.privateKey(), Optional.of(client.certificate()));
        TransportSettings settings =
                new TransportSettings("127.0.0.1", 0, 1 << 20, 100, Duration.ofSeconds(30), Optional.of(files));
        try (Transport secure = start(settings)) {
            assertThat(secureEcho(secure, own, Optional.of(client))).isEqualTo(Status.Code.OK);
            assertThat(secureEcho(secure, own, Optional.empty())).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(secureEcho(secure, own, Optional.of(stranger))).isEqualTo(Status.Code.UNAVAILABLE);
        }
        TransportSettings oneWay = new TransportSettings(
                "127.0.0.1",
                0,
                1 << 20,
                100,
                Duration.ofSeconds(30),
                Optional.of(new TlsFiles(own.certificate(), own.privateKey(), Optional.empty())));
        try (Transport secure = start(oneWay)) {
            assertThat(secureEcho(secure, own, Optional.empty())).isEqualTo(Status.Code.OK);
            assertThat(curl(own, "https://localhost:" + secure.port() + "/hello"))
                    .startsWith("GET /hello");
        }
    }

    private static Status.Code secureEcho(Transport transport, Certificates server, Optional<Certificates> client)
            throws IOException {
        var context =
                GrpcSslContexts.forClient().trustManager(server.certificate().toFile());
        client.ifPresent(
                c -> context.keyManager(c.certificate().toFile(), c.privateKey().toFile()));
        ManagedChannel channel = NettyChannelBuilder.forAddress("localhost", transport.port())
                .sslContext(context.build())
                .build();
        try {
            return failure(channel, ByteCalls.ECHO, new byte[10]);
        } finally {
            channel.shutdownNow();
        }
    }

    private static String curl(Certificates server, String uri) throws Exception {
        Process curl = new ProcessBuilder(
                        "curl", "-s", "--cacert", server.certificate().toString(), uri)
                .start();
        String answer = new String(curl.getInputStream().readAllBytes());
        assertThat(curl.waitFor()).isZero();
        return answer;
    }
}
