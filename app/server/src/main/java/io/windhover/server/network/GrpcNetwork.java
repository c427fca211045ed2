package io.windhover.server.network;

import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.windhover.cluster.message.MessageCodec;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.Network;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Calls between processes over gRPC, addresses as {@code host:port}. A call is answered on a virtual thread, which is
 * interrupted when the caller's time is up; one connection carries all calls from one process to another. NODE_OFFLINE
 * means that surely nothing was sent; whatever else goes wrong on the way is DEADLINE_EXCEEDED, for the callee may have
 * acted.
 */
public final class GrpcNetwork implements Network {
    private static final int WINDOW_BYTES = 8 << 20;
    private static final int KEEPALIVE_SECONDS_MIN = 5;

    private final Runtime runtime;
    private final MessageCodec codec;
    private final NetworkSettings settings;
    private final EventLoopGroup loops;
    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
    private final Channels channels;
    private final Optional<SslContext> serverTls;
    private final List<Server> servers = new CopyOnWriteArrayList<>();

    /**
     * Creates a network that serves nothing yet.
     *
     * @param codec of all messages, and how large they may be
     * @throws DatabaseException PARAMETER_INVALID naming a TLS file that does not fit
     */
    public GrpcNetwork(Runtime runtime, MessageCodec codec, NetworkSettings settings) {
        this.runtime = runtime;
        this.codec = codec;
        this.settings = settings;
        this.serverTls = settings.tls().map(NetworkTls::forServer);
        Optional<SslContext> clientTls = settings.tls().map(NetworkTls::forClient);
        this.loops = new MultiThreadIoEventLoopGroup(
                Math.max(1, java.lang.Runtime.getRuntime().availableProcessors()),
                new DefaultThreadFactory("windhover-network", true),
                Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        this.channels = new Channels(loops, settings, codec.bytesMax(), clientTls);
    }

    @Override
    public AutoCloseable serve(String address, Endpoint endpoint) {
        HostPort where = HostPort.parse(address);
        CallSlots slots = new CallSlots(settings.callsMax());
        ServerServiceDefinition service = ServerServiceDefinition.builder(ByteMessages.SERVICE)
                .addMethod(ByteMessages.CALL, (call, _) -> new ServedCall(call, codec, endpoint, slots, calls))
                .build();
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(settings.listenHost().orElse(where.host()), where.port()))
                .bossEventLoopGroup(loops)
                .workerEventLoopGroup(loops)
                .channelType(Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .directExecutor()
                .maxInboundMessageSize(codec.bytesMax())
                .flowControlWindow(WINDOW_BYTES)
                .keepAliveTime(settings.keepAliveTime().toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(settings.keepAliveWait().toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveTime(KEEPALIVE_SECONDS_MIN, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addService(service);
        serverTls.ifPresent(builder::sslContext);
        Server server = start(builder, address);
        servers.add(server);
        return () -> stop(server);
    }

    private static Server start(NettyServerBuilder builder, String address) {
        try {
            return builder.build().start();
        } catch (IOException failure) {
            Throwable root = failure.getCause() == null ? failure : failure.getCause();
            throw new DatabaseException(
                    ErrorCode.PARAMETER_INVALID,
                    "address \"" + address + "\" cannot be served: " + root.getMessage(),
                    failure);
        }
    }

    private void stop(Server server) {
        if (!servers.remove(server)) {
            return;
        }
        server.shutdown();
        try {
            if (!server.awaitTermination(settings.closeGrace().toMillis(), TimeUnit.MILLISECONDS)) {
                server.shutdownNow();
                server.awaitTermination(1, TimeUnit.SECONDS);
            }
        } catch (InterruptedException _) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Object call(String address, Object request, Duration timeout, Doubt doubt) {
        HostPort where = HostPort.parse(address);
        ByteBuffer answer = SentCall.await(runtime, channels.to(where), address, codec.encode(request), timeout, doubt);
        return codec.decode(answer);
    }

    @Override
    public void close() {
        servers.forEach(this::stop);
        channels.close();
        calls.shutdownNow();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
