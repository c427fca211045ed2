package io.windhover.storm;

import io.windhover.storm.endpoint.CallFailed;
import io.windhover.storm.endpoint.Endpoint;
import io.windhover.storm.play.Setting;
import io.windhover.storm.tally.Journal;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits after the last fault until every proxy answers a strong read again; too long is a wrong answer. */
final class Recovery {
    private static final long NS_MAX = TimeUnit.SECONDS.toNanos(120);
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Journal journal;
    private final Progress progress;
    private final List<Supplier<Endpoint>> connections;

    Recovery(Journal journal, Progress progress, List<Supplier<Endpoint>> connections) {
        this.journal = journal;
        this.progress = progress;
        this.connections = connections;
    }

    /** Notes in the journal how many milliseconds it took. */
    void await() {
        long startedNs = System.nanoTime();
        for (Supplier<Endpoint> connection : connections) {
            await(connection, startedNs);
        }
        journal.count("recovery ms", (System.nanoTime() - startedNs) / 1_000_000);
    }

    private void await(Supplier<Endpoint> connection, long startedNs) {
        while (true) {
            try (Endpoint endpoint = connection.get()) {
                endpoint.count(Setting.BASE, "", true);
                return;
            } catch (CallFailed failed) {
                if (System.nanoTime() - startedNs > NS_MAX) {
                    journal.wrong("requests do not work again after the last fault: " + failed.getMessage());
                    return;
                }
                progress.show("waiting until requests work again: " + failed.getMessage());
                LockSupport.parkNanos(POLL_NS);
            }
        }
    }
}
