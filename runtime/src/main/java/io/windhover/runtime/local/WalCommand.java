package io.windhover.runtime.local;

import io.windhover.runtime.Promise;
import io.windhover.runtime.port.Wal.Position;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** What callers ask of the writing fiber. */
sealed interface WalCommand {
    /** Where the outcome goes. */
    Promise<?> outcome();

    /** Appends a record. */
    record Append(LocalWalWriter writer, List<MemorySegment> parts, Promise<Position> outcome) implements WalCommand {}

    /** Takes a log. */
    record Open(String log, long epoch, Promise<LocalWalWriter> outcome) implements WalCommand {}

    /** Frees a log's beginning. */
    record Trim(String log, long upTo, Promise<Boolean> outcome) implements WalCommand {}

    /** Deletes a log. */
    record Delete(String log, Promise<Boolean> outcome) implements WalCommand {}
}
