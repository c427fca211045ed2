package io.windhover.simulation.mutation;

import io.windhover.embedded.Wiring;
import io.windhover.model.CollectionId;
import io.windhover.model.PartitionId;
import io.windhover.model.RequestId;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.Partition;
import io.windhover.model.catalog.SegmentEntry;
import io.windhover.model.role.Command;
import io.windhover.model.role.CommandResult;
import io.windhover.model.role.CoordinatorRole;
import java.util.List;
import java.util.Optional;

/** Bugs of flushes and compactions, as they show in what is committed. */
final class StorageBugs {
    private StorageBugs() {}

    private interface Flush {
        Command.SegmentsFlushed changed(CoordinatorRole behind, Command.SegmentsFlushed command);
    }

    private static Wiring flush(Flush flush) {
        return CoordinatorBugs.submits(
                Wiring.Caller.NODE,
                (behind, command, request) -> behind.submit(
                        command instanceof Command.SegmentsFlushed flushed ? flush.changed(behind, flushed) : command,
                        request));
    }

    /** A flush moves the checkpoint and forgets the deletes. */
    static Wiring flushForgetsDeletes() {
        return flush((behind, command) -> new Command.SegmentsFlushed(
                command.shard(), command.segments(), Optional.empty(), command.checkpoint()));
    }

    /** A flush of several segments moves the checkpoint and names all but one. */
    static Wiring flushForgetsSegment() {
        return flush((behind, command) -> new Command.SegmentsFlushed(
                command.shard(), butLast(command.segments()), command.deltas(), command.checkpoint()));
    }

    private static <T> List<T> butLast(List<T> all) {
        return all.size() < 2 ? all : all.subList(0, all.size() - 1);
    }

    private static boolean isActive(Collection collection, PartitionId partition) {
        return collection
                .partitions()
                .find(partition)
                .filter(Partition::isActive)
                .isPresent();
    }

    /** The owner of a flushed segment is not checked: rows of a dropped partition end in one that lives. */
    static Wiring flushIgnoresOwner() {
        return flush((behind, command) -> new Command.SegmentsFlushed(
                command.shard(),
                rehoused(behind, command.shard().collection(), command.segments()),
                command.deltas(),
                command.checkpoint()));
    }

    private static List<SegmentEntry> rehoused(
            CoordinatorRole behind, CollectionId owner, List<SegmentEntry> segments) {
        Optional<Collection> collection = behind.catalog().collections().find(owner);
        return segments.stream()
                .map(segment -> collection
                        .filter(found -> !isActive(found, segment.partition()))
                        .flatMap(found -> found.activePartitions().findFirst())
                        .map(other -> in(segment, other.id()))
                        .orElse(segment))
                .toList();
    }

    private static SegmentEntry in(SegmentEntry segment, PartitionId partition) {
        return new SegmentEntry(
                segment.id(),
                segment.shard(),
                partition,
                segment.rowCount(),
                segment.minTimestamp(),
                segment.maxTimestamp(),
                segment.deletesUpTo(),
                segment.data(),
                segment.indexes(),
                segment.indexlessRows());
    }

    /** A compaction is committed although its owner and its inputs are gone. */
    static Wiring compactionIgnoresOwner() {
        return CoordinatorBugs.submits(Wiring.Caller.NODE, (behind, command, request) -> {
            CommandResult result = behind.submit(command, request);
            if (!result.changed()
                    && command instanceof Command.SegmentsCompacted compacted
                    && !compacted.outputs().isEmpty()) {
                Command anyway = new Command.SegmentsCompacted(
                        compacted.collection(),
                        List.of(),
                        rehoused(behind, compacted.collection(), compacted.outputs()),
                        List.of());
                return behind.submit(anyway, new RequestId(request.value() + "-anyway"));
            }
            return result;
        });
    }

    /** A compaction keeps its inputs beside its output. */
    static Wiring compactionKeepsInputs() {
        return compacted(command -> new Command.SegmentsCompacted(
                command.collection(),
                command.outputs().isEmpty() ? command.inputs() : List.of(),
                command.outputs(),
                command.deltas()));
    }

    /** A compaction loses its output. */
    static Wiring compactionLosesOutput() {
        return compacted(command ->
                new Command.SegmentsCompacted(command.collection(), command.inputs(), List.of(), command.deltas()));
    }

    private interface Compaction {
        Command.SegmentsCompacted changed(Command.SegmentsCompacted command);
    }

    private static Wiring compacted(Compaction compaction) {
        return CoordinatorBugs.submits(
                Wiring.Caller.NODE,
                (behind, command, request) -> behind.submit(
                        command instanceof Command.SegmentsCompacted compacted
                                ? compaction.changed(compacted)
                                : command,
                        request));
    }
}
