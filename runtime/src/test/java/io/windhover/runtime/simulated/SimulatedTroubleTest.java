package io.windhover.runtime.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.Promise;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.local.LocalMetaStore;
import io.windhover.runtime.port.MetaStore;
import io.windhover.runtime.port.Network;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Goal: what happens to a simulated process is what happens to a real one. Method: one trouble at a time. */
class SimulatedTroubleTest {
    private static final Duration LIMIT = Duration.ofHours(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static void run(Simulation.Body body) {
        for (long seed = 0; seed < 20; seed++) {
            Simulation.run(seed, LIMIT, body);
        }
    }

    @Test
    void pausedProcessStandsStillWhileTimePasses() {
        // Goal: SIGSTOP. Method: a process ticks and serves; nothing of it happens in a pause, all of it afterwards,
        // and its
        // clock shows how long it was.
        run(simulation -> {
            Runtime world = simulation.world().runtime();
            SimulatedNetwork network = new SimulatedNetwork(simulation);
            SimulatedProcess process = simulation.process("p");
            List<Long> ticks = new ArrayList<>();
            process.runtime().fork("ticks", () -> {
                while (true) {
                    process.runtime().sleep(Duration.ofMillis(100));
                    ticks.add(process.runtime().monotonicNs());
                }
            });
            network.of(process).serve("p", request -> request);
            world.sleep(SECOND);
            process.pause();
            int before = ticks.size();
            Network mine = network.of(simulation.world());
            Promise<Object> answer = world.promise();
            world.fork("caller", () -> answer.complete(mine.call("p", "hello", Duration.ofMinutes(1))));
            world.sleep(SECOND.multipliedBy(10));
            assertThat(ticks).hasSize(before);
            assertThat(answer.isDone()).isFalse();
            process.resume();
            assertThat(answer.await()).isEqualTo("hello");
            world.sleep(SECOND);
            assertThat(ticks).hasSizeGreaterThan(before + 5);
            assertThat(ticks.get(before) - ticks.get(before - 1))
                    .isGreaterThan(SECOND.multipliedBy(10).toNanos());
        });
    }

    @Test
    void pausedProcessCanBeKilled() {
        run(simulation -> {
            SimulatedProcess process = simulation.process("p");
            process.runtime().fork("sleeper", () -> process.runtime().sleep(Duration.ofDays(1)));
            simulation.world().runtime().sleep(SECOND);
            process.pause();
            process.kill();
            simulation.world().runtime().sleep(SECOND);
            assertThat(process.fiberCount()).isZero();
            assertThat(process.isPaused()).isFalse();
        });
    }

    @Test
    void clocksRunApart() {
        run(simulation -> {
            Runtime world = simulation.world().runtime();
            SimulatedProcess process = simulation.process("p");
            process.runtime().drift(1_000);
            long worldNs = world.monotonicNs();
            long processNs = process.runtime().monotonicNs();
            world.sleep(Duration.ofSeconds(1_000));
            long ahead = process.runtime().monotonicNs() - processNs - (world.monotonicNs() - worldNs);
            assertThat(ahead).isBetween(SECOND.toNanos() - 2, SECOND.toNanos() + 2);
        });
    }

    @Test
    void watchWaitsWhileTheStoreIsCutOffAndCanBeInterrupted() {
        // Goal: what is watched takes the same way as calls. Method: a change during a cut arrives when it is healed,
        // in
        // order; an interruption is told once, after what was on its way.
        run(simulation -> {
            Runtime world = simulation.world().runtime();
            LocalMetaStore local = LocalMetaStore.open(world, new SimulatedDisk(simulation), "meta");
            SimulatedMetaStore store = new SimulatedMetaStore(simulation, world, local);
            List<Long> seen = new ArrayList<>();
            List<Long> interruptions = new ArrayList<>();
            store.watch("k", 0, new MetaStore.Watcher() {
                @Override
                public void changed(long version, List<MetaStore.Event> events) {
                    seen.add(version);
                }

                @Override
                public void interrupted(long lastDeliveredVersion) {
                    interruptions.add(lastDeliveredVersion);
                }
            });
            store.faults(new PortFaults(1_000_000, 1, 0));
            for (int i = 0; i < 3; i++) {
                local.transact(List.of(), List.of(new MetaStore.Change.Put("k", new byte[0], Optional.empty())));
            }
            world.sleep(SECOND);
            assertThat(seen).isEmpty();
            store.faults(PortFaults.NONE);
            world.sleep(SECOND);
            assertThat(seen).hasSize(3).isSorted();
            store.interruptWatches();
            world.sleep(SECOND);
            assertThat(interruptions).containsExactly(seen.getLast());
        });
    }

    @Test
    void watchThatWasNotBegunLeavesNothingBehind() {
        // Method: half of all answers are lost; what was begun is closed, so no fiber may be left.
        run(simulation -> {
            Runtime world = simulation.world().runtime();
            SimulatedProcess process = simulation.process("p");
            LocalMetaStore local = LocalMetaStore.open(world, new SimulatedDisk(simulation), "meta");
            SimulatedMetaStore store = new SimulatedMetaStore(simulation, process.runtime(), local);
            store.faults(new PortFaults(1_000_000, 0, 2));
            process.runtime().fork("watches", () -> {
                for (int i = 0; i < 20; i++) {
                    try {
                        store.watch("k", 0, (_, _) -> {}).close();
                    } catch (DatabaseException lost) {
                        assertThat(lost.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
                    } catch (Exception cause) {
                        throw new IllegalStateException(cause);
                    }
                }
            });
            world.sleep(SECOND);
            assertThat(process.fiberNames()).isEmpty();
        });
    }

    @Test
    void requestsThatMustNotArriveTwiceDoNot() {
        run(simulation -> {
            SimulatedNetwork network = new SimulatedNetwork(simulation);
            network.faults(new NetworkFaults(1_000_000, 0, 1));
            network.doubles(request -> !request.equals("once"));
            List<Object> arrived = new ArrayList<>();
            Network mine = network.of(simulation.world());
            mine.serve("here", request -> {
                arrived.add(request);
                return request;
            });
            mine.call("here", "once", SECOND);
            mine.call("here", "again", SECOND);
            simulation.world().runtime().sleep(SECOND);
            assertThat(arrived).containsExactly("once", "again", "again");
        });
    }
}
