package io.windhover.cluster.message;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A text: bytes, then UTF-8. */
record TextForm() implements Form {
    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void write(MessageSink sink, Object value) {
        byte[] bytes = utf8((String) value);
        sink.writeInt(bytes.length);
        sink.writeBytes(bytes);
    }

    @Override
    public Object read(MessageSource source) {
        return source.readText(source.readCount(1));
    }

    @Override
    public Optional<Object> absent() {
        return Optional.of("");
    }
}
