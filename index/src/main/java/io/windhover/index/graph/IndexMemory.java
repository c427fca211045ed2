package io.windhover.index.graph;

import io.windhover.index.ByteSink;
import io.windhover.index.vector.VectorQuery;
import io.windhover.index.vector.VectorRows;
import io.windhover.model.Invariant;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Optional;

/**
 * What an index is searched in.
 *
 * @param file  the index itself, as it is stored
 * @param rows  the column that it was built on
 * @param owned of the file, if the index was built and not opened
 */
record IndexMemory(MemorySegment file, VectorRows rows, Optional<Arena> owned) {
    /** Fails unless a query fits and all memory is there; called once when a search begins. */
    void check(VectorQuery query) {
        query.checkFits(rows);
        rows.checkAlive();
        Invariant.check(file.scope().isAlive(), "vector index is used after its memory was given back");
    }

    /** Keeps what is read by address from being given back before a search has come here. */
    void keepAlive() {
        Reference.reachabilityFence(rows);
        Reference.reachabilityFence(file);
    }

    void writeTo(ByteSink sink) {
        sink.write(file);
    }

    void close() {
        owned.ifPresent(Arena::close);
    }
}
