package io.windhover.node.data;

import io.windhover.model.PartitionId;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.model.role.ShardWrite;
import io.windhover.model.row.PrimaryKeys;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One write as one log record: a head of 10 bytes (version, kind, timestamp) that the owner writes, and a body that
 * whoever brings the write encodes beforehand. Little endian; the log has the checksum.
 */
public final class WriteRecordCodec {
    private static final int VERSION = 1;
    private static final int KIND_WRITE = 1;
    private static final int HEAD_BYTES = 2 + Long.BYTES;
    private static final int KEYS_LONG = 1;
    private static final int KEYS_STRING = 2;

    private WriteRecordCodec() {}

    /** A write with the time at which it happened. */
    public record TimedWrite(Timestamp timestamp, ShardWrite write) {}

    /**
     * Encodes everything but the timestamp. Large columns are views of the write's own arrays, not copies.
     *
     * @return the body's parts, in order
     */
    public static List<MemorySegment> encodeBody(ShardWrite write) {
        RecordSink sink = new RecordSink();
        sink.writeInt(write.inserts().size());
        for (ShardWrite.PartitionRows rows : write.inserts()) {
            sink.writeLong(rows.partition().value());
            ColumnCodec.writeBatch(sink, rows.rows());
        }
        sink.writeByte(write.deletes().isPresent() ? 1 : 0);
        write.deletes().ifPresent(deletes -> writeDeletes(sink, deletes));
        return sink.finish();
    }

    /** Puts the head before an encoded body. */
    public static List<MemorySegment> withHead(Timestamp timestamp, List<MemorySegment> body) {
        byte[] head = new byte[HEAD_BYTES];
        head[0] = VERSION;
        head[1] = KIND_WRITE;
        MemorySegment.ofArray(head).set(RecordSink.LONG, 2, timestamp.value());
        List<MemorySegment> parts = new ArrayList<>(body.size() + 1);
        parts.add(MemorySegment.ofArray(head));
        parts.addAll(body);
        return parts;
    }

    /** Decodes a record; throws DATA_INTEGRITY when it is not one. */
    public static TimedWrite decode(ShardId shard, MemorySegment payload) {
        RecordSource source = new RecordSource(payload);
        int version = source.readByte();
        int kind = source.readByte();
        if (version != VERSION || kind != KIND_WRITE) {
            throw source.damaged("version " + version + ", kind " + kind);
        }
        long time = source.readLong();
        if (time < 0) {
            throw source.damaged("timestamp " + time);
        }
        int insertCount = source.readCount(1);
        List<ShardWrite.PartitionRows> inserts = new ArrayList<>(insertCount);
        for (int i = 0; i < insertCount; i++) {
            PartitionId partition = new PartitionId(source.readLong());
            inserts.add(new ShardWrite.PartitionRows(partition, ColumnCodec.readBatch(source)));
        }
        Optional<ShardWrite.KeyDeletes> deletes =
                source.readByte() == 1 ? Optional.of(readDeletes(source)) : Optional.empty();
        if (!source.isAtEnd()) {
            throw source.damaged("bytes after the end");
        }
        return new TimedWrite(new Timestamp(time), new ShardWrite(shard, 0, inserts, deletes));
    }

    private static void writeDeletes(RecordSink sink, ShardWrite.KeyDeletes deletes) {
        writeKeys(sink, deletes.keys());
        sink.writeInt(deletes.partitions().size());
        for (PartitionId partition : deletes.partitions()) {
            sink.writeLong(partition.value());
        }
    }

    private static ShardWrite.KeyDeletes readDeletes(RecordSource source) {
        PrimaryKeys keys = readKeys(source);
        int partitionCount = source.readCount(Long.BYTES);
        List<PartitionId> partitions = new ArrayList<>(partitionCount);
        for (int i = 0; i < partitionCount; i++) {
            partitions.add(new PartitionId(source.readLong()));
        }
        return new ShardWrite.KeyDeletes(keys, partitions);
    }

    private static void writeKeys(RecordSink sink, PrimaryKeys keys) {
        switch (keys) {
            case PrimaryKeys.LongKeys longs -> {
                sink.writeByte(KEYS_LONG);
                sink.writeInt(longs.values().length);
                sink.writeLongs(longs.values());
            }
            case PrimaryKeys.StringKeys strings -> {
                sink.writeByte(KEYS_STRING);
                ColumnCodec.writeStrings(sink, strings.values());
            }
        }
    }

    private static PrimaryKeys readKeys(RecordSource source) {
        int kind = source.readByte();
        return switch (kind) {
            case KEYS_LONG -> new PrimaryKeys.LongKeys(source.readLongs(source.readCount(Long.BYTES)));
            case KEYS_STRING -> new PrimaryKeys.StringKeys(ColumnCodec.readStrings(source));
            default -> throw source.damaged("unknown kind of keys " + kind);
        };
    }
}
