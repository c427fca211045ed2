package io.windhover.server.network;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** The one method between processes, whose messages are bytes; each is copied once on its way in and once out. */
final class ByteMessages implements MethodDescriptor.Marshaller<ByteBuffer> {
    static final String SERVICE = "windhover.Network";
    static final MethodDescriptor<ByteBuffer, ByteBuffer> CALL = MethodDescriptor.<ByteBuffer, ByteBuffer>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Call"))
            .setRequestMarshaller(new ByteMessages())
            .setResponseMarshaller(new ByteMessages())
            .build();

    private ByteMessages() {}

    private static final class Outgoing extends ByteArrayInputStream implements KnownLength, Drainable {
        Outgoing(ByteBuffer bytes) {
            super(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        }

        @Override
        public int drainTo(OutputStream target) throws IOException {
            int length = count - pos;
            target.write(buf, pos, length);
            pos = count;
            return length;
        }
    }

    @Override
    public InputStream stream(ByteBuffer value) {
        return new Outgoing(value);
    }

    @Override
    public ByteBuffer parse(InputStream stream) {
        try {
            if (!(stream instanceof KnownLength)) {
                return ByteBuffer.wrap(stream.readAllBytes());
            }
            byte[] bytes = new byte[stream.available()];
            return ByteBuffer.wrap(bytes, 0, stream.readNBytes(bytes, 0, bytes.length));
        } catch (IOException failure) {
            throw Status.INTERNAL
                    .withDescription("the message cannot be read")
                    .withCause(failure)
                    .asRuntimeException();
        }
    }
}
