package io.windhover.node.query;

import io.windhover.model.IndexId;
import io.windhover.model.Invariant;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.IndexDefinition;
import io.windhover.model.catalog.SegmentEntry;
import io.windhover.model.catalog.StoredFile;
import io.windhover.runtime.port.ObjectStore;
import io.windhover.segment.file.IndexFiles;
import io.windhover.segment.file.OpenIndex;
import io.windhover.segment.file.SealedSegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens the files of one segment as one catalog names them, sharing what is open already. */
final class SegmentOpener {
    private final ObjectStore objects;
    private final Collection collection;

    SegmentOpener(ObjectStore objects, Collection collection) {
        this.objects = objects;
        this.collection = collection;
    }

    /**
     * Opens a segment, held once for the caller; on failure nothing stays open.
     *
     * @param before the same segment as it was open before, if it was; held by somebody
     * @throws io.windhover.model.DatabaseException DATA_INTEGRITY or IO_KEY_NOT_FOUND naming the file
     */
    OpenSegment open(SegmentEntry entry, Optional<OpenSegment> before) {
        SealedSegment segment = before.isPresent() ? shared(before.get()) : openFile(entry);
        List<OpenIndex> indexes = new ArrayList<>();
        boolean opened = false;
        try {
            for (Map.Entry<IndexId, StoredFile> file : entry.indexes()) {
                collection
                        .indexes()
                        .find(file.getKey())
                        .map(definition -> openIndex(definition, file.getValue(), segment, before))
                        .ifPresent(indexes::add);
            }
            OpenSegment open = new OpenSegment(entry, segment, indexes);
            opened = true;
            return open;
        } finally {
            if (!opened) {
                indexes.forEach(OpenIndex::release);
                segment.release();
            }
        }
    }

    private static SealedSegment shared(OpenSegment before) {
        Invariant.check(
                before.segment().tryHold(),
                "segment {} was released while it was shared",
                before.entry().id());
        return before.segment();
    }

    private SealedSegment openFile(SegmentEntry entry) {
        String name = entry.data().name();
        return SealedSegment.open(name, entry.id(), objects.map(name), collection.schema());
    }

    private OpenIndex openIndex(
            IndexDefinition definition, StoredFile file, SealedSegment segment, Optional<OpenSegment> before) {
        return before.filter(open -> open.entry()
                        .indexes()
                        .find(definition.id())
                        .filter(file::equals)
                        .isPresent())
                .flatMap(open -> open.index(definition.id()))
                .filter(OpenIndex::tryHold)
                .orElseGet(() -> IndexFiles.open(
                        file.name(), definition, objects.map(file.name()), segment, collection.schema()));
    }
}
