package io.windhover.coordinator.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.coordinator.Samples;
import io.windhover.model.CollectionId;
import io.windhover.model.IndexId;
import io.windhover.model.Invariant.BrokenInvariantException;
import io.windhover.model.PartitionId;
import io.windhover.model.SegmentId;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.Collection.CollectionStorage;
import io.windhover.model.catalog.DeltaEntry;
import io.windhover.model.catalog.SegmentEntry;
import io.windhover.model.catalog.ShardCheckpoint;
import io.windhover.model.catalog.StoredFile;
import io.windhover.model.role.Command;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StorageDecisionsTest {
    private final Deciding deciding = new Deciding();
    private CollectionId collection;
    private ShardId shard;
    private long partition;

    @BeforeEach
    void oneCollectionWithAnIndexAndAPartition() {
        deciding.with(Samples.create("c"), Samples.index("c"), Samples.partition("c", "p"));
        collection = deciding.id("c");
        shard = new ShardId(collection, 0);
        partition = deciding.partition("c", "p");
    }

    @Test
    void aFlushAddsSegmentsAndDeletesAndMovesTheCheckpoint() {
        // Goal: all of a flush at once. Method: one flush, then look.
        deciding.with(flush(20, Optional.of(delta(2)), segment(1)));
        assertThat(storage().segments().keys()).containsExactly(new SegmentId(1));
        assertThat(storage().deltas().keys()).containsExactly(new SegmentId(2));
        assertThat(storage().checkpoints().find(0)).contains(new ShardCheckpoint(20, new Timestamp(20)));
    }

    @Test
    void aFlushThatComesAgainChangesNothing() {
        // Goal: idempotent. Method: the same flush twice.
        Command flush = flush(20, Optional.of(delta(2)), segment(1));
        deciding.with(flush);
        assertThat(deciding.decide(flush)).isInstanceOf(Decision.Already.class);
    }

    @Test
    void aCheckpointNeverGoesBack() {
        // Goal: nothing replayed twice. Method: a later flush names an earlier position.
        deciding.with(flush(20, Optional.empty(), segment(1)), flush(10, Optional.empty(), segment(2)));
        assertThat(storage().segments().size()).isEqualTo(2);
        assertThat(storage().checkpoints().find(0).orElseThrow().walPosition()).isEqualTo(20);
    }

    @Test
    void aFlushForWhatIsGoneIsANormalNoOp() {
        // Goal: the bug family of flushes that meet a drop. Method: flush into a dropped partition, then collection.
        deciding.with(Samples.dropPartition("c", "p"));
        deciding.with(flush(20, Optional.empty(), segment(1)));
        assertThat(storage().segments().isEmpty()).isTrue();
        assertThat(storage().checkpoints().find(0).orElseThrow().walPosition()).isEqualTo(20);
        deciding.with(new Command.DropCollection("", "c"));
        assertThat(deciding.decide(flush(30, Optional.empty(), segment(2)))).isInstanceOf(Decision.Already.class);
        deciding.with(new Command.CollectionPurged(collection));
        assertThat(deciding.decide(flush(30, Optional.empty(), segment(2)))).isInstanceOf(Decision.Already.class);
    }

    @Test
    void anIndexFileIsTakenOnceAndOnlyForWhatExists() {
        // Goal: commit is a compare-and-set on owner and input. Method: build, again, for absent things.
        long index = deciding.collection("c").index("vec").orElseThrow().id().value();
        deciding.with(flush(20, Optional.empty(), segment(1)));
        deciding.with(built(1, index));
        assertThat(storage()
                        .segments()
                        .find(new SegmentId(1))
                        .orElseThrow()
                        .indexes()
                        .size())
                .isEqualTo(1);
        assertThat(deciding.decide(built(1, index))).isInstanceOf(Decision.Already.class);
        assertThat(deciding.decide(built(9, index))).isInstanceOf(Decision.Already.class);
        assertThat(deciding.decide(built(1, index + 1))).isInstanceOf(Decision.Already.class);
    }

    @Test
    void aDroppedIndexLeavesNoFileBehind() {
        // Goal: no segment names files of a dropped definition, old and late ones. Method: drop, then a late build.
        long index = deciding.collection("c").index("vec").orElseThrow().id().value();
        deciding.with(flush(20, Optional.empty(), segment(1)), built(1, index));
        Decision.Commit drop = (Decision.Commit) deciding.decide(new Command.DropIndex("", "c", "vec", ""));
        assertThat(drop.changes()).hasSize(1);
        assertThat(storage()
                        .segments()
                        .find(new SegmentId(1))
                        .orElseThrow()
                        .indexes()
                        .isEmpty())
                .isTrue();
        assertThat(deciding.decide(built(1, index))).isInstanceOf(Decision.Already.class);
        deciding.with(Samples.index("c"));
        assertThat(deciding.collection("c").index("vec").orElseThrow().id()).isNotEqualTo(new IndexId(index));
    }

    @Test
    void aCompactionSwapsInputsForOutputsOnlyWhileAllInputsAreThere() {
        // Goal: no row twice or lost. Method: two compactions of one input; the second is a no-op.
        deciding.with(flush(20, Optional.of(delta(3)), segment(1), segment(2)));
        deciding.with(compacted(List.of(1L, 2L), List.of(3L), segment(4)));
        assertThat(storage().segments().keys()).containsExactly(new SegmentId(4));
        assertThat(storage().deltas().isEmpty()).isTrue();
        assertThat(deciding.decide(compacted(List.of(2L), List.of(), segment(5))))
                .isInstanceOf(Decision.Already.class);
        assertThat(deciding.decide(compacted(List.of(4L), List.of(3L), segment(5))))
                .isInstanceOf(Decision.Already.class);
    }

    @Test
    void aCompactionPutsNothingIntoWhatIsBeingDropped() {
        // Goal: no healthy segment in a dropped owner. Method: drop partition and collection before the commit.
        deciding.with(flush(20, Optional.empty(), segment(1)), Samples.dropPartition("c", "p"));
        assertThat(deciding.decide(compacted(List.of(1L), List.of(), segment(2))))
                .isInstanceOf(Decision.Already.class);
        deciding.with(new Command.DropCollection("", "c"));
        assertThat(deciding.decide(compacted(List.of(1L), List.of(), segment(2))))
                .isInstanceOf(Decision.Already.class);
        assertThat(deciding.decide(compacted(List.of(1L), List.of()))).isInstanceOf(Decision.Commit.class);
    }

    @Test
    void aPartitionIsPurgedOnceItIsEmpty() {
        // Goal: nothing is lost track of. Method: purge with a segment left, then without, then again.
        deciding.with(flush(20, Optional.empty(), segment(1)), Samples.dropPartition("c", "p"));
        Command purge = new Command.PartitionPurged(collection, new PartitionId(partition));
        assertThat(deciding.decide(purge)).isInstanceOf(Decision.Already.class);
        deciding.with(compacted(List.of(1L), List.of()));
        assertThat(deciding.decide(purge)).isInstanceOf(Decision.Commit.class);
        assertThat(deciding.decide(purge)).isInstanceOf(Decision.Already.class);
        assertThat(deciding.collection("c").partitions().size()).isEqualTo(1);
    }

    @Test
    void aPurgeOfWhatIsInUseIsABrokenInvariant() {
        // Goal: an unlisted transition stops. Method: purge what is active.
        assertThatThrownBy(() -> deciding.decide(new Command.CollectionPurged(collection)))
                .isInstanceOf(BrokenInvariantException.class);
        assertThatThrownBy(() -> deciding.decide(new Command.PartitionPurged(collection, new PartitionId(partition))))
                .isInstanceOf(BrokenInvariantException.class);
    }

    @Test
    void aPurgedCollectionLeavesNothing() {
        // Goal: metadata is proportional to what lives. Method: create, fill, drop, purge; equal to the start.
        Deciding fresh = new Deciding();
        deciding.with(flush(20, Optional.of(delta(3)), segment(1)), Samples.load("c", "p"));
        deciding.with(new Command.DropCollection("", "c"));
        assertThat(deciding.decide(new Command.CollectionPurged(collection))).isInstanceOf(Decision.Already.class);
        deciding.with(compacted(List.of(1L), List.of(3L)), new Command.CollectionPurged(collection));
        assertThat(deciding.state().atVersion(1)).isEqualTo(fresh.state());
    }

    private Command.SegmentsFlushed flush(long position, Optional<DeltaEntry> delta, SegmentEntry... segments) {
        ShardCheckpoint checkpoint = new ShardCheckpoint(position, new Timestamp(position));
        return new Command.SegmentsFlushed(shard, List.of(segments), delta, checkpoint);
    }

    private Command built(long segment, long index) {
        return new Command.IndexBuilt(
                collection,
                new SegmentId(segment),
                new IndexId(index),
                Samples.indexFile(collection.value(), segment, index));
    }

    private Command compacted(List<Long> inputs, List<Long> deltas, SegmentEntry... outputs) {
        return new Command.SegmentsCompacted(
                collection,
                inputs.stream().map(SegmentId::new).toList(),
                List.of(outputs),
                deltas.stream().map(SegmentId::new).toList());
    }

    private SegmentEntry segment(long id) {
        return Samples.segment(collection.value(), partition, id);
    }

    private DeltaEntry delta(long id) {
        StoredFile file = new StoredFile("deltas/x", 9);
        return new DeltaEntry(new SegmentId(id), shard, 4, new Timestamp(1), new Timestamp(2), file);
    }

    private CollectionStorage storage() {
        return deciding.collection("c").storage();
    }
}
