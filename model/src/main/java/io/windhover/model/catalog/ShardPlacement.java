package io.windhover.model.catalog;

import io.windhover.model.MemberId;
import java.util.List;
import java.util.Optional;

/**
 * Who is in charge of a shard.
 *
 * @param owner   takes its writes; empty while the owner before may still believe to be the one
 * @param incarnation of the owner: it is not the owner any more when it has taken its name again
 * @param tenure  the catalog version that made the owner so, 0 = never; grows with every owner, so it tells an owner that
 *                went and came back from one that stayed, and is the epoch of the shard's log
 * @param readers serve its reads, each all of them: one for each replica, and more while one takes over from another
 */
public record ShardPlacement(Optional<MemberId> owner, long incarnation, long tenure, List<MemberId> readers) {
    /** Nobody. */
    public static final ShardPlacement NOBODY = new ShardPlacement(Optional.empty(), 0, 0, List.of());

    /** Copies the list. */
    public ShardPlacement {
        readers = List.copyOf(readers);
    }

    /** Returns this with another owner; its incarnation and since when are noted by who decides. */
    public ShardPlacement ownedBy(Optional<MemberId> member) {
        return new ShardPlacement(member, 0, 0, readers);
    }

    /** Returns this with one incarnation of its owner, since a catalog version. */
    public ShardPlacement since(long version, long ofIncarnation) {
        return new ShardPlacement(owner, ofIncarnation, version, readers);
    }

    /** Returns this with other readers. */
    public ShardPlacement readBy(List<MemberId> members) {
        return new ShardPlacement(owner, incarnation, tenure, members);
    }
}
