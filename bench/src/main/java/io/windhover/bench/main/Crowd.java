package io.windhover.bench.main;

import io.windhover.bench.load.MilvusClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Clients, each with a thread and a connection of its own, that do the same again and again for a while. */
final class Crowd {
    private Crowd() {}

    /** One piece of work; is told which client does it and how many that client did before. */
    @FunctionalInterface
    interface Work {
        /** Does it; returns how many operations that was. */
        int run(MilvusClient client, int clientIndex, int turn);
    }

    /** Returns operations a second. */
    static double perSecond(int port, int clients, long durationMs, Work work) {
        AtomicLong operations = new AtomicLong();
        AtomicReference<RuntimeException> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        long startedNs = System.nanoTime();
        long untilNs = startedNs + durationMs * 1_000_000;
        for (int i = 0; i < clients; i++) {
            int index = i;
            threads.add(Thread.ofPlatform().start(() -> {
                try (MilvusClient client = new MilvusClient(port)) {
                    for (int turn = 0; System.nanoTime() < untilNs && failure.get() == null; turn++) {
                        operations.addAndGet(work.run(client, index, turn));
                    }
                } catch (RuntimeException e) {
                    failure.set(e);
                }
            }));
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        if (failure.get() != null) {
            throw failure.get();
        }
        return operations.get() * 1e9 / (System.nanoTime() - startedNs);
    }

    /** Returns the median time of a call in milliseconds. */
    static double medianMs(int times, Runnable call) {
        long[] tookNs = new long[times];
        for (int i = 0; i < times; i++) {
            long startedNs = System.nanoTime();
            call.run();
            tookNs[i] = System.nanoTime() - startedNs;
        }
        java.util.Arrays.sort(tookNs);
        return tookNs[times / 2] / 1e6;
    }
}
