package io.windhover.cluster;

import io.windhover.cluster.call.Answer;
import io.windhover.cluster.call.Caller;
import io.windhover.cluster.call.MemberCall;
import io.windhover.coordinator.membership.FollowedMembers;
import io.windhover.model.DatabaseException;
import io.windhover.model.MemberId;
import io.windhover.model.cluster.ClusterRole;
import io.windhover.model.cluster.Member;
import io.windhover.model.cluster.Members;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.Promise;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.TaskScope;
import io.windhover.runtime.port.Network;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whom of those that it needs a process reaches, found out by asking each every other second. It is only told, in health
 * and log: requests find their way by themselves. One that did not answer twice in a row counts as not reached.
 */
final class Reach implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(1);
    private static final int MISSES_MAX = 2;

    private final Runtime runtime;
    private final Caller caller;
    private final FollowedMembers members;
    private final FollowedLeader leader;
    private final Member self;
    private final Fiber fiber;
    private volatile Map<MemberId, String> unreached = Map.of();
    private volatile boolean leaderless;
    private volatile boolean leaderUnreached;

    Reach(Runtime runtime, Network network, FollowedMembers members, FollowedLeader leader, Member self) {
        this.runtime = runtime;
        this.caller = new Caller(network);
        this.members = members;
        this.leader = leader;
        this.self = self;
        this.fiber = runtime.fork("reach", this::run);
    }

    private void run() {
        Map<MemberId, Integer> misses = new TreeMap<>();
        int turnsWithoutLeader = 0;
        while (true) {
            Members all = members.members();
            Map<MemberId, Optional<String>> answers = ask(needed(all));
            misses.keySet().retainAll(answers.keySet());
            Map<MemberId, String> lost = new TreeMap<>();
            answers.forEach((member, failure) -> {
                int count = failure.isEmpty() ? 0 : misses.getOrDefault(member, 0) + 1;
                misses.put(member, count);
                failure.filter(_ -> count >= MISSES_MAX).ifPresent(reason -> lost.put(member, reason));
            });
            Optional<MemberId> leads = leader.leader().filter(id -> all.find(id).isPresent());
            turnsWithoutLeader = leads.isEmpty() ? turnsWithoutLeader + 1 : 0;
            leaderless = turnsWithoutLeader >= MISSES_MAX;
            leaderUnreached = leads.filter(lost::containsKey).isPresent();
            unreached = lost;
            runtime.sleep(PAUSE);
        }
    }

    /** The leader needs everybody, a proxy who has rows, a query node who has their tails, everybody the leader. */
    private List<Member> needed(Members all) {
        Optional<MemberId> leads = leader.leader();
        boolean isLeader = leads.filter(self.id()::equals).isPresent();
        return all.all().stream()
                .filter(member -> !member.id().equals(self.id()))
                .filter(member -> isLeader
                        || leads.filter(member.id()::equals).isPresent()
                        || self.is(ClusterRole.PROXY) && (member.is(ClusterRole.DATA) || member.is(ClusterRole.QUERY))
                        || self.is(ClusterRole.QUERY) && member.is(ClusterRole.DATA))
                .toList();
    }

    private Map<MemberId, Optional<String>> ask(List<Member> asked) {
        Map<MemberId, Promise<Optional<String>>> answers = new LinkedHashMap<>();
        Map<MemberId, Optional<String>> all = new LinkedHashMap<>();
        try (TaskScope scope = runtime.scope("who is reached", ANSWER_MAX.multipliedBy(2))) {
            asked.forEach(member -> answers.put(member.id(), scope.fork("is " + member.id(), () -> failure(member))));
            scope.join();
            answers.forEach((member, answer) -> all.put(member, answer.await()));
        } catch (DatabaseException late) {
            asked.forEach(member -> all.putIfAbsent(member.id(), Optional.of(late.getMessage())));
        }
        return all;
    }

    private Optional<String> failure(Member member) {
        try {
            caller.ask(member.address(), new MemberCall.Health(), Answer.Healths.class, ANSWER_MAX);
            return Optional.empty();
        } catch (DatabaseException failure) {
            return Optional.of(failure.getMessage());
        }
    }

    /** Returns why the coordinator's work cannot be asked for, if so. */
    Optional<String> withoutLeader() {
        if (leaderless) {
            return Optional.of("no coordinator leads");
        }
        return leaderUnreached
                ? leader.leader().map(id -> "the coordinator that leads, " + id + ", is not reached")
                : Optional.empty();
    }

    /** Returns who of those that are there is not reached, with the reason, one line each. */
    List<String> unreached() {
        List<String> lines = new ArrayList<>();
        unreached.forEach((member, reason) -> lines.add("member " + member + " is not reached: " + reason));
        return lines;
    }

    /** Returns which versions of the program the members are of, if it is not one. */
    List<String> versions() {
        Map<String, List<MemberId>> byVersion = new TreeMap<>();
        members.members()
                .all()
                .forEach(member -> byVersion
                        .computeIfAbsent(member.version(), _ -> new ArrayList<>())
                        .add(member.id()));
        return byVersion.size() < 2
                ? List.of()
                : List.of("members are of several versions of the program: " + byVersion);
    }

    @Override
    public void close() {
        fiber.cancel();
        fiber.join();
    }
}
