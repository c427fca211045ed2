package io.windhover.cluster.call;

import io.windhover.model.CollectionId;
import io.windhover.model.ShardId;
import io.windhover.model.role.QueryRole;
import io.windhover.model.search.QueryPlan;
import io.windhover.model.search.SearchPlan;
import java.util.List;

/** The methods of {@link QueryRole}. */
public sealed interface QueryCall extends Call {
    /** Searches a shard; answered with {@code ShardHits}. */
    record Search(QueryRole.ShardRead read, SearchPlan plan) implements QueryCall {}

    /** Reads a shard by condition; answered with {@code ShardRows}. */
    record Query(QueryRole.ShardRead read, QueryPlan plan) implements QueryCall {}

    /** How much is loaded; answered with a {@code LoadProgress}. */
    record Progress(CollectionId collection) implements QueryCall {}

    /** The loaded segments; answered with {@link Answer.Loaded}. */
    record LoadedSegments(CollectionId collection) implements QueryCall {}

    /** Which shards are served; answered with {@link Answer.Shards}. */
    record Ready(List<ShardId> shards) implements QueryCall {}

    /** Whether a view is held; answered with a {@link Answer.Verdict}. */
    record Holds(CollectionId collection) implements QueryCall {}

    /** How it goes; answered with a {@code RoleHealth}. */
    record Health() implements QueryCall {}
}
