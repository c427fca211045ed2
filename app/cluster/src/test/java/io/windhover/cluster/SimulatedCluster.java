package io.windhover.cluster;

import io.windhover.embedded.CollectionHandle;
import io.windhover.embedded.Standalone.Stores;
import io.windhover.embedded.StandaloneSettings;
import io.windhover.model.DatabaseException;
import io.windhover.model.MemberId;
import io.windhover.model.cluster.ClusterRole;
import io.windhover.model.cluster.Member;
import io.windhover.runtime.Promise;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.local.LocalMetaStore;
import io.windhover.runtime.local.LocalObjectStore;
import io.windhover.runtime.local.LocalWal;
import io.windhover.runtime.port.MetaStore;
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
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Processes of a cluster on shared stores and a network, in simulated time. */
final class SimulatedCluster {
    static final Duration TERM = Duration.ofSeconds(2);

    private final Simulation simulation;
    private final Runtime world;
    private final SimulatedNetwork network;
    private final LocalMetaStore meta;
    private final LocalWal wal;
    private final LocalObjectStore objects;
    private final Map<String, Running> running = new LinkedHashMap<>();

    /** What a process can be cut off from. */
    enum Store {
        METADATA,
        LOG,
        OBJECTS
    }

    /** A process with its own way to each of the stores. */
    record Running(
            SimulatedProcess process,
            ClusterProcess member,
            SimulatedMetaStore meta,
            SimulatedWal wal,
            SimulatedObjectStore objects) {
        void cut(Store store, boolean isCut) {
            PortFaults faults = isCut ? PortFaults.CUT : PortFaults.NONE;
            switch (store) {
                case METADATA -> meta.faults(faults);
                case LOG -> wal.faults(faults);
                case OBJECTS -> objects.faults(faults);
            }
        }
    }

    SimulatedCluster(Simulation simulation) {
        this.simulation = simulation;
        this.world = simulation.world().runtime();
        this.network = new SimulatedNetwork(simulation);
        SimulatedDisk disk = new SimulatedDisk(simulation);
        this.meta = LocalMetaStore.open(world, disk, "meta");
        this.wal = LocalWal.open(world, disk, "wal");
        this.objects = LocalObjectStore.open(disk, "objects");
    }

    SimulatedNetwork network() {
        return network;
    }

    Running running(String name) {
        return running.get(name);
    }

    /** Starts a process, anew if it was there before. */
    void start(String name, ClusterRole... roles) {
        start(name, "test", roles);
    }

    /** Starts a process of a version of the program. */
    void start(String name, String version, ClusterRole... roles) {
        start(name, version, Member.DEFAULT_GROUP, roles);
    }

    /** Starts a process that names a resource group. */
    void startIn(String group, String name, ClusterRole... roles) {
        start(name, "test", group, roles);
    }

    private void start(String name, String version, String group, ClusterRole... roles) {
        SimulatedProcess process = simulation.process(name);
        Runtime own = process.runtime();
        SimulatedMetaStore ownMeta = new SimulatedMetaStore(simulation, own, meta);
        SimulatedWal ownWal = new SimulatedWal(simulation, own, wal);
        SimulatedObjectStore ownObjects = new SimulatedObjectStore(simulation, objects);
        Stores stores = new Stores(ownMeta, ownWal, ownObjects);
        Member self = new Member(new MemberId(name), 0, name + ":1", Set.of(roles), group, false, version);
        ProcessSettings settings =
                new ProcessSettings(self, TERM, Duration.ofSeconds(20), 10_000, 1_000, StandaloneSettings.STANDARD);
        ClusterProcess member = ClusterProcess.open(own, _ -> stores, network.of(process), settings);
        running.put(name, new Running(process, member, ownMeta, ownWal, ownObjects));
    }

    void kill(String name) {
        running.get(name).process().kill();
    }

    /** Stops a process as an operator does. */
    void stop(String name) {
        Running stopped = running.get(name);
        in(name, () -> {
            stopped.member().close();
            return true;
        });
    }

    /** Takes the metadata store away from a process, or gives it back. */
    void cutOff(String name, boolean isCut) {
        cutOff(name, Store.METADATA, isCut);
    }

    /** Takes a store away from a process, or gives it back. */
    void cutOff(String name, Store store, boolean isCut) {
        running.get(name).cut(store, isCut);
    }

    /** Loses every message between two processes, or lets them pass again. */
    void cutApart(String one, String other, boolean isCut) {
        if (isCut) {
            network.cut(one, other);
            network.cut(other, one);
        } else {
            network.heal(one, other);
            network.heal(other, one);
        }
    }

    /** Returns the metadata as it is, whoever can reach it. */
    MetaStore meta() {
        return meta;
    }

    Set<String> names() {
        return running.keySet();
    }

    Runtime world() {
        return world;
    }

    /** Runs something on a fiber of a process and returns its result. */
    <T> T in(String name, Supplier<T> body) {
        Promise<T> result = world.promise();
        running.get(name).process().runtime().fork("test", () -> {
            try {
                result.complete(body.get());
            } catch (DatabaseException failure) {
                result.fail(failure);
            }
        });
        return result.await();
    }

    CollectionHandle docs(String proxy) {
        Running at = running.get(proxy);
        return new CollectionHandle(at.member().requests(), at.process().runtime(), "docs");
    }

    void await(BooleanSupplier isSo) {
        while (!isSo.getAsBoolean()) {
            world.sleep(Duration.ofMillis(20));
        }
    }

    void awaitServing(String... names) {
        for (String name : names) {
            await(() -> running.get(name).member().isServing());
        }
    }
}
