package io.windhover.cluster.call;

import io.windhover.model.CollectionId;
import io.windhover.model.JobId;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.model.role.ShardWrite;
import io.windhover.model.role.TailReads;

/** The methods of {@link io.windhover.model.role.DataRole}. */
public sealed interface DataCall extends Call {
    /** Appends a write; answered with its {@code Timestamp}. */
    record Append(ShardWrite write) implements DataCall {}

    /** Searches the rows of a shard's tail; answered with {@code TailHits}. */
    record SearchTail(TailReads.TailSearch request) implements DataCall {}

    /** Reads the rows of a shard's tail; answered with {@code TailRows}. */
    record QueryTail(TailReads.TailQuery request) implements DataCall {}

    /** Lets go of rows; answered with {@link Answer.Done}. */
    record ReadersCover(ShardId shard, Timestamp upTo) implements DataCall {}

    /** Starts a flush; answered with a {@code FlushTicket}. */
    record Flush(CollectionId collection) implements DataCall {}

    /** Whether a flush is done; answered with a {@link Answer.Verdict}. */
    record IsFlushed(CollectionId collection, Timestamp upTo) implements DataCall {}

    /** The growing segments; answered with {@link Answer.Growing}. */
    record Growing(CollectionId collection) implements DataCall {}

    /** How it goes; answered with a {@code RoleHealth}. */
    record Health() implements DataCall {}

    /** Starts a compaction; answered with a {@code CompactionTicket}. */
    record Compact(CollectionId collection) implements DataCall {}

    /** How far a compaction is; answered with {@link Answer.Progress}. */
    record Compaction(JobId job) implements DataCall {}

    /** Whether a log is held; answered with a {@link Answer.Verdict}. */
    record Holds(CollectionId collection) implements DataCall {}
}
