package io.windhover.coordinator.garbage;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.coordinator.Ground;
import io.windhover.coordinator.Samples;
import io.windhover.model.CollectionId;
import io.windhover.model.IndexId;
import io.windhover.model.PartitionId;
import io.windhover.model.SegmentId;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.SegmentEntry;
import io.windhover.model.catalog.ShardCheckpoint;
import io.windhover.model.catalog.StorageNames;
import io.windhover.model.catalog.StoredFile;
import io.windhover.model.role.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GarbageSweepTest {
    private static final GarbageSettings SETTINGS =
            new GarbageSettings(Duration.ofSeconds(1), Duration.ZERO, Duration.ofHours(1), 2);

    @TempDir
    Path directory;

    @Test
    void aDroppedCollectionGivesEverythingBack() {
        // Goal: P5. Method: five segments with index files, a log, garbage of a failed attempt; drop; sweep once.
        try (Ground ground = new Ground(directory)) {
            List<String> keysBefore = keys(ground);
            Collection collection = filled(ground, 5);
            ground.write(StorageNames.segment(collection.id(), new SegmentId(1), 99));
            ground.append(StorageNames.log(new ShardId(collection.id(), 0)));
            ground.submit(new Command.DropCollection("", "c"));
            SweepReport report = sweep(ground, InUse.NOTHING).sweepOnce();
            assertThat(report.collectionsPurged()).isEqualTo(1);
            assertThat(ground.names()).isEmpty();
            assertThat(ground.wal.logs()).isEmpty();
            assertThat(ground.coordinator.catalog().collections().isEmpty()).isTrue();
            assertThat(keys(ground)).isEqualTo(keysBefore);
            assertThat(sweep(ground, InUse.NOTHING).sweepOnce()).isEqualTo(SweepReport.NOTHING);
        }
    }

    @Test
    void aDroppedPartitionGivesItsFilesBackAndNothingElse() {
        // Goal: neighbours stay. Method: segments in two partitions, drop one, sweep.
        try (Ground ground = new Ground(directory)) {
            Collection collection = filled(ground, 3);
            PartitionId other =
                    new PartitionId(ground.submit(Samples.partition("c", "q")).id());
            flush(ground, collection.id(), other, 70);
            ground.submit(Samples.dropPartition("c", "p"));
            SweepReport report = sweep(ground, InUse.NOTHING).sweepOnce();
            assertThat(report).isEqualTo(new SweepReport(6, 0, 1, 0));
            Collection after = ground.coordinator.catalog().requireCollection("", "c");
            assertThat(after.partitions().size()).isEqualTo(2);
            assertThat(after.storage().segments().keys()).containsExactly(new SegmentId(70));
            assertThat(ground.names()).hasSize(2);
        }
    }

    @Test
    void whatIsInUseStays() {
        // Goal: a pinned view keeps its files. Method: everything is said to be in use; sweep; then nothing is.
        try (Ground ground = new Ground(directory)) {
            Collection collection = filled(ground, 1);
            ground.append(StorageNames.log(new ShardId(collection.id(), 0)));
            ground.submit(Samples.dropPartition("c", "p"));
            InUse all = new InUse() {
                @Override
                public boolean inUse(CollectionId id) {
                    return true;
                }

                @Override
                public boolean inUse(CollectionId id, PartitionId partition) {
                    return true;
                }
            };
            assertThat(sweep(ground, all).sweepOnce()).isEqualTo(SweepReport.NOTHING);
            ground.submit(new Command.DropCollection("", "c"));
            assertThat(sweep(ground, all).sweepOnce()).isEqualTo(SweepReport.NOTHING);
            assertThat(ground.names()).hasSize(2);
            assertThat(sweep(ground, InUse.NOTHING).sweepOnce().collectionsPurged())
                    .isEqualTo(1);
            assertThat(ground.names()).isEmpty();
        }
    }

    @Test
    void aFileThatLostItsNameGoesSoonAndOneThatNeverHadOneLater() {
        // Goal: a slow job's file survives, a compacted one goes. Method: one of each, one sweep after the change.
        try (Ground ground = new Ground(directory)) {
            Collection collection = filled(ground, 2);
            GarbageSweep sweep = sweep(ground, InUse.NOTHING);
            assertThat(sweep.sweepOnce()).isEqualTo(SweepReport.NOTHING);
            String young = StorageNames.segment(collection.id(), new SegmentId(50), 1);
            ground.write(young);
            ground.submit(
                    new Command.SegmentsCompacted(collection.id(), List.of(new SegmentId(1)), List.of(), List.of()));
            assertThat(sweep.sweepOnce().objectsDeleted()).isEqualTo(2);
            assertThat(ground.names()).hasSize(3).contains(young);
            assertThat(sweep.sweepAtStart().objectsDeleted()).isEqualTo(1);
            assertThat(ground.names()).hasSize(2).doesNotContain(young);
        }
    }

    @Test
    void filesOfADroppedIndexGo() {
        // Goal: a definition takes its files along. Method: sweep, drop the index, sweep.
        try (Ground ground = new Ground(directory)) {
            filled(ground, 2);
            GarbageSweep sweep = sweep(ground, InUse.NOTHING);
            sweep.sweepOnce();
            ground.submit(new Command.DropIndex("", "c", "vec", ""));
            assertThat(sweep.sweepOnce().objectsDeleted()).isEqualTo(2);
            assertThat(ground.names()).allMatch(name -> name.startsWith(StorageNames.SEGMENTS));
        }
    }

    @Test
    void aFileThatCanNeverGetANameGoesSoon() {
        // Goal: jobs that end after what they worked for went leave nothing for long. Method: an index file of a
        // segment
        // that is gone and a segment file of a collection that never was, which no sweep saw named.
        try (Ground ground = new Ground(directory)) {
            Collection collection = filled(ground, 1);
            IndexId index = collection.index("vec").orElseThrow().id();
            ground.write(StorageNames.index(collection.id(), new SegmentId(400), index, 1));
            ground.write(StorageNames.segment(new CollectionId(9_999), new SegmentId(401), 1));
            assertThat(sweep(ground, InUse.NOTHING).sweepOnce().objectsDeleted())
                    .isEqualTo(2);
            assertThat(ground.names()).hasSize(2);
        }
    }

    @Test
    void filesOfAnIndexThatLivedBetweenTwoSweepsGoSoonToo() {
        // Goal: indexes rebuilt all the time leave nothing behind. Method: as above, but no sweep saw the names, and
        // one
        // build ends after the drop.
        try (Ground ground = new Ground(directory)) {
            Collection collection = filled(ground, 2);
            IndexId index = collection.index("vec").orElseThrow().id();
            GarbageSweep sweep = sweep(ground, InUse.NOTHING);
            ground.submit(new Command.DropIndex("", "c", "vec", ""));
            ground.write(StorageNames.index(collection.id(), new SegmentId(1), index, 99));
            assertThat(sweep.sweepOnce().objectsDeleted()).isEqualTo(3);
            assertThat(ground.names()).allMatch(name -> name.startsWith(StorageNames.SEGMENTS));
        }
    }

    @Test
    void aCollectionOfMorePartitionsThanOneTransactionTakesIsGivenBack() {
        // Goal: a large collection goes too. Method: partitions come and go until there are 12,001, then one drop, one
        // sweep.
        try (Ground ground = new Ground(directory)) {
            List<String> before = keys(ground);
            ground.submit(Samples.create("c"));
            for (int i = 0; i < 12; i++) {
                List<String> names = IntStream.range(0, 1_000)
                        .mapToObj(number -> "p" + number)
                        .toList();
                ground.submit(new Command.CreatePartitions("", "c", names));
                ground.submit(new Command.DropPartitions("", "c", names));
            }
            ground.submit(new Command.DropCollection("", "c"));
            SweepReport report = sweep(ground, InUse.NOTHING).sweepOnce();
            assertThat(report.collectionsPurged()).isEqualTo(1);
            assertThat(keys(ground)).isEqualTo(before);
        }
    }

    @Test
    void aLogWithoutAnOwnerGoes() {
        // Goal: a log that was begun too late is found. Method: a log of a collection that never was, and a foreign
        // one.
        try (Ground ground = new Ground(directory)) {
            ground.append(StorageNames.log(new ShardId(new CollectionId(12_345), 0)));
            ground.append("other");
            assertThat(sweep(ground, InUse.NOTHING).sweepOnce().logsDeleted()).isEqualTo(1);
            assertThat(ground.wal.logs()).containsExactly("other");
        }
    }

    @Test
    void cyclesOfCreateAndDropLeaveTheMetadataAsItWas() {
        // Goal: P5 for metadata. Method: 20 cycles with sweeps; keys besides stored results as at the start.
        try (Ground ground = new Ground(directory)) {
            List<String> before = keys(ground);
            for (int i = 0; i < 20; i++) {
                filled(ground, 2);
                ground.submit(new Command.DropCollection("", "c"));
                sweep(ground, InUse.NOTHING).sweepOnce();
            }
            assertThat(keys(ground)).isEqualTo(before);
            assertThat(ground.names()).isEmpty();
        }
    }

    private static GarbageSweep sweep(Ground ground, InUse inUse) {
        return new GarbageSweep(ground.runtime, ground.coordinator, ground.objects, ground.wal, inUse, SETTINGS);
    }

    private static List<String> keys(Ground ground) {
        return ground.meta.readPrefix("catalog/").entries().stream()
                .map(entry -> entry.key())
                .filter(key -> !key.startsWith("catalog/request/"))
                .toList();
    }

    private static Collection filled(Ground ground, int segments) {
        ground.submit(Samples.create("c"));
        ground.submit(Samples.index("c"));
        PartitionId partition =
                new PartitionId(ground.submit(Samples.partition("c", "p")).id());
        CollectionId id =
                ground.coordinator.catalog().requireCollection("", "c").id();
        for (int i = 1; i <= segments; i++) {
            flush(ground, id, partition, i);
        }
        return ground.coordinator.catalog().requireCollection("", "c");
    }

    private static void flush(Ground ground, CollectionId collection, PartitionId partition, long segment) {
        SegmentEntry entry = Samples.segment(collection.value(), partition.value(), segment);
        ground.write(entry.data().name());
        ShardCheckpoint checkpoint = new ShardCheckpoint(segment, new Timestamp(segment));
        ground.submit(new Command.SegmentsFlushed(entry.shard(), List.of(entry), Optional.empty(), checkpoint));
        IndexId index = ground.coordinator
                .catalog()
                .requireCollection("", "c")
                .index("vec")
                .orElseThrow()
                .id();
        StoredFile file = Samples.indexFile(collection.value(), segment, index.value());
        ground.write(file.name());
        ground.submit(new Command.IndexBuilt(collection, entry.id(), index, file));
    }
}
