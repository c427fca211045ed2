package io.windhover.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.coordinator.witness.MemberCalls;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.ErrorCode.Retry;
import io.windhover.model.MemberId;
import io.windhover.model.RequestId;
import io.windhover.model.ShardId;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.ShardPlacement;
import io.windhover.model.cluster.Member;
import io.windhover.model.role.Command;
import io.windhover.model.role.CommandResult;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.Promise;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.TaskScope;
import io.windhover.runtime.local.LocalMetaStore;
import io.windhover.runtime.simulated.PortFaults;
import io.windhover.runtime.simulated.SimulatedDisk;
import io.windhover.runtime.simulated.SimulatedMetaStore;
import io.windhover.runtime.simulated.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A cluster of processes that are killed and paused while collections come and go. */
class ClusterSimulationTest {
    private static final int NODES = 4;

    static List<Long> seeds() {
        Long only = Long.getLong("seed");
        return only != null ? List.of(only) : LongStream.range(0, 25).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void afterAnAnswerNobodyMeetsTheOldStateAndNoShardHasTwoOwners(long seed) {
        // Goal: P1, P2, P4. Method: clients create, load and drop collections, each repeated under its id until it is
        // answered, while members and leaders are killed, paused longer than their leases, and the store refuses calls
        // and loses answers. After each answer everybody who serves must have its version; at no instant may two serve
        // as owners of a shard; in the end every shard is placed evenly and nothing answered is missing.
        System.out.println("seed " + seed);
        long first = Simulation.run(seed, Duration.ofHours(2), ClusterSimulationTest::story);
        assertThat(Simulation.run(seed, Duration.ofHours(2), ClusterSimulationTest::story))
                .isEqualTo(first);
    }

    private static void story(Simulation simulation) {
        new Story(simulation).run();
    }

    private static final class Story implements MemberCalls {
        private final Simulation simulation;
        private final Runtime runtime;
        private final LocalMetaStore behind;
        private final SimulatedMetaStore meta;
        private final Map<String, ClusterNode> nodes = new TreeMap<>();
        private final TreeSet<String> expected = new TreeSet<>();
        private int answered;

        Story(Simulation simulation) {
            this.simulation = simulation;
            this.runtime = simulation.world().runtime();
            this.behind = LocalMetaStore.open(runtime, new SimulatedDisk(simulation), "meta");
            this.meta = new SimulatedMetaStore(simulation, behind);
        }

        @Override
        public void awaitVersion(Member member, long version, Duration timeout) {
            reached(member).catalog().awaitVersion(version, timeout);
            reached(member);
        }

        @Override
        public List<ShardId> ready(Member member, List<ShardId> shards) {
            ClusterNode node = reached(member);
            SplittableRandom chance = simulation.chance("ready" + simulation.nowNs());
            return node.serves()
                    ? shards.stream().filter(_ -> chance.nextInt(4) > 0).toList()
                    : List.of();
        }

        private ClusterNode reached(Member member) {
            runtime.sleep(Duration.ofNanos(1 + runtime.random(2_000_000)));
            ClusterNode node = nodes.get(member.id().name());
            if (!node.isStarted() || node.store.isPaused()) {
                runtime.sleep(Duration.ofMillis(100));
                throw new DatabaseException(ErrorCode.NODE_OFFLINE, "no answer from " + member.id());
            }
            return node;
        }

        private void start(String name) {
            nodes.put(name, new ClusterNode(simulation, meta, name, this));
        }

        void run() {
            for (int i = 0; i < NODES; i++) {
                start("node" + i);
            }
            runtime.sleep(Duration.ofSeconds(2));
            Fiber observer = runtime.fork("observer", this::observe);
            List<Fiber> clients = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                String client = "client" + i;
                clients.add(runtime.fork(client, () -> commands(client)));
            }
            disturb();
            clients.forEach(Fiber::join);
            runtime.sleep(Duration.ofSeconds(40));
            check(nodes.keySet());
            nodes.get("node1").drain();
            runtime.sleep(Duration.ofSeconds(40));
            observer.cancel();
            check(Set.of("node0", "node2", "node3"));
            nodes.values().forEach(node -> node.process.kill());
            behind.close();
        }

        private void disturb() {
            SplittableRandom chance = simulation.chance("disturb");
            for (int round = 0; round < 12; round++) {
                meta.faults(chance.nextInt(3) == 0 ? new PortFaults(20_000_000, 12, 12) : PortFaults.NONE);
                String name = "node" + chance.nextInt(NODES);
                ClusterNode node = nodes.get(name);
                if (chance.nextBoolean()) {
                    node.process.kill();
                    runtime.sleep(Duration.ofMillis(chance.nextInt(6_000)));
                    start(name);
                } else {
                    node.store.paused(true);
                    runtime.sleep(Duration.ofMillis(chance.nextInt(6_000)));
                    node.store.paused(false);
                }
                runtime.sleep(Duration.ofMillis(chance.nextInt(2_000)));
            }
            meta.faults(PortFaults.NONE);
        }

        /** Looks who believes to be whose owner. */
        private void observe() {
            while (true) {
                Map<ShardId, String> owners = new TreeMap<>();
                for (ClusterNode node : nodes.values()) {
                    for (ShardId shard : node.owns()) {
                        Optional<String> other = Optional.ofNullable(owners.put(shard, node.name));
                        assertThat(other)
                                .as("owner of %s besides %s", shard, node.name)
                                .isEmpty();
                    }
                }
                runtime.sleep(Duration.ofMillis(5));
            }
        }

        private void commands(String client) {
            SplittableRandom chance = simulation.chance(client);
            for (int n = 0; n < 14; n++) {
                String name = client + "c" + n;
                call(
                        new Command.CreateCollection(
                                "", name, "", Samples.fields(), Samples.settings(1 + chance.nextInt(3))),
                        name + "-create");
                expected.add(name);
                call(Samples.index(name), name + "-index");
                if (chance.nextBoolean()) {
                    call(Samples.load(name), name + "-load");
                }
                if (chance.nextInt(3) == 0) {
                    call(new Command.DropCollection("", name), name + "-drop");
                    expected.remove(name);
                }
                runtime.sleep(Duration.ofMillis(chance.nextInt(1_500)));
            }
        }

        private void call(Command command, String request) {
            while (true) {
                Optional<LeadingCoordinator> leader = nodes.values().stream()
                        .map(ClusterNode::leader)
                        .flatMap(Optional::stream)
                        .findFirst();
                if (leader.isPresent() && submitted(leader.get(), command, request)) {
                    return;
                }
                runtime.sleep(Duration.ofMillis(50));
            }
        }

        private boolean submitted(LeadingCoordinator target, Command command, String request) {
            try (TaskScope scope = runtime.scope("call", Duration.ofSeconds(8))) {
                Promise<CommandResult> answer =
                        scope.fork("call", () -> target.submit(command, new RequestId(request)));
                scope.join();
                witnessed(answer.await().catalogVersion());
                return true;
            } catch (DatabaseException failure) {
                boolean again = failure.code().retry() == Retry.LATER
                        || failure.code() == ErrorCode.RESOURCE_GROUP_NODE_NOT_ENOUGH;
                if (!again) {
                    throw failure;
                }
                return failure.code() == ErrorCode.RESOURCE_GROUP_NODE_NOT_ENOUGH;
            }
        }

        private void witnessed(long version) {
            answered++;
            for (ClusterNode node : nodes.values()) {
                assertThat(!node.serves() || node.catalog().catalog().version() >= version)
                        .as("%s serves at version %s", node.name, version)
                        .isTrue();
            }
        }

        /** Checks that nothing answered is missing and all is placed evenly on some nodes. */
        private void check(Set<String> willing) {
            Catalog catalog = nodes.get("node0").catalog().catalog();
            assertThat(answered).isGreaterThan(60);
            assertThat(catalog.collectionNames().keys().map(n -> n.name())).containsExactlyElementsOf(expected);
            Map<MemberId, Integer> owned = new TreeMap<>();
            Map<MemberId, Integer> read = new TreeMap<>();
            willing.forEach(name -> {
                owned.put(new MemberId(name), 0);
                read.put(new MemberId(name), 0);
            });
            for (Collection c :
                    catalog.collections().values().filter(Collection::isActive).toList()) {
                for (ShardPlacement placement : c.placements().values().toList()) {
                    owned.merge(placement.owner().orElseThrow(), 1, Integer::sum);
                    assertThat(placement.readers()).hasSize(c.load().replicas());
                    placement.readers().forEach(reader -> read.merge(reader, 1, Integer::sum));
                }
            }
            assertThat(spread(owned)).as("owned %s", owned).isLessThanOrEqualTo(1);
            assertThat(spread(read)).as("read %s", read).isLessThanOrEqualTo(1);
        }

        private static int spread(Map<MemberId, Integer> counts) {
            return counts.values().stream().mapToInt(i -> i).max().orElse(0)
                    - counts.values().stream().mapToInt(i -> i).min().orElse(0);
        }
    }
}
