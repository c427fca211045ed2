package io.windhover.coordinator.membership;

import io.windhover.coordinator.follow.FollowedPrefix;
import io.windhover.model.Invariant;
import io.windhover.model.MemberId;
import io.windhover.model.cluster.ClusterRole;
import io.windhover.model.cluster.Member;
import io.windhover.model.cluster.Members;
import io.windhover.runtime.Promise;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.metrics.Labels;
import io.windhover.runtime.metrics.Metrics.Registration;
import io.windhover.runtime.port.MetaStore;
import io.windhover.runtime.port.MetaStore.Event;
import io.windhover.runtime.port.MetaStore.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who is there, as the metadata store tells. While the store cannot be reached the last that was known stays, and {@link
 * #trouble} says so. What is seen here may be late, so nothing that must hold may rest on it alone.
 */
public final class FollowedMembers implements AutoCloseable {
    private final Runtime runtime;
    private final List<Registration> gauges = new ArrayList<>();
    private final FollowedPrefix followed;
    private volatile Edition newest;

    /** The members, and the promise of those that follow. */
    private record Edition(Members members, Promise<Members> next) {}

    private FollowedMembers(Runtime runtime, MetaStore meta) {
        this.runtime = runtime;
        this.newest = new Edition(MemberKeys.members(0, List.of()), runtime.promise());
        this.followed = FollowedPrefix.open(runtime, meta, MemberKeys.PREFIX, new Following());
        for (ClusterRole role : ClusterRole.values()) {
            gauges.add(runtime.metrics()
                    .gauge(
                            "windhover_cluster_members",
                            "Members that are there, by role",
                            Labels.of("role", role.name().toLowerCase(Locale.ROOT)),
                            () -> members().with(role).size()));
        }
    }

    /**
     * Reads who is there and follows.
     *
     * @throws io.windhover.model.DatabaseException SERVICE_UNAVAILABLE if the store cannot be reached
     */
    public static FollowedMembers open(Runtime runtime, MetaStore meta) {
        return new FollowedMembers(runtime, meta);
    }

    /** Returns who is there, as far as is known. */
    public Members members() {
        return newest.members();
    }

    /** Waits until others than {@code known} are there, at most so long; returns who is. */
    public Members awaitOther(Members known, Duration timeout) {
        Edition edition = newest;
        if (!edition.members().equals(known)) {
            return edition.members();
        }
        return edition.next().await(timeout).orElse(known);
    }

    /** Returns why changes do not arrive; empty while they do. */
    public Optional<String> trouble() {
        return followed.trouble().map(reason -> "members are not followed: " + reason);
    }

    private void publish(Members next) {
        Edition before = newest;
        newest = new Edition(next, runtime.promise());
        before.next().complete(next);
    }

    private final class Following implements FollowedPrefix.Follower {
        @Override
        public void all(Snapshot snapshot) {
            Members read = MemberKeys.decode(snapshot);
            if (read.version() >= members().version()) {
                publish(read);
            }
        }

        @Override
        public void changed(long version, List<Event> events) {
            Invariant.check(version > members().version() || members().version() == 1, "version {} again", version);
            TreeMap<MemberId, Member> all = new TreeMap<>();
            members().all().forEach(member -> all.put(member.id(), member));
            for (Event event : events) {
                if (event.value().isPresent()) {
                    Member member = MemberKeys.decode(event.key(), event.value().get());
                    all.put(member.id(), member);
                } else {
                    all.remove(MemberKeys.id(event.key()));
                }
            }
            publish(MemberKeys.members(version, new ArrayList<>(all.values())));
        }
    }

    /** Follows no more. */
    @Override
    public void close() {
        gauges.forEach(Registration::close);
        followed.close();
        newest.next().complete(members());
    }
}
