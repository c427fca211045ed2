package io.windhover.coordinator.placement;

import io.windhover.model.Invariant;
import io.windhover.model.MemberId;
import io.windhover.model.ShardId;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.cluster.Member;
import io.windhover.model.cluster.Members;
import java.util.List;
import java.util.Set;

/**
 * What a step of placing is planned on.
 *
 * @param catalog   who is in charge now
 * @param members   who is there
 * @param vacant    shards without owner that nobody believes to own any more
 * @param ready     readers that serve a shard that was placed on them
 * @param returning members that are gone but are given a while to come back as readers
 * @param balancing whether shards are moved for no other reason than that some have more than others
 * @param movesMax  shards that may be under way between members that are both there, owners and readers each
 * @param changesMax shards that one plan may change
 */
public record Situation(
        Catalog catalog,
        Members members,
        Set<ShardId> vacant,
        Set<Serving> ready,
        List<Member> returning,
        boolean balancing,
        int movesMax,
        int changesMax) {
    /** A reader that serves a shard. */
    public record Serving(MemberId member, ShardId shard) implements Comparable<Serving> {
        @Override
        public int compareTo(Serving other) {
            int byMember = member.compareTo(other.member);
            return byMember != 0 ? byMember : shard.compareTo(other.shard);
        }
    }

    /** Rejects bounds that allow nothing. */
    public Situation {
        Invariant.check(movesMax > 0 && changesMax > 0, "nothing would ever move");
    }

    /** Returns this with other readers that serve. */
    public Situation with(Set<Serving> serving) {
        return new Situation(catalog, members, vacant, serving, returning, balancing, movesMax, changesMax);
    }
}
