package io.windhover.coordinator.placement;

import io.windhover.coordinator.membership.FollowedMembers;
import io.windhover.coordinator.witness.MemberCalls;
import io.windhover.coordinator.witness.Witnesses;
import io.windhover.model.DatabaseException;
import io.windhover.model.MemberId;
import io.windhover.model.RequestId;
import io.windhover.model.ShardId;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.cluster.Member;
import io.windhover.model.cluster.Members;
import io.windhover.model.role.Command.PlaceShards;
import io.windhover.model.role.CommandResult;
import io.windhover.model.role.CoordinatorRole;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.Mailbox;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.TaskScope;
import io.windhover.runtime.metrics.Labels;
import io.windhover.runtime.metrics.Metrics.Registration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * The reconciler of the leader: one fiber that plans the next step, makes it, and goes on as long as something is under
 * way. Wakes when members come or go and when the catalog changes. It decides on what it sees, which may be late: every
 * change names what it replaces, and no shard gets a new owner before nobody believes to be the one before.
 */
public final class Placing implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration ASK_PATIENCE = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofHours(1);
    private static final int EVENTS_MAX = 4_096;

    private final Runtime runtime;
    private final CoordinatorRole coordinator;
    private final FollowedMembers followed;
    private final MemberCalls calls;
    private final PlacingSettings settings;
    private final Mailbox<List<ShardId>> events;
    private final Vacancies vacancies;
    private final GroupCare groups;
    private final List<Fiber> fibers = new ArrayList<>();
    private final Registration gauge;
    private final Balance balance = new Balance();
    private volatile State state = new State(0, Optional.empty());

    /** What others may know. */
    private record State(int moving, Optional<String> trouble) {}

    /** Since when some have more than others; owned by the fiber. */
    private static final class Balance {
        private Optional<Long> unevenSinceNs = Optional.empty();
    }

    private Placing(
            Runtime runtime,
            CoordinatorRole coordinator,
            FollowedMembers followed,
            Witnesses witnesses,
            MemberCalls calls,
            PlacingSettings settings) {
        this.runtime = runtime;
        this.coordinator = coordinator;
        this.followed = followed;
        this.calls = calls;
        this.settings = settings;
        this.events = runtime.mailbox("placing", EVENTS_MAX);
        this.vacancies = new Vacancies(runtime, witnesses, this::wake);
        this.groups = new GroupCare(runtime, coordinator, settings.readerGrace());
        this.gauge = runtime.metrics()
                .gauge(
                        "windhover_placements_moving",
                        "Shards that are under way from one member to another",
                        Labels.NONE,
                        () -> state.moving());
    }

    /** Begins to place. */
    public static Placing open(
            Runtime runtime,
            CoordinatorRole coordinator,
            FollowedMembers followed,
            Witnesses witnesses,
            MemberCalls calls,
            PlacingSettings settings) {
        Placing placing = new Placing(runtime, coordinator, followed, witnesses, calls, settings);
        placing.fibers.add(runtime.fork("placing", placing::run));
        placing.fibers.add(runtime.fork("placing members", placing::followMembers));
        placing.fibers.add(runtime.fork("placing catalog", placing::followCatalog));
        return placing;
    }

    /** Wakes the fiber, with shards that nobody believes to own any more. */
    private void wake(List<ShardId> emptied) {
        while (!events.offer(emptied) && !emptied.isEmpty()) {
            runtime.sleep(PAUSE);
        }
    }

    private void followMembers() {
        Members known = followed.members();
        while (true) {
            Members next = followed.awaitOther(known, LONG);
            if (!next.equals(known)) {
                wake(List.of());
            }
            known = next;
        }
    }

    /** Creations and loads place by themselves, so a change of the catalog is no hurry. */
    private void followCatalog() {
        long known = coordinator.catalog().version();
        while (true) {
            try {
                known = coordinator.awaitVersion(known + 1, LONG).version();
                wake(List.of());
            } catch (DatabaseException late) {
                // Nothing changed, or the coordinator has stopped.
                known = coordinator.catalog().version();
            }
            runtime.sleep(PAUSE);
        }
    }

    private void run() {
        while (true) {
            boolean underWay;
            try {
                underWay = step();
            } catch (DatabaseException failure) {
                state = new State(state.moving(), Optional.of(failure.getMessage()));
                underWay = true;
            }
            events.poll(underWay ? PAUSE : LONG).ifPresent(vacancies::emptied);
            while (events.size() > 0) {
                events.takeAll(EVENTS_MAX).forEach(vacancies::emptied);
            }
        }
    }

    /** Makes steps as long as there are changes to make; returns whether something is under way. */
    private boolean step() {
        while (true) {
            Catalog catalog = coordinator.catalog();
            Members members = followed.members();
            vacancies.forget(catalog);
            List<Member> returning = groups.returning(members);
            if (groups.settle(catalog, members)) {
                continue;
            }
            PlacementPlan plan = plan(catalog, members, returning);
            vacancies.await(plan.waiting(), catalog.version(), Map.of());
            state = new State(moving(plan), Optional.empty());
            if (plan.changes().isEmpty()) {
                return !plan.isSettled() || plan.uneven() || !returning.isEmpty();
            }
            make(plan.changes(), members);
        }
    }

    private static int moving(PlacementPlan plan) {
        long asked =
                plan.asks().stream().map(Situation.Serving::shard).distinct().count();
        return plan.changes().size() + plan.waiting().size() + (int) asked;
    }

    /** Plans on what is known, and again on what was asked for. */
    private PlacementPlan plan(Catalog catalog, Members members, List<Member> returning) {
        boolean balancing = balance.unevenSinceNs
                .filter(since ->
                        runtime.monotonicNs() - since >= settings.balanceAfter().toNanos())
                .isPresent();
        Situation situation = new Situation(
                catalog,
                members,
                vacancies.vacant(),
                Set.of(),
                returning,
                balancing,
                settings.movesMax(),
                settings.changesMax());
        PlacementPlan first = PlacementPlanner.plan(situation);
        PlacementPlan plan =
                first.asks().isEmpty() ? first : PlacementPlanner.plan(situation.with(ask(members, first.asks())));
        boolean even = !plan.uneven() && (!balancing || plan.isSettled());
        if (even) {
            balance.unevenSinceNs = Optional.empty();
        } else if (balance.unevenSinceNs.isEmpty()) {
            balance.unevenSinceNs = Optional.of(runtime.monotonicNs());
        }
        return plan;
    }

    private Set<Situation.Serving> ask(Members members, List<Situation.Serving> asks) {
        Map<MemberId, List<ShardId>> byMember = new TreeMap<>();
        asks.forEach(ask ->
                byMember.computeIfAbsent(ask.member(), _ -> new ArrayList<>()).add(ask.shard()));
        Set<Situation.Serving> ready = new ConcurrentSkipListSet<>();
        try (TaskScope scope = runtime.scope("readiness", ASK_PATIENCE)) {
            byMember.forEach((id, shards) -> members.find(id)
                    .ifPresent(member -> scope.fork("readiness of " + id, () -> {
                        ask(member, shards).forEach(shard -> ready.add(new Situation.Serving(id, shard)));
                        return Boolean.TRUE;
                    })));
            scope.join();
        } catch (DatabaseException late) {
            // Who did not answer in time is not ready; it is asked again.
            return ready;
        }
        return ready;
    }

    private List<ShardId> ask(Member member, List<ShardId> shards) {
        try {
            return calls.ready(member, shards);
        } catch (DatabaseException silent) {
            // As good as not ready.
            return List.of();
        }
    }

    private void make(List<PlaceShards.Placing> changes, Members members) {
        RequestId request = new RequestId("placing-" + Long.toHexString(runtime.random(Long.MAX_VALUE)));
        CommandResult result = coordinator.submit(new PlaceShards(changes), request);
        List<ShardId> emptied = new ArrayList<>();
        Map<ShardId, MemberId> gone = new TreeMap<>();
        for (PlaceShards.Placing change : changes) {
            if (change.before().owner().isPresent() && change.after().owner().isEmpty()) {
                emptied.add(change.shard());
                change.before()
                        .owner()
                        .filter(owner -> members.find(owner).isEmpty())
                        .ifPresent(owner -> gone.put(change.shard(), owner));
            }
        }
        vacancies.await(emptied, result.catalogVersion(), gone);
    }

    /** Returns how many shards are under way. */
    public int moving() {
        return state.moving();
    }

    /** Returns why placing does not go on; empty while it does. */
    public Optional<String> trouble() {
        return state.trouble().map(reason -> "placing: " + reason);
    }

    /** Places no more. */
    @Override
    public void close() {
        gauge.close();
        fibers.forEach(Fiber::cancel);
        fibers.forEach(Fiber::join);
        vacancies.end();
    }
}
