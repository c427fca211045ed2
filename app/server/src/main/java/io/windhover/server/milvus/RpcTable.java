package io.windhover.server.milvus;

import com.google.protobuf.Message;
import io.grpc.Context;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.CancelledException;
import io.windhover.server.limit.Admission;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The methods of a service with what answers them. A method without an answer of its own says so in its response's
 * status, so that every client understands it; failures become a status too, never a broken call.
 */
final class RpcTable {
    private final Map<String, Answered<?, ?>> answered = new LinkedHashMap<>();
    private final CallObserver observer;
    private final Admission admission;
    private final RequestLog log;
    private final Semaphore inFlight;
    private final int inFlightMax;
    private final String idPrefix = Long.toHexString(ThreadLocalRandom.current().nextLong() >>> 32) + '-';
    private final AtomicLong ids = new AtomicLong();

    /** What answers one method; on the call's own virtual thread, so it may wait. */
    @FunctionalInterface
    interface Body<Q extends Message, R extends Message> {
        /** Returns the response; {@link DatabaseException} becomes its status. */
        R answer(Caller caller, Q request);
    }

    /**
     * @param observer    told of every call's end
     * @param admission   refuses what comes too often
     * @param log         told of every call's end, with what it was about
     * @param inFlightMax calls answered at once; one more is refused, to be retried
     */
    RpcTable(CallObserver observer, Admission admission, RequestLog log, int inFlightMax) {
        this.observer = observer;
        this.admission = admission;
        this.log = log;
        this.inFlight = new Semaphore(inFlightMax);
        this.inFlightMax = inFlightMax;
    }

    private record Answered<Q extends Message, R extends Message>(MethodDescriptor<Q, R> method, Body<Q, R> body) {}

    /** Sets what answers a method; the descriptor may read the request's bytes as another message. */
    <Q extends Message, R extends Message> void put(MethodDescriptor<Q, R> method, Body<Q, R> body) {
        answered.put(method.getBareMethodName(), new Answered<>(method, body));
    }

    /** Returns how many calls are answered now. */
    int inFlight() {
        return inFlightMax - inFlight.availablePermits();
    }

    /** Returns the names of the methods that have an answer of their own, sorted. */
    Set<String> answered() {
        return new TreeSet<>(answered.keySet());
    }

    /** Returns the service with all its unary methods; streaming ones stay unimplemented. */
    ServerServiceDefinition define(ServiceDescriptor service) {
        ServerServiceDefinition.Builder definition = ServerServiceDefinition.builder(service.getName());
        for (MethodDescriptor<?, ?> method : service.getMethods()) {
            if (method.getType() == MethodDescriptor.MethodType.UNARY) {
                add(definition, answeredOrUnsupported(method));
            }
        }
        return definition.build();
    }

    @SuppressWarnings("unchecked")
    private Answered<Message, Message> answeredOrUnsupported(MethodDescriptor<?, ?> method) {
        String name = method.getBareMethodName();
        Answered<?, ?> found = answered.get(name);
        return found == null
                ? new Answered<>((MethodDescriptor<Message, Message>) method, unsupported(name))
                : (Answered<Message, Message>) found;
    }

    private void add(ServerServiceDefinition.Builder definition, Answered<Message, Message> answered) {
        MethodDescriptor<Message, Message> method = answered.method();
        String name = method.getBareMethodName();
        Message shape =
                ((MethodDescriptor.PrototypeMarshaller<Message>) method.getResponseMarshaller()).getMessagePrototype();
        definition.addMethod(
                method, ServerCalls.asyncUnaryCall((request, out) -> call(name, answered.body(), shape, request, out)));
    }

    private static Body<Message, Message> unsupported(String name) {
        return (_, _) -> {
            throw new DatabaseException(
                    ErrorCode.SERVICE_UNIMPLEMENTED, "\"" + name + "\" is not supported in this version");
        };
    }

    private void call(
            String name, Body<Message, Message> body, Message shape, Message request, StreamObserver<Message> out) {
        long startedNs = System.nanoTime();
        Caller caller = Caller.current(() -> idPrefix + Long.toHexString(ids.incrementAndGet()));
        Message response;
        Optional<DatabaseException> failed = Optional.empty();
        try {
            response = answer(name, caller, body, request);
        } catch (DatabaseException failure) {
            failed = Optional.of(failure);
            response = failed(shape, caller, failure);
        }
        RequestLog.Ended ended = new RequestLog.Ended(name, caller, request, failed, System.nanoTime() - startedNs);
        observer.ended(name, ended.code(), ended.durationNs());
        log.ended(ended);
        if (Context.current().isCancelled()) {
            return;
        }
        if (response == null) {
            out.onError(io.grpc.Status.UNIMPLEMENTED
                    .withDescription("\"" + name + "\" is not supported in this version")
                    .asRuntimeException());
            return;
        }
        out.onNext(response);
        out.onCompleted();
    }

    private Message answer(String name, Caller caller, Body<Message, Message> body, Message request) {
        if (!inFlight.tryAcquire()) {
            throw new DatabaseException(
                    ErrorCode.SERVICE_TOO_MANY_REQUESTS, ErrorCode.SERVICE_TOO_MANY_REQUESTS.text());
        }
        try {
            admission.admit(name, () -> caller.databaseOf(request), request);
            return body.answer(caller, request);
        } catch (CancelledException cancelled) {
            throw new DatabaseException(ErrorCode.SERVICE_UNAVAILABLE, "the server is closing", cancelled);
        } catch (DatabaseException failure) {
            throw failure;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError failure) {
            log.unexpected(name, caller, failure);
            throw new DatabaseException(ErrorCode.UNEXPECTED, "unexpected error: " + failure, failure);
        } finally {
            inFlight.release();
        }
    }

    /** Returns the failed response; null if the response's type can not say it. */
    private static Message failed(Message shape, Caller caller, DatabaseException failure) {
        try {
            return WireStatus.response(shape, WireStatus.of(failure, caller));
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
