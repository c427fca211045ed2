package io.windhover.cluster;

import io.windhover.cluster.call.Answer;
import io.windhover.cluster.call.Caller;
import io.windhover.cluster.call.MemberCall;
import io.windhover.coordinator.garbage.InUse;
import io.windhover.coordinator.membership.FollowedMembers;
import io.windhover.coordinator.witness.MemberCalls;
import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.MemberId;
import io.windhover.model.PartitionId;
import io.windhover.model.ShardId;
import io.windhover.model.cluster.Member;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.Network;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a leader asks the members: which catalog they go by (through the metadata store, if the network does not help), what
 * they serve, and what they still hold.
 */
final class MembersOverNetwork implements MemberCalls, InUse {
    private static final Duration QUESTION_MAX = Duration.ofSeconds(5);

    /** The answer comes a moment after the time that the question allows. */
    private static final Duration TRAVEL = Duration.ofSeconds(1);

    /** How long the network is not tried after it failed and the store helped. */
    private static final Duration UNHEARD = Duration.ofSeconds(10);

    private final Caller caller;
    private final FollowedMembers members;
    private final StoreQuestions questions;
    private final Runtime runtime;
    /** Until when who was not heard on the network is asked through the store at once. */
    private final Map<MemberId, Long> unheardUntilNs = new ConcurrentHashMap<>();

    MembersOverNetwork(Runtime runtime, Network network, FollowedMembers members, StoreQuestions questions) {
        this.runtime = runtime;
        this.caller = new Caller(network);
        this.members = members;
        this.questions = questions;
    }

    @Override
    public void awaitVersion(Member member, long version, Duration timeout) {
        if (unheardUntilNs.getOrDefault(member.id(), Long.MIN_VALUE) > runtime.monotonicNs()) {
            questions.awaitVersion(member, version, timeout);
            return;
        }
        try {
            caller.ask(
                    member.address(),
                    new MemberCall.AwaitVersion(version, timeout),
                    Answer.Version.class,
                    timeout.plus(TRAVEL));
            unheardUntilNs.remove(member.id());
        } catch (DatabaseException unheard) {
            questions.awaitVersion(member, version, timeout);
            unheardUntilNs.put(member.id(), runtime.monotonicNs() + UNHEARD.toNanos());
        }
    }

    @Override
    public List<ShardId> ready(Member member, List<ShardId> shards) {
        return caller.ask(member.address(), new MemberCall.Ready(shards), Answer.Shards.class, QUESTION_MAX)
                .shards();
    }

    /** Whoever does not answer may hold it: its lease ends, or it answers the next time. */
    @Override
    public boolean inUse(CollectionId collection) {
        return members.members().all().stream().anyMatch(member -> holds(member, collection));
    }

    private boolean holds(Member member, CollectionId collection) {
        try {
            return caller.ask(member.address(), new MemberCall.Holds(collection), Answer.Verdict.class, QUESTION_MAX)
                    .isSo();
        } catch (DatabaseException unreachable) {
            return true;
        }
    }

    /** Files of a partition stay readable to who has copies of them; its rows have no log of their own. */
    @Override
    public boolean inUse(CollectionId collection, PartitionId partition) {
        return false;
    }
}
