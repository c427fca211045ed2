package io.windhover.segment.file;

import io.windhover.model.FieldId;
import io.windhover.model.IndexId;
import io.windhover.segment.Holds;
import io.windhover.segment.rows.FieldIndex;

/**
 * An index file that is open, held once by its opener. It holds its segment; its memory goes back with the last hold.
 */
public final class OpenIndex {
    private final IndexId id;
    private final FieldId field;
    private final FieldIndex index;
    private final long bytes;
    private final Holds holds;

    OpenIndex(IndexId id, FieldId field, FieldIndex index, long bytes, Runnable giveBack) {
        this.id = id;
        this.field = field;
        this.index = index;
        this.bytes = bytes;
        this.holds = new Holds(giveBack);
    }

    /** Returns the definition it was built by. */
    public IndexId id() {
        return id;
    }

    /** Returns the field that it indexes. */
    public FieldId field() {
        return field;
    }

    /** Returns the index; use it only while held. */
    public FieldIndex index() {
        return index;
    }

    /** Returns the bytes of the file. */
    public long bytes() {
        return bytes;
    }

    /** Holds it once more, unless its memory was given back. */
    public boolean tryHold() {
        return holds.tryHold();
    }

    /** Lets go once. */
    public void release() {
        holds.release();
    }
}
