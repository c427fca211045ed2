package io.windhover.storm;

import io.windhover.storm.process.Footprint;
import io.windhover.storm.process.Havoc;
import io.windhover.storm.tally.Journal;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Notes once a second how the storm goes and what the server holds. */
final class Sampler {
    private final Journal journal;
    private final Supplier<Footprint> footprint;
    private volatile boolean isStopped;

    Sampler(Journal journal, Supplier<Footprint> footprint) {
        this.journal = journal;
        this.footprint = footprint;
    }

    /** Samples until it is told to stop. */
    void run(Optional<? extends Havoc> chaos, Progress progress) {
        long startedNs = System.nanoTime();
        int killsBefore = 0;
        journal.startSecond();
        for (long second = 1; !isStopped; second++) {
            long dueNs = startedNs + TimeUnit.SECONDS.toNanos(second);
            while (System.nanoTime() < dueNs && !isStopped) {
                LockSupport.parkNanos(Math.min(dueNs - System.nanoTime(), TimeUnit.MILLISECONDS.toNanos(100)));
            }
            Footprint now = footprint.get();
            int kills = chaos.map(Havoc::kills).orElse(0);
            journal.second(second, new long[] {now.rssMb(), now.handles(), now.diskKb()}, kills > killsBefore);
            killsBefore = kills;
            progress.storm(second);
        }
    }

    /** Ends the sampling within a second. */
    void stop() {
        isStopped = true;
    }
}
