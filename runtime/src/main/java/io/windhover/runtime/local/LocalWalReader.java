package io.windhover.runtime.local;

import io.windhover.model.DatabaseException;
import io.windhover.runtime.port.Wal;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** Reads one log in order, following it as it grows and as its beginning is trimmed. */
final class LocalWalReader implements Wal.Reader {
    private final WalIndex index;
    private final SegmentedLog files;
    private final String log;
    private Wal.Position last;

    LocalWalReader(WalIndex index, SegmentedLog files, String log, Wal.Position after) {
        this.index = index;
        this.files = files;
        this.log = log;
        this.last = after;
    }

    @Override
    public Optional<Wal.WalRecord> next() {
        while (true) {
            Optional<WalIndex.Place> place = index.firstAfter(log, last.value());
            if (place.isEmpty()) {
                return Optional.empty();
            }
            try {
                return Optional.of(read(place.get()));
            } catch (DatabaseException cause) {
                // The record may have been trimmed, or copied to another file, between looking and reading.
                if (index.firstAfter(log, last.value()).equals(place)) {
                    throw cause;
                }
            }
        }
    }

    private Wal.WalRecord read(WalIndex.Place place) {
        MemorySegment record = files.read(place.address(), WalFormat.ROW_HEADER_BYTES + place.payloadBytes());
        last = new Wal.Position(place.position());
        return new Wal.WalRecord(
                last, record.asSlice(WalFormat.ROW_HEADER_BYTES).asReadOnly());
    }

    @Override
    public void close() {
        // Nothing is held between two records.
    }
}
