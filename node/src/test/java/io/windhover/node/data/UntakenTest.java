package io.windhover.node.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.model.PartitionId;
import io.windhover.model.PersistentMap;
import io.windhover.model.SegmentId;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.SegmentEntry;
import io.windhover.model.catalog.StorageNames;
import io.windhover.model.catalog.StoredFile;
import io.windhover.model.role.Command;
import io.windhover.node.NodeSettings;
import io.windhover.node.TestDatabase;
import io.windhover.runtime.HybridClock;
import io.windhover.runtime.port.ObjectStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UntakenTest {
    @TempDir
    private Path folder;

    private static SegmentEntry written(TestDatabase database, Collection docs, PartitionId partition, long id) {
        String name = StorageNames.segment(docs.id(), new SegmentId(id), 1);
        try (ObjectStore.ObjectWriter out = database.objects().create(name)) {
            out.commit();
        }
        return new SegmentEntry(
                new SegmentId(id),
                new ShardId(docs.id(), 0),
                partition,
                1,
                Timestamp.ZERO,
                Timestamp.ZERO,
                Timestamp.ZERO,
                new StoredFile(name, 0),
                PersistentMap.empty(),
                true);
    }

    // Goal: a file that a dropped partition did not take goes at once, one that may still be taken stays. Method: a
    // file
    // for a partition that is there and one for a dropped one, neither of them in the catalog.
    @Test
    void onlyFilesForDroppedPartitionsAreDeleted() {
        try (TestDatabase database = new TestDatabase(folder, NodeSettings.STANDARD)) {
            database.create("docs", "FLAT");
            database.submit(new Command.CreatePartitions("", "docs", List.of("kept", "gone")));
            PartitionId kept = database.partition("docs", "kept");
            PartitionId gone = database.partition("docs", "gone");
            database.submit(new Command.DropPartitions("", "docs", List.of("gone")));
            Collection docs = database.collection("docs");
            SegmentEntry stays = written(database, docs, kept, 900);
            SegmentEntry goes = written(database, docs, gone, 901);
            DataPorts ports = new DataPorts(
                    database.runtime(),
                    database.coordinator(),
                    database.wal(),
                    database.objects(),
                    new HybridClock(database.runtime(), Timestamp.ZERO));
            Untaken.delete(ports, docs.id(), List.of(stays, goes));
            assertThat(database.objects().list(StorageNames.SEGMENTS))
                    .extracting(ObjectStore.ObjectMeta::name)
                    .containsExactly(stays.data().name());
        }
    }
}
