package io.windhover.simulation.mutation;

import io.windhover.embedded.Wiring;
import io.windhover.runtime.port.MetaStore;
import io.windhover.runtime.port.ObjectStore;
import io.windhover.runtime.port.Wal;
import io.windhover.simulation.network.Between;
import java.util.List;
import java.util.Optional;

/** Bugs of code that uses the logs, the metadata store or the object store. */
final class PortBugs {
    private PortBugs() {}

    /** Nothing written is ever given back: logs are neither trimmed nor deleted. */
    static Wiring logsAreKept() {
        return wal((method, arguments, next) ->
                method.equals("trim") || method.equals("delete") ? null : next.with(arguments));
    }

    /** The replay ends one record before the end. */
    static Wiring replaySkipsLast() {
        return wal((method, arguments, next) -> {
            Object answer = next.with(arguments);
            return method.equals("read") ? withoutLast((Wal.Reader) answer) : answer;
        });
    }

    private static Wal.Reader withoutLast(Wal.Reader reader) {
        return new Wal.Reader() {
            private Optional<Wal.WalRecord> ahead = copied(reader.next());

            @Override
            public Optional<Wal.WalRecord> next() {
                Optional<Wal.WalRecord> present = ahead;
                ahead = copied(reader.next());
                return ahead.isPresent() ? present : Optional.empty();
            }

            @Override
            public void close() {
                reader.close();
            }
        };
    }

    /** A payload is valid until the reader moves on. */
    private static Optional<Wal.WalRecord> copied(Optional<Wal.WalRecord> read) {
        return read.map(record -> new Wal.WalRecord(
                record.position(),
                java.lang.foreign.MemorySegment.ofArray(
                        record.payload().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE))));
    }

    private static Wiring wal(Between.Change change) {
        return new Wiring() {
            @Override
            public Wal wal(Wal behind) {
                return Between.put(Wal.class, behind, change);
            }
        };
    }

    /** Files that nobody names stay. */
    static Wiring filesAreKept() {
        return new Wiring() {
            @Override
            public ObjectStore objects(ObjectStore behind) {
                return Between.put(
                        ObjectStore.class,
                        behind,
                        (method, arguments, next) -> method.equals("delete") ? null : next.with(arguments));
            }
        };
    }

    /** Keys of what is gone stay. */
    static Wiring keysAreKept() {
        return meta(changes -> changes.stream()
                .filter(change -> !(change instanceof MetaStore.Change.Delete))
                .toList());
    }

    /** A transaction of several keys loses its last one: it is not atomic. */
    static Wiring transactionsAreTorn() {
        return meta(changes -> changes.size() > 4 ? changes.subList(0, changes.size() - 1) : changes);
    }

    private interface Edit {
        List<MetaStore.Change> of(List<MetaStore.Change> changes);
    }

    private static Wiring meta(Edit edit) {
        return new Wiring() {
            @Override
            public MetaStore meta(MetaStore behind) {
                return Between.put(MetaStore.class, behind, (method, arguments, next) -> {
                    if (!method.equals("transact")) {
                        return next.with(arguments);
                    }
                    @SuppressWarnings("unchecked") // the method's own type
                    List<MetaStore.Change> changes = (List<MetaStore.Change>) arguments[1];
                    return next.with(arguments[0], edit.of(changes));
                });
            }
        };
    }
}
