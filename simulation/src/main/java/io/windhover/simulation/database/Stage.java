package io.windhover.simulation.database;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.proxy.Requests;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.simulated.Simulation;
import io.windhover.simulation.BrokenPromiseException;
import io.windhover.simulation.Tally;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * What the clients of one process share: the front, chance, the numbering of steps, and whether the weather excuses
 * failures.
 */
final class Stage {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final long CALM_PAUSE_MS = 120_000;

    private final Simulation simulation;
    private final Tally tally;
    private final SplittableRandom chance;
    private final boolean ambushes;
    private long steps;
    private Runtime runtime;
    private Requests requests;
    private boolean stopping;
    private boolean faulty;
    private boolean calm;

    /**
     * Prepares what clients share.
     *
     * @param ambushes whether partitions are dropped on purpose while work on them is under way
     */
    Stage(Simulation simulation, Tally tally, boolean ambushes) {
        this.simulation = simulation;
        this.tally = tally;
        this.chance = simulation.chance("clients");
        this.ambushes = ambushes;
    }

    /** Begins with a new process. */
    void enter(Runtime newRuntime, Requests newRequests) {
        runtime = newRuntime;
        requests = newRequests;
        stopping = false;
        calm = false;
    }

    /** Tells all clients to end after their present request. */
    void stop() {
        stopping = true;
    }

    boolean isStopping() {
        return stopping;
    }

    /** Sets whether failures that blame the server are excused. */
    void faulty(boolean isFaulty) {
        faulty = isFaulty;
    }

    boolean isFaulty() {
        return faulty;
    }

    boolean ambushes() {
        return ambushes;
    }

    /** Returns the next number of a step. */
    long step() {
        return ++steps;
    }

    Requests requests() {
        return requests;
    }

    Runtime runtime() {
        return runtime;
    }

    SplittableRandom chance() {
        return chance;
    }

    Tally tally() {
        return tally;
    }

    /** Makes what a client saw part of the trace. */
    void trace(long value) {
        simulation.trace(value);
    }

    /** Sets whether clients have little to do. */
    void calm(boolean isCalm) {
        calm = isCalm;
    }

    /** Waits a moment, mostly short; long while there is little to do. */
    void pause() {
        if (calm) {
            runtime.sleep(Duration.ofMillis(chance.nextLong(CALM_PAUSE_MS)));
            return;
        }
        int maxMs = chance.nextInt(8) == 0 ? 500 : 20;
        runtime.sleep(Duration.ofMillis(chance.nextInt(maxMs)));
    }

    /** A request without an answer of its own. */
    interface Action {
        /** Sends it. */
        void send();
    }

    /** Sends a request and checks that it ended in time. */
    void timed(String what, Action action) {
        long fromNs = runtime.monotonicNs();
        tally.count(what);
        tally.count("operations");
        try {
            action.send();
            trace(what.hashCode());
        } catch (DatabaseException failure) {
            trace(failure.code().wireCode());
            tally.count("refused_" + failure.code().name().toLowerCase(java.util.Locale.ROOT));
            throw failure;
        } finally {
            long tookMs = (runtime.monotonicNs() - fromNs) / 1_000_000;
            BrokenPromiseException.unless(
                    tookMs <= PATIENCE.toMillis(), "%s took %s ms of simulated time", what, tookMs);
        }
    }

    /**
     * Fails the run unless the weather or the load excuses a failure that nothing in the request explains. Even bad
     * weather excuses only what says that asking again can help.
     */
    void requireExcuse(String what, DatabaseException failure) {
        boolean busy =
                failure.code() == ErrorCode.SERVICE_RATE_LIMIT || failure.code() == ErrorCode.SERVICE_TOO_MANY_REQUESTS;
        boolean excused = faulty
                && failure.code().blame() == ErrorCode.Blame.SERVER
                && failure.code().retry() != ErrorCode.Retry.NEVER;
        if (!busy && !excused) {
            throw new BrokenPromiseException(
                    what + " failed without a reason: " + failure.code() + " " + failure.getMessage() + at(failure));
        }
    }

    private static String at(Throwable failure) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            StackTraceElement[] stack = cause.getStackTrace();
            for (int i = 0; i < Math.min(5, stack.length); i++) {
                text.append(" at ").append(stack[i]);
            }
        }
        return text.toString();
    }
}
