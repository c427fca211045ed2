package io.windhover.runtime.local;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.PersistentMap;
import io.windhover.runtime.port.MetaStore.Change;
import io.windhover.runtime.port.MetaStore.Entry;
import io.windhover.runtime.port.MetaStore.Lease;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Metadata as bytes: journal records and snapshots, big endian; strings and values after their length (4 bytes). */
final class MetaFormat {
    private static final byte TRANSACTION = 1;
    private static final byte GRANTED = 2;
    private static final byte REVOKED = 3;
    private static final byte PUT = 1;
    private static final byte DELETE = 2;
    private static final long SNAPSHOT_MAGIC = 0x5748_4D45_5441_3031L;

    private MetaFormat() {}

    /** A state and the first journal file that is not in it. */
    record StoredState(MetaState state, long journalFrom) {}

    /** Bytes that grow as they are written. */
    private static final class Output {
        private ByteBuffer buffer = ByteBuffer.allocate(256);

        ByteBuffer room(int bytes) {
            if (buffer.remaining() < bytes) {
                int size = Math.max(buffer.capacity() * 2, buffer.position() + bytes);
                buffer = ByteBuffer.allocate(size).put(buffer.flip());
            }
            return buffer;
        }

        Output put(byte value) {
            room(1).put(value);
            return this;
        }

        Output put(long value) {
            room(8).putLong(value);
            return this;
        }

        Output put(int value) {
            room(4).putInt(value);
            return this;
        }

        Output put(byte[] value) {
            put(value.length);
            room(value.length).put(value);
            return this;
        }

        Output put(String value) {
            return put(value.getBytes(StandardCharsets.UTF_8));
        }

        byte[] bytes() {
            return Arrays.copyOf(buffer.array(), buffer.position());
        }
    }

    static MemorySegment encode(MetaRecord step) {
        Output output = new Output();
        switch (step) {
            case MetaRecord.Transaction transaction -> {
                output.put(TRANSACTION)
                        .put(transaction.version())
                        .put(transaction.changes().size());
                transaction.changes().forEach(change -> encode(output, change));
            }
            case MetaRecord.Granted granted ->
                output.put(GRANTED).put(granted.lease()).put(granted.ttlMs());
            case MetaRecord.Revoked revoked ->
                output.put(REVOKED).put(revoked.version()).put(revoked.lease());
        }
        return MemorySegment.ofArray(output.bytes());
    }

    private static void encode(Output output, Change change) {
        switch (change) {
            case Change.Put put ->
                output.put(PUT)
                        .put(put.key())
                        .put(put.value())
                        .put(put.lease().map(Lease::id).orElse(0L));
            case Change.Delete delete -> output.put(DELETE).put(delete.key());
        }
    }

    static MetaRecord decode(MemorySegment record) {
        ByteBuffer input = ByteBuffer.wrap(record.toArray(ValueLayout.JAVA_BYTE));
        byte kind = input.get();
        return switch (kind) {
            case TRANSACTION -> new MetaRecord.Transaction(input.getLong(), decodeChanges(input));
            case GRANTED -> new MetaRecord.Granted(input.getLong(), input.getLong());
            case REVOKED -> new MetaRecord.Revoked(input.getLong(), input.getLong());
            default -> throw new DatabaseException(ErrorCode.DATA_INTEGRITY, "metadata record of unknown kind " + kind);
        };
    }

    private static List<Change> decodeChanges(ByteBuffer input) {
        List<Change> changes = new ArrayList<>();
        for (int i = input.getInt(); i > 0; i--) {
            boolean put = input.get() == PUT;
            String key = string(input);
            if (put) {
                byte[] value = bytes(input);
                long lease = input.getLong();
                changes.add(new Change.Put(key, value, lease == 0 ? Optional.empty() : Optional.of(new Lease(lease))));
            } else {
                changes.add(new Change.Delete(key));
            }
        }
        return changes;
    }

    private static byte[] bytes(ByteBuffer input) {
        byte[] value = new byte[input.getInt()];
        input.get(value);
        return value;
    }

    private static String string(ByteBuffer input) {
        return new String(bytes(input), StandardCharsets.UTF_8);
    }

    static MemorySegment encode(StoredState stored) {
        MetaState state = stored.state();
        Output output = new Output();
        output.put(SNAPSHOT_MAGIC)
                .put(state.version())
                .put(stored.journalFrom())
                .put(state.nextLease());
        output.put(state.leases().size());
        for (Map.Entry<Long, MetaState.Term> lease : state.leases()) {
            output.put(lease.getKey()).put(lease.getValue().ttlMs());
        }
        output.put(state.entries().size());
        for (Map.Entry<MetaKey, MetaState.Stored> entry : state.entries()) {
            MetaState.Stored value = entry.getValue();
            output.put(value.entry().key()).put(value.entry().value());
            output.put(value.entry().modVersion()).put(value.lease());
        }
        output.put(LogFormat.crc(MemorySegment.ofArray(output.bytes())));
        return MemorySegment.ofArray(output.bytes());
    }

    /**
     * Reads a snapshot.
     *
     * @throws DatabaseException DATA_INTEGRITY naming the file
     */
    static StoredState decodeSnapshot(String file, MemorySegment bytes) {
        long length = bytes.byteSize() - 4;
        ByteBuffer input = ByteBuffer.wrap(bytes.toArray(ValueLayout.JAVA_BYTE));
        boolean whole = length > 8
                && input.getInt((int) length) == LogFormat.crc(bytes.asSlice(0, length))
                && input.getLong() == SNAPSHOT_MAGIC;
        if (!whole) {
            throw new DatabaseException(ErrorCode.DATA_INTEGRITY, "metadata snapshot " + file + " is damaged");
        }
        return decodeSnapshot(input);
    }

    private static StoredState decodeSnapshot(ByteBuffer input) {
        long version = input.getLong();
        long journalFrom = input.getLong();
        long nextLease = input.getLong();
        PersistentMap<Long, MetaState.Term> leases = PersistentMap.empty();
        for (int i = input.getInt(); i > 0; i--) {
            leases = leases.with(input.getLong(), new MetaState.Term(input.getLong(), PersistentMap.empty()));
        }
        PersistentMap<MetaKey, MetaState.Stored> entries = PersistentMap.empty();
        for (int i = input.getInt(); i > 0; i--) {
            Entry entry = new Entry(string(input), bytes(input), input.getLong());
            MetaKey key = new MetaKey(entry.key());
            long lease = input.getLong();
            entries = entries.with(key, new MetaState.Stored(entry, lease));
            if (lease != 0) {
                MetaState.Term term = leases.find(lease).orElseThrow();
                leases = leases.with(
                        lease, new MetaState.Term(term.ttlMs(), term.keys().with(key, Boolean.TRUE)));
            }
        }
        return new StoredState(new MetaState(version, entries, leases, nextLease), journalFrom);
    }
}
