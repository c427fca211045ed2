package io.windhover.cluster.message;

import java.util.Optional;
import java.util.function.Function;

/**
 * A value that may be missing: 0, or 1 and the value.
 *
 * @param content the value's form
 * @param open    takes the value out of the Java type
 * @param wrap    makes the Java type
 */
record OptionalForm(Form content, Function<Object, Optional<?>> open, Function<Optional<?>, Object> wrap)
        implements Form {
    @Override
    public void write(MessageSink sink, Object value) {
        Optional<?> opened = open.apply(value);
        sink.writeByte(opened.isPresent() ? 1 : 0);
        if (opened.isPresent()) {
            content.write(sink, opened.get());
        }
    }

    @Override
    public Object read(MessageSource source) {
        int present = source.readByte();
        if (present > 1) {
            throw source.damaged("an optional value that starts with " + present);
        }
        return wrap.apply(present == 1 ? Optional.of(content.read(source)) : Optional.empty());
    }

    @Override
    public Optional<Object> absent() {
        return Optional.of(wrap.apply(Optional.empty()));
    }
}
