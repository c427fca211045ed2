package io.windhover.model.role;

import io.windhover.model.CollectionId;
import io.windhover.model.SegmentId;
import io.windhover.model.ShardId;
import io.windhover.model.search.Guarantee;
import io.windhover.model.search.QueryPlan;
import io.windhover.model.search.SearchPlan;
import io.windhover.model.search.ShardHits;
import io.windhover.model.search.ShardRows;
import java.util.List;

/** Those who hold loaded segments and answer reads. */
public interface QueryRole {
    /**
     * Searches one shard, sealed and growing rows together.
     *
     * @throws io.windhover.model.DatabaseException COLLECTION_NOT_LOADED, COLLECTION_NOT_FULLY_LOADED (retriable),
     *     DEADLINE_EXCEEDED
     */
    ShardHits search(ShardRead read, SearchPlan plan);

    /** Reads one shard by condition, sealed and growing rows together. Errors as {@link #search}. */
    ShardRows query(ShardRead read, QueryPlan plan);

    /** Tells how much of what shall be loaded is loaded here. */
    LoadProgress loadProgress(CollectionId collection);

    /** Returns the loaded segments of a collection. */
    List<LoadedSegment> loadedSegments(CollectionId collection);

    /** Returns those of some shards that reads are served of at once, because everything of them is loaded here. */
    List<ShardId> ready(List<ShardId> shards);

    /** Tells whether a view of a collection is still held here. */
    boolean holds(CollectionId collection);

    /** Tells how it goes; never waits. */
    RoleHealth roleHealth();

    /**
     * Which shard, at which catalog version, how fresh.
     *
     * @param catalogVersionAtLeast the view must be of this version or later
     * @param everywhere all loaded partitions are asked for, also one that rows came to since the plan was made
     */
    record ShardRead(ShardId shard, long catalogVersionAtLeast, Guarantee guarantee, boolean everywhere) {}

    /** Segments wanted and ready; {@code ready == wanted} = loaded. */
    record LoadProgress(int ready, int wanted, boolean caughtUp) {
        /** Returns 0 to 100. */
        public int percent() {
            return wanted == 0 ? (caughtUp ? 100 : 0) : (int) (100L * ready / wanted);
        }
    }

    /** A loaded segment as statistics see it. */
    record LoadedSegment(SegmentId id, long rowCount, long memoryBytes, List<String> indexes) {}
}
