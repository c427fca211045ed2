package io.windhover.embedded;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** Parts that were opened one on another, to be closed the other way round. Used by one thread at a time. */
public final class OpenParts implements AutoCloseable {
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /** Closes a part with the others; returns it. */
    public <T extends AutoCloseable> T keep(T part) {
        opened.push(part);
        return part;
    }

    /** Returns what {@code opening} makes of these parts; closes them if it fails. */
    public <T> T orClose(Supplier<T> opening) {
        try {
            return opening.get();
        } catch (RuntimeException | Error failure) {
            try {
                close();
            } catch (RuntimeException also) {
                failure.addSuppressed(also);
            }
            throw failure;
        }
    }

    /** Closes all, even if one fails; then throws the first failure. */
    @Override
    public void close() {
        RuntimeException first = null;
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (RuntimeException failure) {
                first = first == null ? failure : first;
            } catch (Exception failure) {
                first = first == null ? new IllegalStateException(failure) : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
