package io.windhover.server.transport;

import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A gRPC service of plain bytes, to test the port without any meaning. */
final class ByteCalls {
    static final MethodDescriptor<byte[], byte[]> ECHO = method("Echo", MethodDescriptor.MethodType.UNARY);
    static final MethodDescriptor<byte[], byte[]> LENGTH = method("Length", MethodDescriptor.MethodType.UNARY);
    static final MethodDescriptor<byte[], byte[]> ZEROS = method("Zeros", MethodDescriptor.MethodType.UNARY);
    static final MethodDescriptor<byte[], byte[]> HANG = method("Hang", MethodDescriptor.MethodType.UNARY);
    static final MethodDescriptor<byte[], byte[]> FAIL = method("Fail", MethodDescriptor.MethodType.UNARY);
    static final MethodDescriptor<byte[], byte[]> ABSENT = method("Absent", MethodDescriptor.MethodType.UNARY);
    static final MethodDescriptor<byte[], byte[]> MANY = method("Many", MethodDescriptor.MethodType.SERVER_STREAMING);
    static final MethodDescriptor<byte[], byte[]> TALK = method("Talk", MethodDescriptor.MethodType.BIDI_STREAMING);

    /** Counted down when a hanging call was cancelled by its client or the server. */
    final CountDownLatch cancelled = new CountDownLatch(1);

    private static MethodDescriptor<byte[], byte[]> method(String name, MethodDescriptor.MethodType type) {
        MethodDescriptor.Marshaller<byte[]> bytes = new MethodDescriptor.Marshaller<>() {
            @Override
            public InputStream stream(byte[] value) {
                return new ByteArrayInputStream(value);
            }

            @Override
            public byte[] parse(InputStream stream) {
                try {
                    return stream.readAllBytes();
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            }
        };
        return MethodDescriptor.newBuilder(bytes, bytes)
                .setFullMethodName("test.Bytes/" + name)
                .setType(type)
                .build();
    }

    ServerServiceDefinition definition() {
        return ServerServiceDefinition.builder("test.Bytes")
                .addMethod(ECHO, ServerCalls.asyncUnaryCall((q, o) -> answer(o, q)))
                .addMethod(LENGTH, ServerCalls.asyncUnaryCall((q, o) -> answer(o, ascii("" + q.length))))
                .addMethod(ZEROS, ServerCalls.asyncUnaryCall((q, o) -> answer(o, new byte[number(q)])))
                .addMethod(HANG, ServerCalls.asyncUnaryCall((_, _) -> hang()))
                .addMethod(FAIL, ServerCalls.asyncUnaryCall((_, _) -> {
                    throw new IllegalStateException("meant to fail");
                }))
                .addMethod(MANY, ServerCalls.asyncServerStreamingCall((q, o) -> {
                    for (int i = 0; i < number(q); i++) {
                        o.onNext(new byte[1000]);
                    }
                    o.onCompleted();
                }))
                .addMethod(TALK, ServerCalls.asyncBidiStreamingCall(ByteCalls::talk))
                .build();
    }

    private void hang() {
        CountDownLatch gone = new CountDownLatch(1);
        io.grpc.Context.current().addListener(_ -> gone.countDown(), Runnable::run);
        try {
            gone.await(30, TimeUnit.SECONDS);
            cancelled.countDown();
        } catch (InterruptedException _) {
            throw Status.CANCELLED.asRuntimeException();
        }
    }

    private static StreamObserver<byte[]> talk(StreamObserver<byte[]> out) {
        return new StreamObserver<>() {
            @Override
            public void onNext(byte[] value) {
                out.onNext(value);
            }

            @Override
            public void onError(Throwable failure) {
                out.onError(failure);
            }

            @Override
            public void onCompleted() {
                out.onCompleted();
            }
        };
    }

    private static void answer(StreamObserver<byte[]> out, byte[] value) {
        out.onNext(value);
        out.onCompleted();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static int number(byte[] text) {
        return Integer.parseInt(new String(text, StandardCharsets.US_ASCII));
    }
}
