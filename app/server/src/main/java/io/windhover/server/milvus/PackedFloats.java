package io.windhover.server.milvus;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.windhover.model.DatabaseException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The floats of a serialized {@code FloatArray}, copied run by run instead of one by one. */
final class PackedFloats {
    private static final int FIELD = 1;
    private static final int PACKED_TAG = FIELD << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    private static final int SINGLE_TAG = FIELD << 3 | WireFormat.WIRETYPE_FIXED32;

    private PackedFloats() {}

    /** Returns the floats in their order, which is little endian on the wire. */
    static float[] read(ByteString message) {
        float[] floats = new float[message.size() / Float.BYTES];
        int count = 0;
        try {
            CodedInputStream in = message.newCodedInput();
            in.enableAliasing(true);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (tag == PACKED_TAG) {
                    ByteBuffer run = in.readBytes().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
                    int floatsInRun = run.remaining() / Float.BYTES;
                    run.asFloatBuffer().get(floats, count, floatsInRun);
                    count += floatsInRun;
                } else if (tag == SINGLE_TAG) {
                    floats[count++] = in.readFloat();
                } else {
                    in.skipField(tag);
                }
            }
        } catch (IOException failure) {
            throw DatabaseException.invalid("float vectors cannot be read: %s", failure.getMessage());
        }
        return count == floats.length ? floats : java.util.Arrays.copyOf(floats, count);
    }
}
