package io.windhover.storm;

import io.windhover.storm.endpoint.CallFailed;
import io.windhover.storm.endpoint.Endpoint;
import io.windhover.storm.play.Calls;
import io.windhover.storm.play.Company;
import io.windhover.storm.play.Scene;
import io.windhover.storm.play.Setting;
import io.windhover.storm.play.Weather;
import io.windhover.storm.tally.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Inserts the base rows by a few clients at once, so that the server waits for none of them. Holds one batch each. */
final class BaseRows {
    private static final int INSERTERS = 3;

    private final Company company;
    private final Journal journal;
    private final Progress progress;
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final AtomicReference<RuntimeException> broken = new AtomicReference<>();

    BaseRows(Company company, Journal journal, Progress progress) {
        this.company = company;
        this.journal = journal;
        this.progress = progress;
    }

    /** Returns when all are inserted; throws {@link CallFailed} if that cannot be. */
    void insert(Supplier<Endpoint> connections) throws InterruptedException {
        long startedNs = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < INSERTERS; i++) {
            Random random = new Random(i);
            threads.add(Thread.ofPlatform().name("inserter-" + i).start(() -> {
                try (Endpoint endpoint = connections.get()) {
                    work(new Calls(endpoint, journal, Weather.CALM, random), startedNs);
                } catch (RuntimeException failed) {
                    broken.compareAndSet(null, failed);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (broken.get() != null) {
            throw broken.get();
        }
    }

    private void work(Calls calls, long startedNs) {
        long rows = company.setting().baseRows();
        int batch = company.setting().batchRows();
        for (long first = next.getAndAdd(batch); first < rows && broken.get() == null; first = next.getAndAdd(batch)) {
            int count = (int) Math.min(batch, rows - first);
            Scene.insert(calls, company, Setting.BASE, first, count);
            progress.show(
                    Progress.rate("base rows inserted", done.addAndGet(count), rows, System.nanoTime() - startedNs));
        }
    }
}
