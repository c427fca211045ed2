package io.windhover.cluster.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.windhover.cluster.call.RoleEndpoint;
import io.windhover.cluster.call.Roles;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.RequestId;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.role.Command;
import io.windhover.model.role.CommandResult;
import io.windhover.model.role.CoordinatorRole;
import io.windhover.model.role.IdWindow;
import io.windhover.model.role.RoleHealth;
import io.windhover.runtime.TaskScope;
import io.windhover.runtime.simulated.NetworkFaults;
import io.windhover.runtime.simulated.SimulatedProcess;
import io.windhover.runtime.simulated.Simulation;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Goal: commands act once and ids are never given twice, whoever leads. Method: simulated leaders on a bad network. */
class RemoteCoordinatorTest {
    private static final Command COMMAND = new Command.DropDatabase("a");

    /** What all leaders share: the store. */
    private static final class Leaders {
        final RouteWorld world;
        final Map<RequestId, CommandResult> results = new LinkedHashMap<>();
        Optional<String> leader = Optional.empty();
        Optional<DatabaseException> refusal = Optional.empty();
        long nextId = 1;
        int acts;

        Leaders(RouteWorld world) {
            this.world = world;
        }

        SimulatedProcess start(Simulation simulation, String name) {
            SimulatedProcess process = simulation.process(name);
            Roles roles = new Roles(Optional.of(new Leader(this)), Optional.empty(), Optional.empty());
            world.network.of(process).serve(name, new RoleEndpoint(() -> roles, world, Optional::empty));
            leader = Optional.of(name);
            return process;
        }
    }

    private record Leader(Leaders shared) implements CoordinatorRole {
        @Override
        public CommandResult submit(Command command, RequestId requestId) {
            return shared.results.computeIfAbsent(requestId, _ -> {
                shared.acts++;
                shared.refusal.ifPresent(refusal -> {
                    throw refusal;
                });
                // This process follows a little later.
                shared.world.later(30, shared.world::publishNext);
                return new CommandResult(shared.world.catalog().version() + 1, shared.acts, true);
            });
        }

        @Override
        public Catalog catalog() {
            return shared.world.catalog();
        }

        @Override
        public Catalog awaitVersion(long atLeast, Duration timeout) {
            throw new AssertionError("asked the leader for its catalog");
        }

        @Override
        public IdWindow allocateIds(int count) {
            IdWindow window = new IdWindow(shared.nextId, count);
            shared.nextId += count;
            return window;
        }

        @Override
        public RoleHealth roleHealth() {
            return RoleHealth.serving("coordinator", List.of());
        }
    }

    private interface Story {
        void tell(Simulation simulation, RouteWorld world, Leaders leaders);
    }

    private static void simulate(Story story) {
        for (long seed = 0; seed < 20; seed++) {
            Simulation.run(seed, Duration.ofHours(1), simulation -> {
                RouteWorld world = new RouteWorld(simulation, 1);
                story.tell(simulation, world, new Leaders(world));
            });
        }
    }

    private static RemoteCoordinator remote(RouteWorld world, Leaders leaders, Duration deadline) {
        Route route = world.route();
        return new RemoteCoordinator(
                route.runtime(),
                route.network(),
                world,
                () -> leaders.leader,
                new RemoteCoordinator.Settings(deadline, 100));
    }

    @Test
    void commandActsOnceAndIsSeenHereAfterItsAnswer() {
        simulate((simulation, world, leaders) -> {
            leaders.start(simulation, "c1");
            world.network.faults(new NetworkFaults(20_000_000, 3, 3));
            RemoteCoordinator remote = remote(world, leaders, Duration.ofMinutes(5));
            for (int i = 1; i <= 5; i++) {
                CommandResult result = remote.submit(COMMAND, new RequestId("r" + i));
                assertThat(world.catalog().version()).isGreaterThanOrEqualTo(result.catalogVersion());
                assertThat(leaders.acts).isEqualTo(i);
            }
        });
    }

    @Test
    void commandGoesToTheNextLeaderWhenOneDies() {
        simulate((simulation, world, leaders) -> {
            leaders.start(simulation, "c1").kill();
            world.later(1500, () -> leaders.start(simulation, "c2"));
            RemoteCoordinator remote = remote(world, leaders, Duration.ofSeconds(10));
            assertThat(remote.roleHealth().isWell()).isFalse();
            assertThat(remote.submit(COMMAND, new RequestId("r")).changed()).isTrue();
            assertThat(leaders.acts).isEqualTo(1);
            assertThat(remote.roleHealth().isWell()).isTrue();
        });
    }

    @Test
    void whatTheLeaderRefusesIsRefusedAtOnce() {
        simulate((simulation, world, leaders) -> {
            leaders.start(simulation, "c1");
            RemoteCoordinator remote = remote(world, leaders, Duration.ofMinutes(5));
            for (ErrorCode code : List.of(ErrorCode.NOT_OWNER, ErrorCode.PARTITION_NOT_FOUND)) {
                leaders.acts = 0;
                leaders.refusal = Optional.of(new DatabaseException(code, "refused"));
                long beganNs = world.runtime().monotonicNs();
                DatabaseException seen =
                        (DatabaseException) catchThrowable(() -> remote.submit(COMMAND, new RequestId("r" + code)));
                assertThat(seen.code()).isEqualTo(code);
                assertThat(leaders.acts).isEqualTo(1);
                assertThat(world.runtime().monotonicNs() - beganNs)
                        .as("simulated time")
                        .isLessThan(1_000_000_000L);
            }
        });
    }

    @Test
    void withoutALeaderCommandsFailRetriablyAndIdsGoOn() {
        simulate((simulation, world, leaders) -> {
            SimulatedProcess leader = leaders.start(simulation, "c1");
            RemoteCoordinator remote = remote(world, leaders, Duration.ofSeconds(3));
            assertThat(remote.allocateIds(1)).isEqualTo(new IdWindow(1, 1));
            leader.kill();
            leaders.leader = Optional.empty();
            assertThat(remote.allocateIds(98)).isEqualTo(new IdWindow(2, 98));
            assertThat(remote.allocateIds(1)).isEqualTo(new IdWindow(100, 1));
            Consumer<Runnable> unavailable =
                    action -> assertThat(((DatabaseException) catchThrowable(action::run)).code())
                            .isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
            unavailable.accept(() -> remote.allocateIds(1));
            unavailable.accept(() -> remote.submit(COMMAND, new RequestId("r")));
            leaders.start(simulation, "c2");
            assertThat(remote.allocateIds(500).count()).isEqualTo(500);
        });
    }

    @Test
    void noNumberIsGivenTwiceToManyAtOnce() {
        simulate((simulation, world, leaders) -> {
            leaders.start(simulation, "c1");
            world.network.faults(new NetworkFaults(20_000_000, 4, 4));
            RemoteCoordinator remote = remote(world, leaders, Duration.ofMinutes(5));
            Set<Long> given = new HashSet<>();
            try (TaskScope scope = world.runtime().scope("takers", Duration.ofMinutes(50))) {
                for (int taker = 0; taker < 8; taker++) {
                    scope.fork("taker", () -> {
                        for (int i = 0; i < 20; i++) {
                            IdWindow window = remote.allocateIds(1 + i);
                            for (long id = window.first(); id < window.first() + window.count(); id++) {
                                assertThat(given.add(id)).as("id %d is new", id).isTrue();
                            }
                            world.runtime().yield();
                        }
                        return true;
                    });
                }
                scope.join();
            }
            assertThat(given).hasSize(8 * 210);
        });
    }
}
