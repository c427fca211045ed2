package io.windhover.server.network;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.windhover.cluster.message.MessageCodec;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.CancelledException;
import io.windhover.runtime.port.Network;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call that is answered here, on a virtual thread of its own, which is interrupted when the caller no longer waits.
 * What gRPC tells comes on an event loop and must not wait.
 */
final class ServedCall extends ServerCall.Listener<ByteBuffer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServedCall.class);

    private final ServerCall<ByteBuffer, ByteBuffer> call;
    private final MessageCodec codec;
    private final Network.Endpoint endpoint;
    private final CallSlots slots;
    private final Executor threads;
    private final Interrupts interrupts = new Interrupts();
    private ByteBuffer request;

    ServedCall(
            ServerCall<ByteBuffer, ByteBuffer> call,
            MessageCodec codec,
            Network.Endpoint endpoint,
            CallSlots slots,
            Executor threads) {
        this.call = call;
        this.codec = codec;
        this.endpoint = endpoint;
        this.slots = slots;
        this.threads = threads;
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
        try {
            threads.execute(this::work);
        } catch (RejectedExecutionException closing) {
            slots.giveBack();
            fail(new DatabaseException(ErrorCode.NODE_OFFLINE, "this process is closing", closing));
        }
    }

    @Override
    public void onCancel() {
        interrupts.interrupt();
    }

    private void work() {
        interrupts.begin(Thread.currentThread());
        try {
            answer();
        } finally {
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

    /** Interrupts a thread while it works, or as soon as it begins to. */
    private static final class Interrupts {
        private final Object lock = new Object();
        private Thread worker;
        private boolean isWanted;

        void begin(Thread thread) {
            synchronized (lock) {
                worker = thread;
                if (isWanted) {
                    worker.interrupt();
                }
            }
        }

        void interrupt() {
            synchronized (lock) {
                isWanted = true;
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
