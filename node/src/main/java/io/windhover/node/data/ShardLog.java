package io.windhover.node.data;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.StorageNames;
import io.windhover.runtime.Promise;
import io.windhover.runtime.metrics.Counter;
import io.windhover.runtime.port.Wal;
import io.windhover.runtime.port.Wal.Position;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * The log of one shard in the hands of its owner: opened under an epoch that no one had before, replayed into the tail,
 * then appended to. One fiber uses it.
 */
final class ShardLog {
    private final DataPorts ports;
    private final ShardId shard;
    private final String name;
    private final Counter appends;
    private final Counter appendedBytes;
    private Optional<Wal.Writer> writer = Optional.empty();
    private long epoch;

    ShardLog(DataPorts ports, ShardId shard) {
        this.ports = ports;
        this.shard = shard;
        this.name = StorageNames.log(shard);
        DataCounts counts = new DataCounts(ports.runtime().metrics());
        this.appends = counts.walAppends();
        this.appendedBytes = counts.walBytes();
    }

    /**
     * Takes the log over, fencing every earlier owner, and applies all its records later than the tail's position.
     *
     * @param newEpoch nobody had it before
     */
    void takeOver(long newEpoch, ShardTail tail, SegmentIds ids) {
        epoch = newEpoch;
        takeOverAgain(tail, ids);
    }

    /**
     * As {@link #takeOver}, under the epoch that this owner has: after a failure of the log nobody else need be asked. It
     * is refused if the log has another owner by now.
     */
    void takeOverAgain(ShardTail tail, SegmentIds ids) {
        close();
        writer = Optional.of(ports.wal().openWriter(name, epoch));
        try (Wal.Reader reader = ports.wal().read(name, tail.appliedPosition())) {
            Optional<Wal.WalRecord> record = reader.next();
            while (record.isPresent()) {
                replay(tail, ids, record.get());
                record = reader.next();
            }
        }
    }

    private void replay(ShardTail tail, SegmentIds ids, Wal.WalRecord record) {
        WriteRecordCodec.TimedWrite timed = WriteRecordCodec.decode(shard, record.payload());
        ports.clock().moveBeyond(timed.timestamp());
        tail.apply(liveCollection(), timed, record.position(), record.payload().byteSize(), ids::next);
    }

    /** Returns the collection in the newest catalog; throws COLLECTION_NOT_FOUND if it is not in use any more. */
    Collection liveCollection() {
        return ports.coordinator()
                .catalog()
                .collections()
                .find(shard.collection())
                .filter(Collection::isActive)
                .orElseThrow(
                        () -> DatabaseException.of(ErrorCode.COLLECTION_NOT_FOUND, "collection", shard.collection()));
    }

    Promise<Position> submit(Timestamp at, List<MemorySegment> body) {
        appends.increment();
        for (MemorySegment part : body) {
            appendedBytes.add(part.byteSize());
        }
        return writer.orElseThrow().submit(WriteRecordCodec.withHead(at, body));
    }

    void close() {
        writer.ifPresent(Wal.Writer::close);
        writer = Optional.empty();
    }
}
