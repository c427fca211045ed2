package io.windhover.server.network;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.windhover.cluster.message.MessageCodec;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.CancelledException;
import io.windhover.runtime.port.Network;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call that is answered here, on a virtual thread of its own, which is interrupted when the caller no longer waits.
 */
final class ServedCall extends ServerCall.Listener<ByteBuffer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServedCall.class);

    private final ServerCall<ByteBuffer, ByteBuffer> call;
    private final MessageCodec codec;
    private final Network.Endpoint endpoint;
    private final CallSlots slots;
    private ByteBuffer request;

    ServedCall(
            ServerCall<ByteBuffer, ByteBuffer> call, MessageCodec codec, Network.Endpoint endpoint, CallSlots slots) {
        this.call = call;
        this.codec = codec;
        this.endpoint = endpoint;
        this.slots = slots;
        call.request(2);
    }

    @Override
    public void onMessage(ByteBuffer message) {
        request = message;
    }

    @Override
    public void onHalfClose() {
        if (!slots.take()) {
            fail(new DatabaseException(
                    ErrorCode.SERVICE_TOO_MANY_REQUESTS,
                    "this process answers " + slots.max() + " calls at once: "
                            + ErrorCode.SERVICE_TOO_MANY_REQUESTS.text()));
            return;
        }
        Interrupts interrupts = new Interrupts(Thread.currentThread());
        Context.CancellationListener listener = _ -> interrupts.interrupt();
        Context context = Context.current();
        context.addListener(listener, Runnable::run);
        try {
            answer();
        } finally {
            context.removeListener(listener);
            interrupts.end();
            slots.giveBack();
        }
    }

    private void answer() {
        try {
            ByteBuffer answer = codec.encode(endpoint.answer(codec.decode(request)));
            call.sendHeaders(new Metadata());
            call.sendMessage(answer);
            call.close(Status.OK, new Metadata());
        } catch (DatabaseException failure) {
            fail(failure);
        } catch (CancelledException nobodyWaits) {
            call.close(Status.CANCELLED, new Metadata());
        } catch (RuntimeException broken) {
            LOG.error("a call of another process failed", broken);
            fail(new DatabaseException(ErrorCode.SERVICE_INTERNAL, "the callee failed: " + broken, broken));
        }
    }

    private void fail(DatabaseException failure) {
        call.close(Failures.STATUS, Failures.trailers(failure));
    }

    /** Interrupts a thread, but not after its work has ended. */
    private static final class Interrupts {
        private final Object lock = new Object();
        private Thread worker;

        Interrupts(Thread worker) {
            this.worker = worker;
        }

        void interrupt() {
            synchronized (lock) {
                if (worker != null) {
                    worker.interrupt();
                }
            }
        }

        void end() {
            synchronized (lock) {
                worker = null;
            }
            Thread.interrupted();
        }
    }
}
