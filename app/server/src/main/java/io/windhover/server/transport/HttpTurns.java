package io.windhover.server.transport;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.timeout.IdleStateEvent;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the requests of one HTTP/1.1 connection one after another, in the order they came. Owned by its event loop. */
final class HttpTurns extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(HttpTurns.class);
    private static final int WAITING_MAX = 16;

    private final HttpService service;
    private final Executor executor;
    private final ArrayDeque<Turn> waiting = new ArrayDeque<>();
    private boolean busy;

    private record Turn(HttpRequest request, boolean keepAlive) {}

    HttpTurns(HttpService service, Executor executor) {
        this.service = service;
        this.executor = executor;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest message) {
        if (!message.decoderResult().isSuccess()) {
            write(context, HttpResponse.text(400, "malformed HTTP request\n"), false);
            return;
        }
        if (waiting.size() >= WAITING_MAX) {
            context.close();
            return;
        }
        waiting.add(new Turn(read(message), HttpUtil.isKeepAlive(message)));
        next(context);
    }

    private void next(ChannelHandlerContext context) {
        if (busy || waiting.isEmpty()) {
            return;
        }
        busy = true;
        Turn turn = waiting.poll();
        executor.execute(() -> {
            HttpResponse response = answer(turn.request());
            context.executor().execute(() -> {
                busy = false;
                write(context, response, turn.keepAlive());
                next(context);
            });
        });
    }

    private HttpResponse answer(HttpRequest request) {
        try {
            return service.answer(request);
        } catch (RuntimeException failure) {
            LOG.error("{} {} failed", request.method(), request.path(), failure);
            return HttpResponse.text(500, "internal error: " + failure.getMessage() + "\n");
        }
    }

    private static HttpRequest read(FullHttpRequest message) {
        QueryStringDecoder uri = new QueryStringDecoder(message.uri());
        Map<String, String> headers = new LinkedHashMap<>();
        message.headers().forEach(h -> headers.put(h.getKey().toLowerCase(Locale.ROOT), h.getValue()));
        return new HttpRequest(
                message.method().name(),
                uri.path(),
                uri.parameters(),
                headers,
                ByteBufUtil.getBytes(message.content()));
    }

    private static void write(ChannelHandlerContext context, HttpResponse response, boolean keepAlive) {
        DefaultFullHttpResponse message = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(response.status()),
                Unpooled.wrappedBuffer(response.body()));
        message.headers().set(HttpHeaderNames.CONTENT_TYPE, response.contentType());
        message.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, response.body().length);
        response.headers().forEach((name, value) -> message.headers().set(name, value));
        if (keepAlive) {
            message.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
            context.writeAndFlush(message);
        } else {
            message.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            context.writeAndFlush(message).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent && !busy) {
            context.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("HTTP connection of {} ends", context.channel().remoteAddress(), cause);
        context.close();
    }
}
