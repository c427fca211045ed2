package io.windhover.runtime.local;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.Promise;
import io.windhover.runtime.port.Wal;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** The right to append to one log, until a later opening, a deletion or an unknown outcome ends it. */
final class LocalWalWriter implements Wal.Writer {
    private final LocalWal wal;
    private final WalLog log;
    private final long epoch;
    private final long generation;
    private volatile boolean closed;

    LocalWalWriter(LocalWal wal, WalLog log) {
        this.wal = wal;
        this.log = log;
        this.epoch = log.epoch();
        this.generation = log.generation();
    }

    WalLog log() {
        return log;
    }

    @Override
    public Promise<Wal.Position> submit(List<MemorySegment> payloadParts) {
        return wal.submit(this, payloadParts);
    }

    /** Throws if this writer may no longer append; asked by the writing fiber. */
    void checkMayAppend(boolean logExists) {
        if (!logExists || log.generation() != generation) {
            String reason = logExists ? "a writer of epoch " + log.epoch() + " has taken it" : "it was deleted";
            throw new DatabaseException(
                    ErrorCode.NOT_OWNER, "log " + log.name + " is closed to epoch " + epoch + ": " + reason);
        }
        if (closed) {
            throw new DatabaseException(
                    ErrorCode.SERVICE_UNAVAILABLE, "writer of log " + log.name + " is closed, open a new one");
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
