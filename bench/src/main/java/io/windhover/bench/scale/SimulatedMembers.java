package io.windhover.bench.scale;

import io.windhover.bench.load.Figures;
import io.windhover.cluster.ClusterProcess;
import io.windhover.cluster.ProcessSettings;
import io.windhover.embedded.CollectionSpec;
import io.windhover.embedded.Standalone.Stores;
import io.windhover.embedded.StandaloneSettings;
import io.windhover.model.MemberId;
import io.windhover.model.cluster.ClusterRole;
import io.windhover.model.cluster.Member;
import io.windhover.model.schema.DataType;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.runtime.Promise;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.local.LocalMetaStore;
import io.windhover.runtime.local.LocalObjectStore;
import io.windhover.runtime.local.LocalWal;
import io.windhover.runtime.port.Network;
import io.windhover.runtime.simulated.NetworkFaults;
import io.windhover.runtime.simulated.PortFaults;
import io.windhover.runtime.simulated.SimulatedDisk;
import io.windhover.runtime.simulated.SimulatedMetaStore;
import io.windhover.runtime.simulated.SimulatedNetwork;
import io.windhover.runtime.simulated.SimulatedObjectStore;
import io.windhover.runtime.simulated.SimulatedProcess;
import io.windhover.runtime.simulated.SimulatedWal;
import io.windhover.runtime.simulated.Simulation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A whole cluster of very many processes in simulated time: what a change of the metadata costs in messages and how long it
 * takes when a message takes up to a millisecond each way, and how long the loss of a member is felt.
 */
final class SimulatedMembers {
    private static final Duration LIMIT = Duration.ofHours(2);
    private static final Duration TERM = Duration.ofSeconds(3);
    private static final long MESSAGE_NS_MAX = 1_000_000;
    private static final int CHANGES = 50;

    private final int members;
    private final int collections;
    private final int shards;
    private final AtomicLong calls = new AtomicLong();

    /** What is held of one process. */
    private record Running(SimulatedProcess process, ClusterProcess member) {}

    SimulatedMembers(int members, int collections, int shards) {
        this.members = members;
        this.collections = collections;
        this.shards = shards;
    }

    /** Runs it and puts what it saw into {@code figures}. */
    void run(Figures figures) {
        long startedNs = System.nanoTime();
        Simulation.run(1, LIMIT, simulation -> new Run(simulation, figures).play());
        figures.put("simulated_wall_s", Math.round((System.nanoTime() - startedNs) / 1e9));
    }

    private final class Run {
        private final Simulation simulation;
        private final Figures figures;
        private final Runtime world;
        private final SimulatedNetwork network;
        private final LocalMetaStore meta;
        private final LocalWal wal;
        private final LocalObjectStore objects;
        private final Map<String, Running> running = new LinkedHashMap<>();

        Run(Simulation simulation, Figures figures) {
            this.simulation = simulation;
            this.figures = figures;
            this.world = simulation.world().runtime();
            this.network = new SimulatedNetwork(simulation);
            network.faults(new NetworkFaults(MESSAGE_NS_MAX, 0, 0));
            SimulatedDisk disk = new SimulatedDisk(simulation);
            this.meta = LocalMetaStore.open(world, disk, "meta");
            this.wal = LocalWal.open(world, disk, "wal");
            this.objects = LocalObjectStore.open(disk, "objects");
        }

        void play() {
            start("coordinator-0", ClusterRole.COORDINATOR);
            start("coordinator-1", ClusterRole.COORDINATOR);
            start("proxy-0", ClusterRole.PROXY);
            start("proxy-1", ClusterRole.PROXY);
            for (int i = 0; i < members; i++) {
                start((i % 2 == 0 ? "data-" : "query-") + i / 2, i % 2 == 0 ? ClusterRole.DATA : ClusterRole.QUERY);
            }
            running.values().forEach(one -> awaitServing(one.member()));
            figures.put("members", running.size());
            figures.put("all_joined_ms", simulation.nowNs() / 1_000_000);
            for (int i = 0; i < collections; i++) {
                create("docs" + i);
            }
            changes();
            loseOwner();
            loseLeader();
        }

