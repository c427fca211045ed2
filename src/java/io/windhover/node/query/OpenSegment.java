package io.windhover.node.query;

import io.windhover.model.catalog.SegmentEntry;
import io.windhover.segment.Holds;
import io.windhover.segment.deletes.SegmentDeletes;
import io.windhover.segment.file.SealedSegment;
import io.windhover.segment.file.SealedView;

/**
 * A sealed segment that is open here, with the index files it had in the catalog of its opening. Views share it; its
 * files are closed when the last view that has it ends.
 */
final class OpenSegment {
    private final SegmentEntry entry;
    private final SealedSegment segment;
    private final Holds holds;

    /** Takes over the caller's hold on {@code segment}; starts with one hold of its own, the caller's. */
    OpenSegment(SegmentEntry entry, SealedSegment segment) {
        this.entry = entry;
        this.segment = segment;
        this.holds = new Holds(this::closeFiles);
    }

    private void closeFiles() {
        segment.release();
    }

    SegmentEntry entry() {
        return entry;
    }

    SealedSegment segment() {
        return segment;
    }

    /** Returns the rows with the given deletes; only while held. */
    SealedView view(SegmentDeletes deletes) {
        return segment.view(deletes);
    }

    boolean tryHold() {
        return holds.tryHold();
    }

    void release() {
        holds.release();
    }
}
