package io.windhover.cluster;

import io.windhover.coordinator.follow.FollowedPrefix;
import io.windhover.coordinator.leadership.Leadership;
import io.windhover.coordinator.membership.FollowedMembers;
import io.windhover.model.MemberId;
import io.windhover.model.cluster.Member;
import io.windhover.runtime.Mailbox;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.MetaStore;
import io.windhover.runtime.port.MetaStore.Event;
import io.windhover.runtime.port.MetaStore.Snapshot;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Who leads, as the metadata store tells, perhaps a moment late, and what the leader asks this process through it. */
final class FollowedLeader implements AutoCloseable {
    /** One that finds no room is asked again. */
    private static final int QUESTIONS_MAX = 64;

    private final FollowedMembers members;
    private final FollowedPrefix followed;
    private final String questionKey;
    private final Mailbox<Long> questions;
    private volatile Optional<MemberId> leader = Optional.empty();

    /** Reads who leads and follows; throws SERVICE_UNAVAILABLE if the store cannot be reached. */
    FollowedLeader(Runtime runtime, MetaStore meta, FollowedMembers members, MemberId self) {
        this.members = members;
        this.questionKey = StoreQuestions.questionTo(self);
        this.questions = runtime.mailbox("questions of the leader", QUESTIONS_MAX);
        this.followed = FollowedPrefix.open(runtime, meta, Leadership.KEY, new Following());
    }

    /** Returns who leads. */
    Optional<MemberId> leader() {
        return leader;
    }

    /** Returns where the leader is called; empty while nobody leads who is there. */
    Optional<String> address() {
        return leader.flatMap(members.members()::find).map(Member::address);
    }

    /** Waits until the leader asks this process for a version of the catalog; returns which. */
    long takeQuestion() {
        return questions.take();
    }

    private static Optional<MemberId> decode(byte[] value) {
        return Optional.of(new MemberId(new String(value, StandardCharsets.UTF_8)));
    }

    private final class Following implements FollowedPrefix.Follower {
        @Override
        public void all(Snapshot snapshot) {
            leader = snapshot.entries().stream()
                    .filter(entry -> entry.key().equals(Leadership.KEY))
                    .findFirst()
                    .flatMap(entry -> decode(entry.value()));
            snapshot.entries().stream()
                    .filter(entry -> entry.key().equals(questionKey))
                    .forEach(entry -> questions.offer(StoreQuestions.version(entry.value())));
        }

        @Override
        public void changed(long version, List<Event> events) {
            for (Event event : events) {
                if (event.key().equals(Leadership.KEY)) {
                    leader = event.value().flatMap(FollowedLeader::decode);
                } else if (event.key().equals(questionKey)) {
                    event.value().map(StoreQuestions::version).ifPresent(questions::offer);
                }
            }
        }
    }

    @Override
    public void close() {
        followed.close();
    }
}
