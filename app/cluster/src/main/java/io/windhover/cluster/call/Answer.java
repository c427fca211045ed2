package io.windhover.cluster.call;

import io.windhover.model.ShardId;
import io.windhover.model.role.CompactionProgress;
import io.windhover.model.role.DataRole;
import io.windhover.model.role.QueryRole;
import io.windhover.model.role.RoleHealth;
import java.util.List;
import java.util.Optional;

/** Answers of {@link Call}s whose methods return no record. */
public sealed interface Answer {
    /** It was done. */
    record Done() implements Answer {}

    /** Yes or no. */
    record Verdict(boolean isSo) implements Answer {}

    /** A version of the catalog. */
    record Version(long version) implements Answer {}

    /** Some shards. */
    record Shards(List<ShardId> shards) implements Answer {}

    /** Growing segments. */
    record Growing(List<DataRole.GrowingState> segments) implements Answer {}

    /** Loaded segments. */
    record Loaded(List<QueryRole.LoadedSegment> segments) implements Answer {}

    /** How far a compaction is, if it is known. */
    record Progress(Optional<CompactionProgress> progress) implements Answer {}

    /** The health of several roles. */
    record Healths(List<RoleHealth> roles) implements Answer {}
}
