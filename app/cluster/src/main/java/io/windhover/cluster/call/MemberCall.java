package io.windhover.cluster.call;

import io.windhover.model.CollectionId;
import io.windhover.model.ShardId;
import java.time.Duration;
import java.util.List;

/** What is asked of a process whatever it is. */
public sealed interface MemberCall extends Call {
    /**
     * Waits until the process goes by a version of the catalog or a later one; answered with {@link Answer.Version},
     * DEADLINE_EXCEEDED after {@code timeout}.
     */
    record AwaitVersion(long version, Duration timeout) implements MemberCall {}

    /** Which shards it serves reads of; answered with {@link Answer.Shards}. */
    record Ready(List<ShardId> shards) implements MemberCall {}

    /** Whether it holds a log or a view of a collection; answered with a {@link Answer.Verdict}. */
    record Holds(CollectionId collection) implements MemberCall {}

    /** How it goes with all its roles; answered with {@link Answer.Healths}, also where nothing else may be answered. */
    record Health() implements MemberCall {}
}