        private void start(String name, ClusterRole role) {
            SimulatedProcess process = simulation.process(name);
            Runtime own = process.runtime();
            Network counted = counted(network.of(process));
            SimulatedMetaStore ownMeta = new SimulatedMetaStore(simulation, meta);
            ownMeta.faults(new PortFaults(MESSAGE_NS_MAX, 0, 0));
            Stores stores = new Stores(
                    ownMeta, new SimulatedWal(simulation, own, wal), new SimulatedObjectStore(simulation, objects));
            Member self =
                    new Member(new MemberId(name), 0, name + ":1", Set.of(role), Member.DEFAULT_GROUP, false, "1");
            ProcessSettings settings =
                    new ProcessSettings(self, TERM, Duration.ZERO, 4_096, 1_000, StandaloneSettings.STANDARD);
            running.put(name, new Running(process, ClusterProcess.open(own, _ -> stores, counted, settings)));
        }

        private Network counted(Network behind) {
            return new Network() {
                @Override
                public AutoCloseable serve(String address, Endpoint endpoint) {
                    return behind.serve(address, endpoint);
                }

                @Override
                public Object call(String address, Object request, Duration timeout, Doubt doubt) {
                    calls.incrementAndGet();
                    return behind.call(address, request, timeout, doubt);
                }

                @Override
                public void close() {
                    behind.close();
                }
            };
        }

        private void awaitServing(ClusterProcess member) {
            while (!member.isServing()) {
                world.sleep(Duration.ofMillis(10));
            }
        }

        private void create(String name) {
            atProxy(member -> member.requests()
                    .createCollection(CollectionSpec.named(name)
                            .longKey("id")
                            .vector("v", DataType.FLOAT_VECTOR, 2)
                            .shards(shards)
                            .request()));
        }

        /** Runs something on a fiber of the first proxy; returns the simulated nanoseconds it took. */
        private long atProxy(java.util.function.Consumer<ClusterProcess> body) {
            Running proxy = running.get("proxy-0");
            Promise<Long> took = world.promise();
            proxy.process().runtime().fork("client", () -> {
                long startNs = simulation.nowNs();
                body.accept(proxy.member());
                took.complete(simulation.nowNs() - startNs);
            });
            return took.await();
        }

        private void changes() {
            long callsBefore = calls.get();
            long cpuBefore = System.nanoTime();
            long[] tookNs = new long[CHANGES];
            for (int i = 0; i < CHANGES; i++) {
                List<String> partition = List.of("p" + i);
                tookNs[i] =
                        atProxy(member -> member.requests().createPartitions(new CollectionRef("docs0"), partition));
            }
            java.util.Arrays.sort(tookNs);
            figures.put("ddl_calls", (calls.get() - callsBefore) / CHANGES);
            figures.put("ddl_p50_ms", tookNs[CHANGES / 2] / 1e6);
            figures.put("ddl_max_ms", tookNs[CHANGES - 1] / 1e6);
            figures.put("ddl_wall_ms_of_all_members", Math.round((System.nanoTime() - cpuBefore) / 1e6 / CHANGES));
        }

        private void loseOwner() {
            running.get("data-0").process().kill();
            long startNs = simulation.nowNs();
            MemberId lost = new MemberId("data-0");
            while (owns(lost)) {
                world.sleep(Duration.ofMillis(10));
            }
            figures.put("owner_lost_ms", (simulation.nowNs() - startNs) / 1_000_000);
        }

        private boolean owns(MemberId lost) {
            return running.get("proxy-1")
                    .member()
                    .requests()
                    .catalog()
                    .collections()
                    .values()
                    .anyMatch(collection -> collection
                            .placements()
                            .values()
                            .anyMatch(placement -> placement.owner().isEmpty()
                                    || placement.owner().get().equals(lost)));
        }

        private void loseLeader() {
            String leader = running.get("coordinator-0").member().leads() ? "coordinator-0" : "coordinator-1";
            running.get(leader).process().kill();
            long tookNs =
                    atProxy(member -> member.requests().createPartitions(new CollectionRef("docs0"), List.of("after")));
            figures.put("leader_lost_ms", tookNs / 1_000_000);
        }
    }
}
