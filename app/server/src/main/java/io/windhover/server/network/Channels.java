package io.windhover.server.network;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/** A connection to each address that is called, made when needed and closed when unused for minutes. */
final class Channels implements AutoCloseable {
    private static final int CHANNELS_MAX = 1024;
    private static final int WINDOW_BYTES = 8 << 20;
    private static final int IDLE_MINUTES = 10;

    private final EventLoopGroup loops;
    private final NetworkSettings settings;
    private final int bytesMax;
    private final Optional<SslContext> tls;
    private final ConcurrentMap<String, ManagedChannel> open = new ConcurrentHashMap<>();

    Channels(EventLoopGroup loops, NetworkSettings settings, int bytesMax, Optional<SslContext> tls) {
        this.loops = loops;
        this.settings = settings;
        this.bytesMax = bytesMax;
        this.tls = tls;
    }

    /**
     * Returns the channel to an address. One whose last attempt to connect failed is replaced: it would fail calls until
     * it has connected again, however long the address is served by then.
     */
    ManagedChannel to(HostPort address) {
        ManagedChannel channel = open.get(address.text());
        if (channel != null && channel.getState(false) != ConnectivityState.TRANSIENT_FAILURE) {
            return channel;
        }
        if (channel == null) {
            dropUnused();
        } else if (open.remove(address.text(), channel)) {
            channel.shutdown();
        }
        return open.computeIfAbsent(address.text(), _ -> connect(address));
    }

    private ManagedChannel connect(HostPort address) {
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(address.host(), address.port())
                .eventLoopGroup(loops)
                .channelType(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
                .directExecutor()
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        settings.connectWait().toMillis())
                .maxInboundMessageSize(bytesMax)
                .maxInboundMetadataSize(Failures.TRAILER_BYTES_MAX)
                .flowControlWindow(WINDOW_BYTES)
                .keepAliveTime(settings.keepAliveTime().toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(settings.keepAliveWait().toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveWithoutCalls(true)
                .idleTimeout(IDLE_MINUTES, TimeUnit.MINUTES);
        tls.ifPresentOrElse(builder::sslContext, builder::usePlaintext);
        return builder.build();
    }

    private void dropUnused() {
        if (open.size() < CHANNELS_MAX) {
            return;
        }
        open.forEach((address, channel) -> {
            if (channel.getState(false) != ConnectivityState.READY && open.remove(address, channel)) {
                channel.shutdown();
            }
        });
    }

    /** Ends all calls and waits a little for the connections to end, because they need their event loops for that. */
    @Override
    public void close() {
        open.values().forEach(ManagedChannel::shutdownNow);
        try {
            for (ManagedChannel channel : open.values()) {
                channel.awaitTermination(1, TimeUnit.SECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        open.clear();
    }
}
