package io.windhover.node.query;

import io.windhover.model.IndexId;
import io.windhover.model.catalog.SegmentEntry;
import io.windhover.segment.Holds;
import io.windhover.segment.deletes.SegmentDeletes;
import io.windhover.segment.file.OpenIndex;
import io.windhover.segment.file.SealedSegment;
import io.windhover.segment.file.SealedView;
import java.util.List;
import java.util.Optional;

/**
 * A sealed segment that is open here, with the index files it had in the catalog of its opening. Views share it; its
 * files are closed when the last view that has it ends.
 */
final class OpenSegment {
    private final SegmentEntry entry;
    private final SealedSegment segment;
    private final List<OpenIndex> indexes;
    private final Holds holds;

    /** Takes over the caller's hold on the segment and each index; starts with one hold of its own, the caller's. */
    OpenSegment(SegmentEntry entry, SealedSegment segment, List<OpenIndex> indexes) {
        this.entry = entry;
        this.segment = segment;
        this.indexes = List.copyOf(indexes);
        this.holds = new Holds(this::closeFiles);
    }

    private void closeFiles() {
        indexes.forEach(OpenIndex::release);
        segment.release();
    }

    SegmentEntry entry() {
        return entry;
    }

    SealedSegment segment() {
        return segment;
    }

    List<OpenIndex> indexes() {
        return indexes;
    }

    Optional<OpenIndex> index(IndexId id) {
        return indexes.stream().filter(index -> index.id().equals(id)).findFirst();
    }

    /** Returns the rows with the given deletes; only while held. */
    SealedView view(SegmentDeletes deletes) {
        return segment.view(deletes, indexes);
    }

    /** Returns the bytes of all its files, mapped. */
    long bytes() {
        return segment.bytes() + indexes.stream().mapToLong(OpenIndex::bytes).sum();
    }

    boolean tryHold() {
        return holds.tryHold();
    }

    void release() {
        holds.release();
    }
}
