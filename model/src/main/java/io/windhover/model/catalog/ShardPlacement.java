package io.windhover.model.catalog;

import io.windhover.model.MemberId;
import java.util.List;
import java.util.Optional;

/**
 * Who is in charge of a shard.
 *
 * @param owner   takes its writes; empty while the owner before may still believe to be the one
 * @param readers serve its reads, each all of them: one for each replica, and more while one takes over from another
 */
public record ShardPlacement(Optional<MemberId> owner, List<MemberId> readers) {
    /** Nobody. */
    public static final ShardPlacement NOBODY = new ShardPlacement(Optional.empty(), List.of());

    /** Copies the list. */
    public ShardPlacement {
        readers = List.copyOf(readers);
    }

    /** Returns this with another owner. */
    public ShardPlacement ownedBy(Optional<MemberId> member) {
        return new ShardPlacement(member, readers);
    }

    /** Returns this with other readers. */
    public ShardPlacement readBy(List<MemberId> members) {
        return new ShardPlacement(owner, members);
    }
}
