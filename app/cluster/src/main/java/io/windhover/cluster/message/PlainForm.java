package io.windhover.cluster.message;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A type whose values have no parts, and an empty one.
 *
 * @param empty stands for a value that was not written; nobody changes it
 */
record PlainForm<T>(Class<T> type, T empty, BiConsumer<MessageSink, T> writer, Function<MessageSource, T> reader)
        implements Form {
    @Override
    public void write(MessageSink sink, Object value) {
        writer.accept(sink, type.cast(value));
    }

    @Override
    public Object read(MessageSource source) {
        return reader.apply(source);
    }

    @Override
    public Optional<Object> absent() {
        return Optional.of(empty);
    }
}
