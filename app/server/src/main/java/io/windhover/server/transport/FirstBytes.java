package io.windhover.server.transport;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.InternalProtocolNegotiationEvent;
import io.grpc.netty.InternalProtocolNegotiators;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Looks at the first bytes of a connection: HTTP/2's preface makes it a gRPC connection, anything else an HTTP/1.1 one
 * (whose codec refuses what is not HTTP). Leaves the pipeline once that is known; owned by the connection's event loop.
 */
final class FirstBytes extends ByteToMessageDecoder {
    private static final byte[] HTTP2 = "PRI * HTTP/2.0".getBytes(StandardCharsets.US_ASCII);
    private static final int IDLE_SECONDS = 300;

    private final GrpcHttp2ConnectionHandler grpc;
    private final HttpService http;
    private final Executor executor;
    private final TransportSettings settings;
    private boolean known;

    FirstBytes(GrpcHttp2ConnectionHandler grpc, HttpService http, Executor executor, TransportSettings settings) {
        this.grpc = grpc;
        this.http = http;
        this.executor = executor;
        this.settings = settings;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        long waitMs = settings.firstBytesWait().toMillis();
        context.executor()
                .schedule(
                        () -> {
                            if (!known) {
                                context.close();
                            }
                        },
                        waitMs,
                        TimeUnit.MILLISECONDS);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int seen = Math.min(in.readableBytes(), HTTP2.length);
        for (int i = 0; i < seen; i++) {
            if (in.getByte(in.readerIndex() + i) != HTTP2[i]) {
                become(context, false);
                return;
            }
        }
        if (seen == HTTP2.length) {
            become(context, true);
        }
    }

    private void become(ChannelHandlerContext context, boolean isHttp2) {
        known = true;
        if (isHttp2) {
            becomeGrpc(context);
        } else {
            installHttp(context.pipeline(), context.name(), http, executor, settings);
        }
        context.pipeline().remove(this);
    }

    private void becomeGrpc(ChannelHandlerContext context) {
        ChannelPipeline pipeline = context.pipeline();
        pipeline.addAfter(context.name(), null, InternalProtocolNegotiators.grpcNegotiationHandler(grpc));
        Attributes.Builder attributes = Attributes.newBuilder()
                .set(Grpc.TRANSPORT_ATTR_LOCAL_ADDR, context.channel().localAddress())
                .set(Grpc.TRANSPORT_ATTR_REMOTE_ADDR, context.channel().remoteAddress());
        SslHandler tls = pipeline.get(SslHandler.class);
        if (tls != null) {
            attributes.set(Grpc.TRANSPORT_ATTR_SSL_SESSION, tls.engine().getSession());
        }
        context.fireUserEventTriggered(InternalProtocolNegotiationEvent.withAttributes(
                InternalProtocolNegotiationEvent.getDefault(), attributes.build()));
    }

    /** Adds what answers HTTP/1.1, after the handler named {@code after}. */
    static void installHttp(
            ChannelPipeline pipeline, String after, HttpService http, Executor executor, TransportSettings settings) {
        pipeline.addAfter(after, "http-turns", new HttpTurns(http, executor));
        pipeline.addAfter(after, "http-body", new HttpObjectAggregator(settings.messageBytesMax()));
        pipeline.addAfter(after, "http-codec", new HttpServerCodec());
        pipeline.addAfter(after, "http-idle", new IdleStateHandler(0, 0, IDLE_SECONDS));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
