package io.windhover.cluster;

import io.windhover.coordinator.CoordinatorSettings;
import io.windhover.coordinator.LeadingCoordinator;
import io.windhover.coordinator.catalog.CatalogReplica;
import io.windhover.coordinator.catalog.LoopHealth;
import io.windhover.coordinator.garbage.GarbageSweep;
import io.windhover.coordinator.leadership.Leadership;
import io.windhover.coordinator.membership.FollowedMembers;
import io.windhover.coordinator.placement.PlacingSettings;
import io.windhover.embedded.Standalone.Stores;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.role.CoordinatorRole;
import io.windhover.model.role.Lack;
import io.windhover.model.role.RoleHealth;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.metrics.Labels;
import io.windhover.runtime.metrics.Metrics.Registration;
import io.windhover.runtime.port.Network;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The coordinator of one process: leads while it has the right to, and stands by to take it while another has. A right
 * that is lost is tried for again; nothing that happens to it ends the process.
 */
final class LeaderSeat implements AutoCloseable {
    private static final String ROLE = "coordinator";
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** Whoever led for less time than this leaves the next turn to others, each time for longer. */
    private static final Duration TURN_MIN = Duration.ofSeconds(2);

    private static final Duration BACKOFF_MAX = Duration.ofSeconds(1);
    private static final Duration LEADER_TERM_MIN = Duration.ofSeconds(1);

    private final Runtime runtime;
    private final Stores stores;
    private final ProcessSettings settings;
    private final FollowedMembers members;
    private final MembersOverNetwork calls;
    private final List<Registration> gauges = new ArrayList<>();
    private final Fiber fiber;
    private volatile Optional<Seat> seat = Optional.empty();
    private volatile Optional<DatabaseException> trouble = Optional.empty();
    private volatile boolean closing;

    private record Seat(Leadership right, LeadingCoordinator coordinator) {}

    LeaderSeat(Runtime runtime, Stores stores, Network network, ProcessSettings settings, FollowedMembers members) {
        this.runtime = runtime;
        this.stores = stores;
        this.settings = settings;
        this.members = members;
        this.calls = new MembersOverNetwork(runtime, network, members, new StoreQuestions(runtime, stores.meta()));
        gauges.add(runtime.metrics()
                .gauge(
                        "windhover_garbage_waiting",
                        "What is dropped or no longer named and not given back yet",
                        Labels.of("kind", "object"),
                        () -> ofSweep(GarbageSweep.Unnamed::objects)));
        gauges.add(runtime.metrics()
                .gauge(
                        "windhover_garbage_waiting_bytes",
                        "Bytes of objects that are no longer named and not given back yet",
                        Labels.NONE,
                        () -> ofSweep(GarbageSweep.Unnamed::bytes)));
        this.fiber = runtime.fork("leader's seat", this::takeTurns);
    }

    private double ofSweep(ToDoubleFunction<GarbageSweep.Unnamed> count) {
        return seat.map(held ->
                        count.applyAsDouble(held.coordinator().coordinator().unnamed()))
                .orElse(0.0);
    }

    private void takeTurns() {
        Duration backoff = PAUSE;
        while (!closing) {
            long startNs = runtime.monotonicNs();
            boolean tookIt = takeTurn();
            boolean isShort = runtime.monotonicNs() - startNs < TURN_MIN.toNanos();
            if (tookIt && isShort && !closing) {
                backoff = backoff.multipliedBy(2).compareTo(BACKOFF_MAX) < 0 ? backoff.multipliedBy(2) : BACKOFF_MAX;
                awaitClosing(backoff);
            } else {
                backoff = tookIt ? PAUSE : backoff;
                runtime.sleep(PAUSE);
            }
        }
    }

    /** Leads if nobody else does, as long as it may and can; returns whether it had the right to. */
    private boolean takeTurn() {
        Optional<Leadership> right = Optional.empty();
        try {
            requireReadable();
            // To look first costs the store less than to try: a lease that is granted and given back is two writes.
            if (Leadership.holder(stores.meta()).isEmpty()) {
                right = Leadership.tryTake(
                        runtime, stores.meta(), settings.self().id().name(), leaderTerm());
            }
            if (right.isPresent()) {
                lead(right.get());
            }
            trouble = Optional.empty();
        } catch (DatabaseException failure) {
            trouble = Optional.of(failure);
        }
        return right.isPresent();
    }

    /** Every DDL waits while nobody leads, so the right to lead ends sooner after a death than a member's name does. */
    private Duration leaderTerm() {
        Duration shorter = settings.term().multipliedBy(2).dividedBy(3);
        return shorter.compareTo(LEADER_TERM_MIN) < 0 ? LEADER_TERM_MIN : shorter;
    }

    private void awaitClosing(Duration patience) {
        long untilNs = runtime.monotonicNs() + patience.toNanos();
        while (!closing && runtime.monotonicNs() < untilNs) {
            runtime.sleep(PAUSE);
        }
    }

    /** Who may not write the catalog does not take the right either: others could. */
    private void requireReadable() {
        stores.meta().read(CatalogReplica.HEAD).ifPresent(CatalogReplica::requireLead);
    }

    private void lead(Leadership right) {
        CoordinatorSettings ours =
                settings.database().coordinator().withLeader(right.condition(), settings.changesMax());
        try (right;
                LeadingCoordinator coordinator = LeadingCoordinator.open(
                        runtime,
                        stores.meta(),
                        ours,
                        new LeadingCoordinator.Cluster(members, calls, PlacingSettings.DEFAULT))) {
            GarbageSweep sweep = new GarbageSweep(
                    runtime,
                    coordinator,
                    stores.objects(),
                    stores.wal(),
                    calls,
                    settings.database().garbage());
            coordinator.coordinator().watch(sweep);
            Fiber sweeping = sweep.start();
            seat = Optional.of(new Seat(right, coordinator));
            try {
                while (right.isHeld() && !closing && serves(coordinator)) {
                    runtime.sleep(PAUSE);
                }
            } finally {
                seat = Optional.empty();
                sweeping.cancel();
                sweeping.join();
            }
        }
    }

    /** A catalog that has ended is given to somebody else, or opened anew. */
    private static boolean serves(LeadingCoordinator coordinator) {
        return !(coordinator.coordinator().health() instanceof LoopHealth.Stopped);
    }

    /** Returns which claim of the right this process leads under; empty while it does not. */
    Optional<Long> leadsSince() {
        return seat.filter(held -> held.right().isHeld())
                .map(held -> held.right().condition().modVersion());
    }

    /** Returns the one who decides, while this process leads. */
    Optional<CoordinatorRole> coordinator() {
        return seat.filter(held -> held.right().isHeld()).map(Seat::coordinator);
    }

    /** Tells how it goes; to stand by is as it should be. */
    RoleHealth roleHealth() {
        return coordinator().map(CoordinatorRole::roleHealth).orElseGet(this::standing);
    }

    private RoleHealth standing() {
        return trouble.map(LeaderSeat::unable).orElseGet(() -> RoleHealth.serving(ROLE, List.of()));
    }

    private static RoleHealth unable(DatabaseException failure) {
        Lack lack = failure.code() == ErrorCode.CATALOG_TOO_NEW ? Lack.VERSION : Lack.METADATA;
        String reason = "safe mode: it can neither lead nor stand by: " + failure.getMessage();
        return new RoleHealth(ROLE, RoleHealth.State.SAFE_MODE, List.of(reason), List.of(lack));
    }

    @Override
    public void close() {
        closing = true;
        fiber.join();
        gauges.forEach(Registration::close);
    }
}
