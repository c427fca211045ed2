package io.windhover.simulation.ports;

import io.windhover.runtime.local.LocalMetaStore;
import io.windhover.runtime.local.LogOptions;
import io.windhover.runtime.simulated.SimulatedProcess;
import io.windhover.runtime.simulated.Simulation;
import io.windhover.simulation.Storm;
import io.windhover.simulation.Tally;
import io.windhover.simulation.Workload;
import java.time.Duration;

/**
 * Several fibers change pairs of keys, raise a counter and hold leases in one metadata store, through kills, power
 * losses, full and failing disks. Checked at every start and in between: a transaction is there whole or not at all, the
 * acknowledged ones are, each at its version, and watches heard of every change in order.
 */
public final class MetaStorm implements Workload {
    private static final LogOptions SMALL_FILES = new LogOptions(16 << 10, 4 << 10);

    @Override
    public String name() {
        return "meta-storm";
    }

    @Override
    public void run(Simulation simulation, Tally tally) {
        Storm storm = new Storm(simulation, tally);
        MetaModel model = new MetaModel();
        int clients = 1 + storm.chance().nextInt(6);
        storm.rage(course(storm), (process, round) -> start(storm, model, process, clients));
        tally.add("meta_acknowledged", model.acknowledgedCount());
    }

    private static Storm.Course course(Storm storm) {
        return new Storm.Course(2 + storm.chance().nextInt(4), Duration.ofMillis(300), Storm.Weather.FOUL);
    }

    private static Runnable start(Storm storm, MetaModel model, SimulatedProcess process, int clients) {
        LocalMetaStore store = LocalMetaStore.open(process.runtime(), storm.disk(), "meta", SMALL_FILES);
        storm.tally().add("torn_tails", store.tornTails().size());
        model.restarted(store);
        return () -> {
            MetaModel.Follower follower = model.follower(store);
            for (int i = 0; i < clients; i++) {
                MetaClient client = new MetaClient(process.runtime(), store, model, storm);
                process.runtime().fork("client" + i, () -> Storm.forever(client::step));
            }
            process.runtime()
                    .fork(
                            "observer",
                            () -> Storm.forever(() -> {
                                process.runtime().sleep(Duration.ofMillis(10));
                                model.check(store);
                                follower.check();
                            }));
        };
    }
}
