package io.windhover.coordinator.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.runtime.Runtime;
import io.windhover.runtime.local.LocalMetaStore;
import io.windhover.runtime.simulated.PortFaults;
import io.windhover.runtime.simulated.SimulatedDisk;
import io.windhover.runtime.simulated.SimulatedMetaStore;
import io.windhover.runtime.simulated.SimulatedProcess;
import io.windhover.runtime.simulated.Simulation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Goal: who holds a key never believes so when it has ended. Method: simulated time. */
class LeasedKeyTest {
    @Test
    void keyEndsForItsHolderBeforeItEndsInTheStoreThoughTheHoldersClockIsSlow() {
        // Method: the clock of the holder loses one second in a hundred; the store cannot be reached any more.
        for (long seed = 0; seed < 50; seed++) {
            Simulation.run(seed, Duration.ofHours(1), simulation -> {
                Runtime world = simulation.world().runtime();
                LocalMetaStore store = LocalMetaStore.open(world, new SimulatedDisk(simulation), "meta");
                SimulatedProcess process = simulation.process("holder");
                process.runtime().drift(-10_000);
                SimulatedMetaStore way = new SimulatedMetaStore(simulation, process.runtime(), store);
                LeasedKey[] key = new LeasedKey[1];
                process.runtime()
                        .fork(
                                "take",
                                () -> key[0] = LeasedKey.tryTake(
                                                process.runtime(), way, "k", new byte[0], Duration.ofSeconds(10))
                                        .orElseThrow());
                world.sleep(Duration.ofSeconds(30));
                assertThat(key[0].isHeld()).isTrue();
                way.faults(new PortFaults(1_000_000, 1, 0));
                while (key[0].isHeld()) {
                    assertThat(store.read("k")).isPresent();
                    world.sleep(Duration.ofMillis(1));
                }
            });
        }
    }
}
