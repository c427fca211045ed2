package io.windhover.coordinator.witness;

import io.windhover.model.ShardId;
import io.windhover.model.cluster.Member;
import java.time.Duration;
import java.util.List;

/** What the leader asks of the other members, over the network. Each call ends by itself in a bounded time. */
public interface MemberCalls {
    /**
     * Returns when a member acts on a version of the catalog or a later one.
     *
     * @throws io.windhover.model.DatabaseException of any code if it did not say so in time
     */
    void awaitVersion(Member member, long version, Duration timeout);

    /**
     * Returns those of some shards that a member serves the reads of.
     *
     * @throws io.windhover.model.DatabaseException of any code if it cannot be asked
     */
    List<ShardId> ready(Member member, List<ShardId> shards);
}
