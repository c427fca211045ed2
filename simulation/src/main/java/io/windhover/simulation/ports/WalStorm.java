package io.windhover.simulation.ports;

import io.windhover.runtime.local.LocalWal;
import io.windhover.runtime.local.LogOptions;
import io.windhover.runtime.simulated.SimulatedProcess;
import io.windhover.runtime.simulated.Simulation;
import io.windhover.simulation.BrokenPromiseException;
import io.windhover.simulation.Storm;
import io.windhover.simulation.Tally;
import io.windhover.simulation.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Writers append to, trim and delete a handful of logs on one disk, through kills, power losses, full and failing disks.
 * Checked at every start and in between: what was acknowledged is there, in order, at its position; nothing is there
 * that was refused, trimmed or deleted.
 */
public final class WalStorm implements Workload {
    private static final LogOptions SMALL_FILES = new LogOptions(64 << 10, 16 << 10);

    @Override
    public String name() {
        return "wal-storm";
    }

    @Override
    public void run(Simulation simulation, Tally tally) {
        Storm storm = new Storm(simulation, tally);
        List<LogModel> logs = new ArrayList<>();
        for (int i = 0; i < 2 + storm.chance().nextInt(4); i++) {
            logs.add(new LogModel("log" + i));
        }
        storm.rage(course(storm), (process, round) -> start(storm, logs, process, round));
        tally.add(
                "wal_acknowledged",
                logs.stream().mapToLong(LogModel::acknowledgedCount).sum());
    }

    private static Storm.Course course(Storm storm) {
        return new Storm.Course(2 + storm.chance().nextInt(4), Duration.ofMillis(300), Storm.Weather.FOUL);
    }

    private static Runnable start(Storm storm, List<LogModel> logs, SimulatedProcess process, int round) {
        LocalWal wal = LocalWal.open(process.runtime(), storm.disk(), "wal", SMALL_FILES);
        storm.tally().add("torn_tails", wal.tornTails().size());
        for (LogModel log : logs) {
            log.restarted(wal);
        }
        BrokenPromiseException.unless(
                wal.logs().size() <= logs.size(), "there are logs that nobody opened: %s", wal.logs());
        return () -> {
            for (LogModel log : logs) {
                LogWriter writer = new LogWriter(process.runtime(), wal, log, round, storm);
                process.runtime().fork("writer-" + log.name(), () -> Storm.forever(writer::step));
            }
        };
    }
}
