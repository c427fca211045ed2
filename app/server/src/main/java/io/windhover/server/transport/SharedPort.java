package io.windhover.server.transport;

import io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.InternalProtocolNegotiator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslContext;
import io.netty.util.AsciiString;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** Decides for each new connection which protocol it speaks, after TLS if there is any, within the connection limit. */
final class SharedPort implements InternalProtocolNegotiator.ProtocolNegotiator {
    private final HttpService http;
    private final Executor executor;
    private final TransportSettings settings;
    private final Optional<SslContext> tls;
    private final AtomicInteger connections = new AtomicInteger();

    SharedPort(HttpService http, Executor executor, TransportSettings settings, Optional<SslContext> tls) {
        this.http = http;
        this.executor = executor;
        this.settings = settings;
        this.tls = tls;
    }

    @Override
    public AsciiString scheme() {
        return AsciiString.of(tls.isPresent() ? "https" : "http");
    }

    @Override
    public ChannelHandler newHandler(GrpcHttp2ConnectionHandler grpc) {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void handlerAdded(ChannelHandlerContext context) {
                Channel channel = context.channel();
                channel.closeFuture().addListener(_ -> connections.decrementAndGet());
                if (connections.incrementAndGet() > settings.connectionsMax()) {
                    channel.close();
                    return;
                }
                context.pipeline()
                        .addAfter(context.name(), "first-bytes", new FirstBytes(grpc, http, executor, settings));
                tls.ifPresent(t -> context.pipeline().addAfter(context.name(), "tls", t.newHandler(channel.alloc())));
                context.pipeline().remove(this);
            }
        };
    }

    @Override
    public void close() {}
}
