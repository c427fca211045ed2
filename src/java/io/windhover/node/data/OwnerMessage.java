package io.windhover.node.data;

import io.windhover.model.Timestamp;
import io.windhover.model.role.ShardWrite;
import io.windhover.runtime.Promise;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/** What others ask of the fiber that owns a shard. */
sealed interface OwnerMessage {
    /** Take a write; {@code body} is its encoded record without the head. */
    record Append(ShardWrite write, List<MemorySegment> body, long bytes, Promise<Timestamp> answer)
            implements OwnerMessage {}

    /** Answer when every write taken before is applied. */
    record Barrier(Promise<Boolean> answer) implements OwnerMessage {}

    /** Seal what is applied, for a flush. */
    record Seal(Promise<Optional<SealedTail>> answer) implements OwnerMessage {}

    /** The running flush is in the catalog. */
    record FlushCommitted() implements OwnerMessage {}

    /** Let go of what was flushed up to a time. */
    record Release(Timestamp upTo) implements OwnerMessage {}

    /** Let go of the rows of partitions that are gone. */
    record PartitionsGone() implements OwnerMessage {}
}
