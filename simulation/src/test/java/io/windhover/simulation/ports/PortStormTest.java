package io.windhover.simulation.ports;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.simulation.SeedRun;
import io.windhover.simulation.Simulate;
import io.windhover.simulation.Workload;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goal: the local ports lose nothing and invent nothing through kills, power losses and bad disks, and a run depends on
 * its seed alone. Method: a few hundred seeds of each storm, some of them twice; {@code -Dwindhover.seeds=N} for more.
 */
@Timeout(600)
class PortStormTest {
    private static final long SEEDS = Long.getLong("windhover.seeds", 150);

    private static List<String> failures(Workload workload) {
        List<String> failures = new ArrayList<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            SeedRun run = seed % 10 == 0 ? SeedRun.twice(workload, seed) : SeedRun.once(workload, seed);
            run.failure().ifPresent(failures::add);
        }
        return failures;
    }

    @Test
    void writeAheadLogKeepsWhatItAcknowledged() {
        assertThat(failures(new WalStorm())).isEmpty();
    }

    @Test
    void metadataStoreKeepsWhatItAcknowledged() {
        assertThat(failures(new MetaStorm())).isEmpty();
    }

    @Test
    void objectStoreKeepsWhatItAcknowledged() {
        assertThat(failures(new ObjectStorm())).isEmpty();
    }

    @Test
    void commandListsItsWorkloads() {
        assertThat(Simulate.workloads()).extracting(Workload::name).doesNotHaveDuplicates();
    }
}
