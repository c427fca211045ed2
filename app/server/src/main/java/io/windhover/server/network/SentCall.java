package io.windhover.server.network;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;
import io.grpc.Status;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.Promise;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.Network;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One call to another process. The caller's fiber waits; event loops only deliver. */
final class SentCall extends ClientCall.Listener<ByteBuffer> {
    private final String address;
    private final Promise<ByteBuffer> answer;
    private final Sending sending = new Sending();
    private ByteBuffer message;

    /** Sees whether the request ever got a connection. */
    private static final class Sending extends ClientStreamTracer.Factory {
        private volatile boolean begun;

        @Override
        public ClientStreamTracer newClientStreamTracer(ClientStreamTracer.StreamInfo info, Metadata headers) {
            return new ClientStreamTracer() {
                @Override
                public void streamCreated(Attributes transport, Metadata sent) {
                    begun = true;
                }
            };
        }
    }

    private SentCall(Runtime runtime, String address) {
        this.address = address;
        this.answer = runtime.promise();
    }

    /**
     * Sends a request and waits for the answer.
     *
     * @throws DatabaseException what the callee or {@code doubt} threw; NODE_OFFLINE if surely nothing was sent, else
     *     DEADLINE_EXCEEDED
     */
    static ByteBuffer await(
            Runtime runtime,
            Channel channel,
            String address,
            ByteBuffer request,
            Duration timeout,
            Network.Doubt doubt) {
        SentCall sent = new SentCall(runtime, address);
        CallOptions options = CallOptions.DEFAULT
                .withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS)
                .withStreamTracerFactory(sent.sending);
        ClientCall<ByteBuffer, ByteBuffer> call = channel.newCall(ByteMessages.CALL, options);
        boolean hasEnded = false;
        try {
            call.start(sent, new Metadata());
            call.request(2);
            call.sendMessage(request);
            call.halfClose();
            Optional<ByteBuffer> got = doubt.await(sent.answer, timeout);
            hasEnded = sent.answer.isDone();
            return got.orElseThrow(() -> sent.failure(Status.DEADLINE_EXCEEDED, new Metadata()));
        } catch (DatabaseException failure) {
            hasEnded = sent.answer.isDone();
            throw failure;
        } finally {
            if (!hasEnded) {
                call.cancel("the caller no longer waits", null);
            }
        }
    }

    @Override
    public void onMessage(ByteBuffer got) {
        message = got;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        if (!status.isOk()) {
            answer.fail(failure(status, trailers));
        } else if (message == null) {
            answer.fail(new DatabaseException(ErrorCode.DATA_INTEGRITY, "\"" + address + "\" answered nothing"));
        } else {
            answer.complete(message);
        }
    }

    private DatabaseException failure(Status status, Metadata trailers) {
        return Failures.of(address, status, trailers, sending.begun);
    }
}
