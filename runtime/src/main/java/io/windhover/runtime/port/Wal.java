package io.windhover.runtime.port;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * Write-ahead logs, one per shard, each an ordered sequence of records. A record is durable when append returns. One
 * writer owns a log at a time, proved by its epoch: opening with one that is not smaller fences all earlier writers.
 */
public interface Wal extends AutoCloseable {
    /** A place in one log; later records have greater positions; 0 = before the first. */
    record Position(long value) implements Comparable<Position> {
        /** Before the first record. */
        public static final Position START = new Position(0);

        @Override
        public int compareTo(Position other) {
            return Long.compare(value, other.value);
        }
    }

    /** A record as read back. The payload is valid until the reader moves on. */
    record WalRecord(Position position, MemorySegment payload) {}

    /** The right to append to one log. */
    interface Writer extends AutoCloseable {
        /**
         * Appends one record and returns when it and all before it are durable. Concurrent appends are written as one
         * group. The parts are written one after the other as one payload, without being copied together first.
         *
         * @return the record's position
         * @throws io.windhover.model.DatabaseException NOT_OWNER when fenced, DISK_FULL (nothing was kept),
         *     SERVICE_UNAVAILABLE when the outcome is unknown: the writer is then closed and must be opened anew
         */
        default Position append(List<MemorySegment> payloadParts) {
            return submit(payloadParts).await();
        }

        /**
         * As append, without waiting: records of one writer become durable in the order of their submission. The
         * payload must not change until then, and every thread must be able to read it (no confined arena). Fails with
         * SERVICE_TOO_MANY_REQUESTS when too much waits already.
         */
        io.windhover.runtime.Promise<Position> submit(List<MemorySegment> payloadParts);

        @Override
        void close();
    }

    /**
     * Takes the right to append; every earlier writer is refused from then on. Equal epochs are accepted, so that an
     * owner can open again after a restart or an unknown outcome.
     *
     * @throws io.windhover.model.DatabaseException NOT_OWNER if the log was opened with a greater epoch
     */
    Writer openWriter(String log, long epoch);

    /** Reads a log in order. */
    interface Reader extends AutoCloseable {
        /** Returns the next durable record, or empty at the present end. */
        Optional<WalRecord> next();

        @Override
        void close();
    }

    /** Reads the records later than {@code after}. */
    Reader read(String log, Position after);

    /** Allows everything up to and including {@code upTo} to be deleted. */
    void trim(String log, Position upTo);

    /** Deletes a whole log; deleting an absent one changes nothing. */
    void delete(String log);

    /** Returns the names of all logs that were opened and not deleted, in order. */
    List<String> logs();

    /** Returns the bytes held on storage by all logs. */
    long storedBytes();

    @Override
    void close();
}
