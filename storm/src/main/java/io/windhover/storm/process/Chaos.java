package io.windhover.storm.process;

import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Kills a server that we started, at instants that the seed chooses, and starts it again on the same data. */
public final class Chaos implements Havoc {
    private static final long GRACE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long SERVER_NS_MAX = TimeUnit.SECONDS.toNanos(180);
    private static final long POLL_NS = 20_000_000;

    private final LocalServer server;
    private final Random random;
    private volatile long lastKillNs = Long.MIN_VALUE;
    private volatile int kills;

    /** Prepares to kill; does not yet. */
    public Chaos(LocalServer server, Random random) {
        this.server = server;
        this.random = random;
    }

    /** Kills and restarts; the server runs when this returns. */
    @Override
    public void rage(long untilNs) throws IOException {
        while (System.nanoTime() < untilNs) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5_000 + random.nextInt(15_000)));
            if (System.nanoTime() < untilNs) {
                lastKillNs = System.nanoTime();
                kills++;
                server.kill();
                server.restart();
            }
        }
    }

    @Override
    public int kills() {
        return kills;
    }

    @Override
    public boolean wasDisturbed(long sinceNs) {
        return kills > 0 && (lastKillNs - sinceNs >= 0 || System.nanoTime() - lastKillNs < GRACE_NS);
    }

    @Override
    public void awaitServer() {
        long startedNs = System.nanoTime();
        while (!server.isListening() && System.nanoTime() - startedNs < SERVER_NS_MAX) {
            LockSupport.parkNanos(POLL_NS);
        }
    }
}
