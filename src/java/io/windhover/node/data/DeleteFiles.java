package io.windhover.node.data;

import io.windhover.model.role.TailReads.TailDeletes;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.runtime.port.ObjectStore;
import io.windhover.segment.deletes.DeleteSet;
import java.lang.foreign.MemorySegment;

/** Flushed deletes as a file. */
public final class DeleteFiles {
    private DeleteFiles() {}

    /** Writes deletes; the caller commits. */
    static void write(TailDeletes deletes, ObjectStore.ObjectWriter out) {
        RecordSink sink = new RecordSink();
        WriteRecordCodec.writeKeys(sink, deletes.keys());
        sink.writeLongs(deletes.timestamps());
        sink.writeLongs(deletes.partitions());
        sink.finish().forEach(out::write);
    }

    /** Reads them back. */
    public static DeleteSet read(String name, MemorySegment bytes) {
        RecordSource source = new RecordSource(bytes);
        PrimaryKeys keys = WriteRecordCodec.readKeys(source);
        return new DeleteSet(keys, source.readLongs(keys.count()), source.readLongs(keys.count()));
    }
}
