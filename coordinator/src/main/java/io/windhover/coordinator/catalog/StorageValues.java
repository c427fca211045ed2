package io.windhover.coordinator.catalog;

import io.windhover.model.CollectionId;
import io.windhover.model.IndexId;
import io.windhover.model.PartitionId;
import io.windhover.model.PersistentMap;
import io.windhover.model.SegmentId;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.DeltaEntry;
import io.windhover.model.catalog.SegmentEntry;
import io.windhover.model.catalog.ShardCheckpoint;
import io.windhover.model.catalog.StoredFile;

/** The values of segments, flushed deletes and checkpoints. */
final class StorageValues {
    private static final int VERSION = 1;

    private StorageValues() {}

    static byte[] encode(String key, SegmentEntry segment) {
        ValueWriter out = new ValueWriter(VERSION)
                .number(segment.shard().number())
                .number(segment.partition().value())
                .number(segment.rowCount())
                .time(segment.minTimestamp())
                .time(segment.maxTimestamp())
                .time(segment.deletesUpTo())
                .flag(segment.indexlessRows());
        file(out, segment.data());
        out.number(segment.indexes().size());
        segment.indexes().forEach(entry -> {
            out.number(entry.getKey().value());
            file(out, entry.getValue());
        });
        return out.end(key);
    }

    static SegmentEntry decodeSegment(String key, byte[] value) {
        ValueReader in = new ValueReader(key, value, VERSION);
        ShardId shard = new ShardId(new CollectionId(CatalogKeys.id(key, 0)), in.count());
        PartitionId partition = new PartitionId(in.number());
        long rowCount = in.number();
        Timestamp first = in.time();
        Timestamp last = in.time();
        Timestamp deletesUpTo = in.time();
        boolean indexless = in.flag();
        StoredFile data = file(in);
        PersistentMap<IndexId, StoredFile> indexes = PersistentMap.empty();
        int count = in.count();
        for (int i = 0; i < count; i++) {
            indexes = indexes.with(new IndexId(in.number()), file(in));
        }
        SegmentId id = new SegmentId(CatalogKeys.id(key, 1));
        return new SegmentEntry(id, shard, partition, rowCount, first, last, deletesUpTo, data, indexes, indexless);
    }

    static byte[] encode(String key, DeltaEntry delta) {
        ValueWriter out = new ValueWriter(VERSION)
                .number(delta.shard().number())
                .number(delta.count())
                .time(delta.minTimestamp())
                .time(delta.maxTimestamp());
        file(out, delta.file());
        return out.end(key);
    }

    static DeltaEntry decodeDelta(String key, byte[] value) {
        ValueReader in = new ValueReader(key, value, VERSION);
        ShardId shard = new ShardId(new CollectionId(CatalogKeys.id(key, 0)), in.count());
        long count = in.number();
        Timestamp first = in.time();
        Timestamp last = in.time();
        return new DeltaEntry(new SegmentId(CatalogKeys.id(key, 1)), shard, count, first, last, file(in));
    }

    static byte[] encode(String key, ShardCheckpoint checkpoint) {
        return new ValueWriter(VERSION)
                .number(checkpoint.walPosition())
                .time(checkpoint.timestamp())
                .end(key);
    }

    static ShardCheckpoint decodeCheckpoint(String key, byte[] value) {
        ValueReader in = new ValueReader(key, value, VERSION);
        long position = in.number();
        return new ShardCheckpoint(position, in.time());
    }

    private static void file(ValueWriter out, StoredFile file) {
        out.text(file.name()).number(file.bytes());
    }

    private static StoredFile file(ValueReader in) {
        String name = in.text();
        return new StoredFile(name, in.number());
    }
}
