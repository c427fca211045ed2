package io.windhover.model.role;

import io.windhover.model.CollectionId;
import io.windhover.model.JobId;
import io.windhover.model.PartitionId;
import io.windhover.model.SegmentId;
import io.windhover.model.ShardId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far a compaction is that somebody asked for.
 *
 * @param done       nothing is left to rewrite that can be read, or the collection is gone
 * @param rewritings committed ones, oldest first
 * @param failures   rewritings that can not succeed because an input can not be read
 */
public record CompactionProgress(
        JobId job, CollectionId collection, boolean done, List<Rewriting> rewritings, int failures) {

    /**
     * Segments that one segment took the place of.
     *
     * @param plan   its number, never used twice
     * @param output the new segment; empty if no row was left
     */
    public record Rewriting(
            long plan, ShardId shard, PartitionId partition, List<SegmentId> inputs, Optional<SegmentId> output) {
        /** Copies the list. */
        public Rewriting {
            inputs = List.copyOf(inputs);
        }
    }

    /** Copies the list. */
    public CompactionProgress {
        rewritings = List.copyOf(rewritings);
    }

    /** Returns one of which nothing is done yet. */
    public static CompactionProgress started(JobId job, CollectionId collection) {
        return new CompactionProgress(job, collection, false, List.of(), 0);
    }

    /** Returns this with one rewriting more. */
    public CompactionProgress with(Rewriting rewriting) {
        List<Rewriting> all = new ArrayList<>(rewritings);
        all.add(rewriting);
        return new CompactionProgress(job, collection, done, all, failures);
    }

    /** Returns this with one failure more. */
    public CompactionProgress withFailure() {
        return new CompactionProgress(job, collection, done, rewritings, failures + 1);
    }

    /** Returns this at its end. */
    public CompactionProgress ended() {
        return new CompactionProgress(job, collection, true, rewritings, failures);
    }
}
