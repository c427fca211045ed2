package io.windhover.index;

import java.lang.foreign.MemorySegment;

/** Takes a serialised index piece by piece, in order. */
@FunctionalInterface
public interface ByteSink {
    /** Takes all bytes of {@code bytes}, which stay valid only during the call. */
    void write(MemorySegment bytes);
}
