package io.windhover.server.milvus;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import io.windhover.proto.rows.RowsRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads a write with one copy of its bytes: vectors stay slices of the message until they become a column. */
final class RowsMarshaller implements MethodDescriptor.PrototypeMarshaller<RowsRequest> {
    private static final MethodDescriptor.Marshaller<RowsRequest> PLAIN =
            ProtoUtils.marshaller(RowsRequest.getDefaultInstance());

    @Override
    public RowsRequest getMessagePrototype() {
        return RowsRequest.getDefaultInstance();
    }

    @Override
    public Class<RowsRequest> getMessageClass() {
        return RowsRequest.class;
    }

    @Override
    public InputStream stream(RowsRequest value) {
        return PLAIN.stream(value);
    }

    @Override
    public RowsRequest parse(InputStream stream) {
        try {
            CodedInputStream message = CodedInputStream.newInstance(bytes(stream));
            message.enableAliasing(true);
            return RowsRequest.parseFrom(message);
        } catch (InvalidProtocolBufferException failure) {
            throw Status.INTERNAL
                    .withDescription("invalid protobuf byte sequence")
                    .withCause(failure)
                    .asRuntimeException();
        } catch (IOException failure) {
            throw Status.INTERNAL
                    .withDescription("the message cannot be read")
                    .withCause(failure)
                    .asRuntimeException();
        }
    }

    /** A message that came uncompressed says how long it is: its pieces are copied into place once. */
    private static byte[] bytes(InputStream stream) throws IOException {
        if (!(stream instanceof KnownLength)) {
            return stream.readAllBytes();
        }
        byte[] bytes = new byte[stream.available()];
        int count = stream.readNBytes(bytes, 0, bytes.length);
        return count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
    }
}
