package io.windhover.server.milvus;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.windhover.proxy.request.CollectionRef;
import java.util.List;
import java.util.function.Supplier;

/**
 * Who calls, as far as a request's meaning depends on it.
 *
 * @param database  that its connection chose; empty = the default
 * @param requestId what the client calls this request, or what we do; printable, without blanks
 */
record Caller(String database, String requestId) {
    private static final int REQUEST_ID_MAX = 128;
    private static final Context.Key<Caller> CURRENT = Context.keyWithDefault("windhover-caller", new Caller("", ""));
    private static final Metadata.Key<String> DATABASE = Metadata.Key.of("dbname", Metadata.ASCII_STRING_MARSHALLER);

    private static final List<Metadata.Key<String>> REQUEST_IDS = List.of(
            Metadata.Key.of("client-request-id", Metadata.ASCII_STRING_MARSHALLER),
            Metadata.Key.of("client_request_id", Metadata.ASCII_STRING_MARSHALLER));

    /** Returns the caller of the present call; a request that its client gave no id gets the one of {@code made}. */
    static Caller current(Supplier<String> made) {
        Caller sent = CURRENT.get();
        return sent.requestId().isEmpty() ? new Caller(sent.database(), made.get()) : sent;
    }

    /** Returns what notes the caller of each call. */
    static ServerInterceptor interceptor() {
        return new ServerInterceptor() {
            @Override
            public <Q, R> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
                String database = headers.get(DATABASE);
                String requestId = requestId(headers);
                if ((database == null || database.isEmpty()) && requestId.isEmpty()) {
                    return next.startCall(call, headers);
                }
                Context context =
                        Context.current().withValue(CURRENT, new Caller(database == null ? "" : database, requestId));
                return Contexts.interceptCall(context, call, headers, next);
            }
        };
    }

    private static String requestId(Metadata headers) {
        for (Metadata.Key<String> key : REQUEST_IDS) {
            String sent = headers.get(key);
            if (sent != null && !sent.isBlank()) {
                String printable = sent.replaceAll("[^!-~]", "");
                return printable.substring(0, Math.min(printable.length(), REQUEST_ID_MAX));
            }
        }
        return "";
    }

    /** Returns the database a request is about. */
    String database(String named) {
        return named.isEmpty() ? database : named;
    }

    /** Returns the database that a request of any kind is about. */
    String databaseOf(Message request) {
        FieldDescriptor field = request.getDescriptorForType().findFieldByName("db_name");
        return field == null ? database : database((String) request.getField(field));
    }

    /** Returns the collection a request is about. */
    CollectionRef collection(String namedDatabase, String name) {
        return new CollectionRef(database(namedDatabase), name);
    }
}
