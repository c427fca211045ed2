package io.windhover.server.transport;

import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.InternalNettyServerCredentials;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * An open port that answers gRPC and HTTP/1.1. Calls run on virtual threads; as many event loops as cores move the
 * bytes. A connection that sends garbage, or nothing, costs itself only.
 */
public final class Transport implements AutoCloseable {
    private static final int WINDOW_BYTES = 8 << 20;
    private static final int KEEPALIVE_SECONDS_MIN = 5;

    private final Server server;
    private final EventLoopGroup loops;
    private final ExecutorService calls;
    private final Duration closeGrace;

    private Transport(Server server, EventLoopGroup loops, ExecutorService calls, Duration closeGrace) {
        this.server = server;
        this.loops = loops;
        this.calls = calls;
        this.closeGrace = closeGrace;
    }

    /**
     * Opens the port.
     *
     * @param services   the gRPC methods; others are answered UNIMPLEMENTED
     * @param http       everything that is not HTTP/2
     * @param closeGrace how long {@link #close()} waits for calls in flight before it cuts them
     * @throws IOException if the port is taken or the TLS files do not fit
     */
    public static Transport start(
            TransportSettings settings, List<ServerServiceDefinition> services, HttpService http, Duration closeGrace)
            throws IOException {
        Optional<SslContext> tls =
                settings.tls().isPresent() ? Optional.of(tls(settings.tls().get())) : Optional.empty();
        ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
        boolean isEpoll = Epoll.isAvailable();
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
                Math.max(1, Runtime.getRuntime().availableProcessors()),
                new DefaultThreadFactory("windhover-io", true),
                isEpoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(settings.host(), settings.port()),
                        InternalNettyServerCredentials.create(new SharedPort(http, calls, settings, tls)))
                .bossEventLoopGroup(loops)
                .workerEventLoopGroup(loops)
                .channelType(isEpoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .executor(calls)
                .maxInboundMessageSize(settings.messageBytesMax())
                .flowControlWindow(WINDOW_BYTES)
                .permitKeepAliveTime(KEEPALIVE_SECONDS_MIN, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addServices(services);
        try {
            return new Transport(builder.build().start(), loops, calls, closeGrace);
        } catch (IOException failure) {
            loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            calls.close();
            throw new IOException(
                    "cannot listen on %s:%d: %s".formatted(settings.host(), settings.port(), rootMessage(failure)),
                    failure);
        }
    }

    private static String rootMessage(Throwable failure) {
        return failure.getCause() == null
                ? failure.getMessage()
                : failure.getCause().getMessage();
    }

    private static SslContext tls(TlsFiles files) throws IOException {
        SslContextBuilder builder = SslContextBuilder.forServer(
                        files.certificates().toFile(), files.privateKey().toFile())
                .sslProvider(SslProvider.JDK)
                .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        // gRPC clients offer h2 alone; who offers both (curl, browsers) wants the HTTP side.
                        ApplicationProtocolNames.HTTP_1_1,
                        ApplicationProtocolNames.HTTP_2));
        files.clientAuthorities()
                .ifPresent(ca -> builder.trustManager(ca.toFile()).clientAuth(ClientAuth.REQUIRE));
        return builder.build();
    }

    /** Returns the port that is open. */
    public int port() {
        return server.getPort();
    }

    /** Stops accepting, lets calls in flight end within the grace, then cuts what is left and frees the port. */
    @Override
    public void close() {
        server.shutdown();
        try {
            if (!server.awaitTermination(closeGrace.toMillis(), TimeUnit.MILLISECONDS)) {
                server.shutdownNow();
                server.awaitTermination(1, TimeUnit.SECONDS);
            }
        } catch (InterruptedException _) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        calls.shutdownNow();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
