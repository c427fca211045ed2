package io.windhover.cluster.call;

import io.windhover.model.CollectionId;
import io.windhover.model.JobId;
import io.windhover.model.SegmentId;
import io.windhover.model.Timestamp;
import io.windhover.model.role.CompactionProgress;
import io.windhover.model.role.CompactionTicket;
import io.windhover.model.role.DataRole;
import io.windhover.model.role.RoleHealth;
import io.windhover.model.role.ShardWrite;
import io.windhover.model.role.TailReads;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A data node that has nothing but remembers its writes; tests override what they are about. */
public class IdleDataRole implements DataRole {
    /** All writes, oldest first. */
    public final List<ShardWrite> writes = new ArrayList<>();

    /** Creates one. */
    public IdleDataRole() {}

    @Override
    public Timestamp append(ShardWrite write) {
        writes.add(write);
        return new Timestamp(writes.size());
    }

    @Override
    public TailReads.TailHits searchTail(TailReads.TailSearch request) {
        throw new AssertionError("not asked for");
    }

    @Override
    public TailReads.TailRows queryTail(TailReads.TailQuery request) {
        throw new AssertionError("not asked for");
    }

    @Override
    public FlushTicket flush(CollectionId collection) {
        return new FlushTicket(List.of(new SegmentId(1)), new Timestamp(1));
    }

    @Override
    public boolean isFlushed(CollectionId collection, Timestamp upTo) {
        return true;
    }

    @Override
    public List<GrowingState> growing(CollectionId collection) {
        return List.of();
    }

    @Override
    public RoleHealth roleHealth() {
        return RoleHealth.serving("data", List.of());
    }

    @Override
    public CompactionTicket compact(CollectionId collection) {
        return new CompactionTicket(new JobId(1), 0);
    }

    @Override
    public Optional<CompactionProgress> compaction(JobId job) {
        return Optional.empty();
    }

    @Override
    public boolean holds(CollectionId collection) {
        return false;
    }
}
