package io.windhover.cluster.call;

import io.windhover.model.CollectionId;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.model.role.QueryRole;
import io.windhover.model.role.RoleHealth;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.row.RowBatch;
import io.windhover.model.search.QueryPlan;
import io.windhover.model.search.SearchPlan;
import io.windhover.model.search.ShardHits;
import io.windhover.model.search.ShardRows;
import java.util.List;

/** A query node that has no rows and counts its reads; tests override what they are about. */
public class IdleQuery implements QueryRole {
    /** Reads so far. */
    public int reads;

    /** Creates one. */
    public IdleQuery() {}

    @Override
    public ShardHits search(ShardRead read, SearchPlan plan) {
        throw new AssertionError("not asked for");
    }

    @Override
    public ShardRows query(ShardRead read, QueryPlan plan) {
        reads++;
        return new ShardRows(
                new PrimaryKeys.LongKeys(new long[0]), new RowBatch(List.of(), 0), reads, new Timestamp(reads));
    }

    @Override
    public LoadProgress loadProgress(CollectionId collection) {
        return new LoadProgress(0, 0, false);
    }

    @Override
    public List<LoadedSegment> loadedSegments(CollectionId collection) {
        return List.of();
    }

    @Override
    public List<ShardId> ready(List<ShardId> shards) {
        return shards;
    }

    @Override
    public boolean holds(CollectionId collection) {
        return false;
    }

    @Override
    public RoleHealth roleHealth() {
        return RoleHealth.serving("query", List.of());
    }
}
