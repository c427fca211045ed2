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

/** Who calls, as far as a request's meaning depends on it: the database its connection chose (empty = the default). */
record Caller(String database) {
    private static final Context.Key<Caller> CURRENT = Context.keyWithDefault("windhover-caller", new Caller(""));
    private static final Metadata.Key<String> DATABASE = Metadata.Key.of("dbname", Metadata.ASCII_STRING_MARSHALLER);

    /** Returns the caller of the present call. */
    static Caller current() {
        return CURRENT.get();
    }

    /** Returns what notes the caller of each call. */
    static ServerInterceptor interceptor() {
        return new ServerInterceptor() {
            @Override
            public <Q, R> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
                String database = headers.get(DATABASE);
                if (database == null || database.isEmpty()) {
                    return next.startCall(call, headers);
                }
                Context context = Context.current().withValue(CURRENT, new Caller(database));
                return Contexts.interceptCall(context, call, headers, next);
            }
        };
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
