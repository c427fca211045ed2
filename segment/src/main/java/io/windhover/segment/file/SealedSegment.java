package io.windhover.segment.file;

import io.windhover.index.bits.Bits;
import io.windhover.model.FieldId;
import io.windhover.model.PartitionId;
import io.windhover.model.SegmentId;
import io.windhover.model.Timestamp;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.FieldSchema;
import io.windhover.runtime.port.ObjectStore.MappedObject;
import io.windhover.segment.Holds;
import io.windhover.segment.Segment;
import io.windhover.segment.deletes.SegmentDeletes;
import io.windhover.segment.rows.ColumnView;
import io.windhover.segment.rows.Constants;
import io.windhover.segment.rows.FixedView;
import io.windhover.segment.rows.NullBits;
import io.windhover.segment.rows.VariableView;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * The rows of one column file, mapped and read in place. Rows are in ascending order of (primary key, newest first).
 * Each column's bytes are checked against their checksums when a view first asks for the column.
 */
public final class SealedSegment implements Segment {
    private static final int FACT_SEGMENT = 0;
    private static final int FACT_PARTITION = 1;
    private static final int FACT_ROWS = 2;
    private static final int FACT_MIN_TIME = 3;
    private static final int FACT_MAX_TIME = 4;
    private static final int FACT_REPEATED = 5;
    private static final int FACT_COUNT = 6;

    private final BlockFile file;
    private final FieldSchema keyField;
    private final Holds holds;
    private final long bytes;
    /** What the last read found; reads of the same second ask for the same. */
    private volatile Later later = new Later(Timestamp.MAX, new Bits(0));

    /** The rows later than a time. */
    private record Later(Timestamp time, Bits rows) {}

    private SealedSegment(BlockFile file, FieldSchema keyField, Holds holds, long bytes) {
        this.file = file;
        this.keyField = keyField;
        this.holds = holds;
        this.bytes = bytes;
    }

    /**
     * Opens a column file and takes the mapped object over; it is closed with the last hold, or at once on failure.
     *
     * @param fileName for messages
     * @param id       the segment it must be
     * @throws io.windhover.model.DatabaseException DATA_INTEGRITY naming the file when its frame is damaged or it is
     *     another segment's
     */
    public static SealedSegment open(String fileName, SegmentId id, MappedObject object, CollectionSchema schema) {
        MappedFile mapped = MappedFile.of(object);
        try {
            BlockFile file = BlockFile.open(fileName, mapped.bytes(), FileFormat.COLUMNS_MAGIC);
            if (file.factCount() != FACT_COUNT || file.fact(FACT_SEGMENT) != id.value()) {
                throw FileFormat.damaged(fileName, "directory", "not the file of segment " + id);
            }
            long rows = file.fact(FACT_ROWS);
            if (rows < 0 || rows > Integer.MAX_VALUE) {
                throw FileFormat.damaged(fileName, "directory", rows + " rows");
            }
            Holds holds = new Holds(mapped::close);
            return new SealedSegment(
                    file, schema.primaryKey(), holds, mapped.bytes().byteSize());
        } catch (RuntimeException failure) {
            mapped.close();
            throw failure;
        }
    }

    /** Checks every block now instead of at first touch. */
    public void verify() {
        for (int i = 0; i < file.blocks().size(); i++) {
            file.bytes(i, "field " + file.blocks().get(i).field());
        }
    }

    /** Returns the rows with the given deletes; use it only while the segment is held. */
    public SealedView view(SegmentDeletes deletes) {
        return view(deletes, List.of());
    }

    /** Returns the rows with the given deletes and open indexes; use it only while the segment and they are held. */
    public SealedView view(SegmentDeletes deletes, List<OpenIndex> indexes) {
        return new SealedView(this, deletes, indexes);
    }

    /** Tells whether the file has values of a field. */
    public boolean hasField(FieldId field) {
        return file.find(field.value(), BlockKind.VALUES) >= 0;
    }

    /** Returns the rows as they are in the file, none deleted; use it only while the segment is held. */
    public SealedView view() {
        return view(SegmentDeletes.none(rowCount()));
    }

    /** Returns the time of the oldest row. */
    public Timestamp minTimestamp() {
        return new Timestamp(file.fact(FACT_MIN_TIME));
    }

    /** Returns the time of the newest row. */
    public Timestamp maxTimestamp() {
        return new Timestamp(file.fact(FACT_MAX_TIME));
    }

    /** Tells whether some rows have the same key. */
    public boolean hasRepeatedKeys() {
        return file.fact(FACT_REPEATED) != 0;
    }

    FieldSchema keyField() {
        return keyField;
    }

    FixedView timestamps() {
        return fixed(FileFormat.TIMESTAMPS_FIELD, Long.BYTES, NullBits.NONE, "timestamps");
    }

    /** Returns the rows later than a time; the set is shared. */
    Bits later(Timestamp time) {
        Later known = later;
        if (known.time().equals(time)) {
            return known.rows();
        }
        Bits rows = new Bits(rowCount());
        if (maxTimestamp().isAfter(time)) {
            FixedView times = timestamps();
            for (int row = 0; row < rows.size(); row++) {
                rows.set(row, times.longAt(row) > time.value());
            }
        }
        later = new Later(time, rows);
        return rows;
    }

    ColumnView column(FieldSchema field) {
        Optional<ColumnView> stored = stored(field.id(), field.name(), field.fixedBytes());
        return stored.orElseGet(() -> Constants.absent(field));
    }

    private Optional<ColumnView> stored(FieldId id, String name, int width) {
        String part = "field \"%s\"".formatted(name);
        if (file.find(id.value(), BlockKind.VALUES) < 0) {
            return Optional.empty();
        }
        NullBits nulls = nulls(id.value(), part);
        return Optional.of(width > 0 ? fixed(id.value(), width, nulls, part) : variable(id.value(), nulls, part));
    }

    private FixedView fixed(long field, int width, NullBits nulls, String part) {
        int block = file.find(field, BlockKind.VALUES);
        if (block < 0
                || file.blocks().get(block).width() != width
                || file.blocks().get(block).bytes() != (long) width * rowCount()) {
            throw FileFormat.damaged(file.name(), part, "not " + rowCount() + " values of " + width + " bytes");
        }
        return FixedView.whole(file.bytes(block, part), width, nulls);
    }

    private VariableView variable(long field, NullBits nulls, String part) {
        int block = file.find(field, BlockKind.OFFSETS);
        if (block < 0 || file.blocks().get(block).bytes() != 8L * (rowCount() + 1L)) {
            throw FileFormat.damaged(file.name(), part, "not " + rowCount() + " offsets");
        }
        MemorySegment values = file.bytes(file.find(field, BlockKind.VALUES), part);
        return VariableView.whole(file.bytes(block, part), values, nulls);
    }

    private NullBits nulls(long field, String part) {
        int block = file.find(field, BlockKind.NULLS);
        if (block < 0) {
            return NullBits.NONE;
        }
        if (file.blocks().get(block).bytes() != 8L * ((rowCount() + 63L) >>> 6)) {
            throw FileFormat.damaged(file.name(), part, "not " + rowCount() + " null bits");
        }
        return NullBits.of(file.bytes(block, part));
    }

    @Override
    public SegmentId id() {
        return new SegmentId(file.fact(FACT_SEGMENT));
    }

    @Override
    public PartitionId partition() {
        return new PartitionId(file.fact(FACT_PARTITION));
    }

    @Override
    public int rowCount() {
        return (int) file.fact(FACT_ROWS);
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public boolean tryHold() {
        return holds.tryHold();
    }

    @Override
    public void release() {
        holds.release();
    }
}
