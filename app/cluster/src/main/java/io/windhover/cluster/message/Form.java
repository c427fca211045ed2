package io.windhover.cluster.message;

import java.util.Optional;

/** How the values of one type are written. Every value takes at least one byte. Immutable once prepared. */
interface Form {
    /** Writes a value of the type, not null. */
    void write(MessageSink sink, Object value);

    /** Reads a value of the type. */
    Object read(MessageSource source);

    /** Returns what stands for a value that was not written because its writer did not know of it; none = it must be. */
    default Optional<Object> absent() {
        return Optional.empty();
    }
}
