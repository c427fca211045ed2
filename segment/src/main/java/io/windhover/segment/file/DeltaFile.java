package io.windhover.segment.file;

import io.windhover.model.row.PrimaryKeys;
import io.windhover.runtime.port.ObjectStore.MappedObject;
import io.windhover.runtime.port.ObjectStore.ObjectWriter;
import io.windhover.segment.deletes.DeleteSet;
import io.windhover.segment.rows.Layouts;
import io.windhover.segment.rows.NullBits;
import io.windhover.segment.rows.VariableView;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** Writes and reads files of deletes. */
public final class DeltaFile {
    private static final int KEYS = 1;
    private static final int TIMES = 2;
    private static final int PARTITIONS = 3;
    private static final int FACT_DELETES = 0;
    private static final int FACT_TEXT = 1;
    private static final int FACT_COUNT = 2;

    private DeltaFile() {}

    /** Writes deletes; the caller commits the object. Returns the bytes of the file. */
    public static long write(DeleteSet deletes, ObjectWriter out) {
        BlockFileWriter writer = new BlockFileWriter(out, FileFormat.DELETES_MAGIC);
        int text = 0;
        switch (deletes.keys()) {
            case PrimaryKeys.LongKeys longs -> putLongs(writer, KEYS, longs.values());
            case PrimaryKeys.StringKeys strings -> {
                putTexts(writer, strings.values());
                text = 1;
            }
        }
        putLongs(writer, TIMES, deletes.timestamps());
        putLongs(writer, PARTITIONS, deletes.partitions());
        return writer.finish(deletes.count(), text);
    }

    private static void putLongs(BlockFileWriter writer, int field, long[] values) {
        writer.beginBlock();
        writer.putLongs(values);
        writer.endBlock(field, BlockKind.VALUES, Long.BYTES);
    }

    private static void putTexts(BlockFileWriter writer, String[] texts) {
        byte[][] encoded = new byte[texts.length][];
        writer.beginBlock();
        long offset = 0;
        writer.putLong(offset);
        for (int i = 0; i < texts.length; i++) {
            encoded[i] = texts[i].getBytes(StandardCharsets.UTF_8);
            offset += encoded[i].length;
            writer.putLong(offset);
        }
        writer.endBlock(KEYS, BlockKind.OFFSETS, Long.BYTES);
        writer.beginBlock();
        for (byte[] text : encoded) {
            writer.put(MemorySegment.ofArray(text));
        }
        writer.endBlock(KEYS, BlockKind.VALUES, 0);
    }

    /**
     * Reads a whole file into heap memory; the object stays the caller's.
     *
     * @param fileName for messages
     * @throws io.windhover.model.DatabaseException DATA_INTEGRITY naming the file and what is damaged
     */
    public static DeleteSet read(String fileName, MappedObject object) {
        BlockFile file = BlockFile.open(fileName, object.bytes(), FileFormat.DELETES_MAGIC);
        if (file.factCount() != FACT_COUNT
                || file.fact(FACT_DELETES) < 0
                || file.fact(FACT_DELETES) > Integer.MAX_VALUE) {
            throw FileFormat.damaged(fileName, "directory", "not a file of deletes");
        }
        int count = (int) file.fact(FACT_DELETES);
        long[] times = longs(file, TIMES, count, "timestamps");
        long[] partitions = longs(file, PARTITIONS, count, "partitions");
        PrimaryKeys keys = file.fact(FACT_TEXT) == 0
                ? new PrimaryKeys.LongKeys(longs(file, KEYS, count, "keys"))
                : new PrimaryKeys.StringKeys(texts(file, count));
        return new DeleteSet(keys, times, partitions);
    }

    private static MemorySegment block(BlockFile file, int field, BlockKind kind, long bytes, String part) {
        int block = file.find(field, kind);
        if (block < 0 || bytes >= 0 && file.blocks().get(block).bytes() != bytes) {
            throw FileFormat.damaged(file.name(), part, "missing or of wrong length");
        }
        return file.bytes(block, part);
    }

    private static long[] longs(BlockFile file, int field, int count, String part) {
        return block(file, field, BlockKind.VALUES, 8L * count, part).toArray(Layouts.LONG);
    }

    private static String[] texts(BlockFile file, int count) {
        MemorySegment offsets = block(file, KEYS, BlockKind.OFFSETS, 8L * (count + 1L), "keys");
        MemorySegment bytes = block(file, KEYS, BlockKind.VALUES, -1, "keys");
        VariableView view = VariableView.whole(offsets, bytes, NullBits.NONE);
        String[] texts = new String[count];
        for (int i = 0; i < count; i++) {
            texts[i] = view.string(i);
        }
        return texts;
    }
}
