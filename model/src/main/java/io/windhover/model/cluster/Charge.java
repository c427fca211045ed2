package io.windhover.model.cluster;

import io.windhover.model.MemberId;
import io.windhover.model.ShardId;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.ShardPlacement;
import java.util.Optional;
import java.util.function.Supplier;

/** Which shards a process is in charge of, by a catalog. */
public interface Charge {
    /** All of them: a database in one process. */
    Charge EVERYTHING = new Charge() {
        @Override
        public boolean owns(Collection collection, ShardId shard) {
            return true;
        }

        @Override
        public boolean reads(Collection collection, ShardId shard) {
            return true;
        }
    };

    /** Tells whether it takes the writes of a shard of {@code collection}. */
    boolean owns(Collection collection, ShardId shard);

    /** Tells whether it serves the reads of a shard of {@code collection}. */
    boolean reads(Collection collection, ShardId shard);

    /** Returns the member whose charge it is; empty for a database in one process. */
    default Optional<MemberId> member() {
        return Optional.empty();
    }

    /**
     * Returns what the catalog places on one member.
     *
     * @param incarnation under which it has its name now; while it has not, it owns nothing
     */
    static Charge of(MemberId member, Supplier<Optional<Long>> incarnation) {
        return new Charge() {
            @Override
            public Optional<MemberId> member() {
                return Optional.of(member);
            }

            @Override
            public boolean owns(Collection collection, ShardId shard) {
                ShardPlacement placement = collection.placement(shard.number());
                return placement.owner().filter(member::equals).isPresent()
                        && incarnation
                                .get()
                                .filter(now -> now == placement.incarnation())
                                .isPresent();
            }

            @Override
            public boolean reads(Collection collection, ShardId shard) {
                return collection.placement(shard.number()).readers().contains(member);
            }
        };
    }
}
