package io.windhover.runtime.simulated;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * One run of a simulated world. Fibers are virtual threads that pass a baton: the loop takes the next wake-up by time,
 * then by a number drawn from the seed, and lets that fiber run until it waits. Time passes only between wake-ups.
 *
 * <p>Everything that a run depends on comes from the seed; {@link #traceHash} of two runs of one seed are equal.
 */
public final class Simulation implements AutoCloseable {
    /** A time that never comes. */
    static final long NEVER = Long.MAX_VALUE;

    private static final Duration STUCK_CHECK = Duration.ofSeconds(1);
    private static final int STUCK_CHECKS = 1;
    private static final int BUSY_CHECKS = 120;

    private record WakeUp(long atNs, long tie, long sequence, SimulatedFiber fiber, long waitNumber) {}

    private final long seed;
    private final SplittableRandom order;
    private final SplittableRandom draws;
    private final PriorityQueue<WakeUp> wakeUps = new PriorityQueue<>(Comparator.comparingLong(WakeUp::atNs)
            .thenComparingLong(WakeUp::tie)
            .thenComparingLong(WakeUp::sequence));
    private final List<SimulatedProcess> processes = new ArrayList<>();
    private final Trace trace = new Trace();
    private final SimulatedProcess world;
    private volatile Thread loop;
    private volatile boolean loopMayRun;
    private volatile SimulatedFiber current;
    private long nowNs;
    private SimulationFailedException failure;

    /** What has happened so far, in numbers, and what shall happen at one of them. */
    private static final class Trace {
        long alarmAt = NEVER;
        Runnable alarm = () -> {};
        long scheduled;
        volatile long switches;
        volatile boolean stuck;
        long hash = 17;

        void add(long value) {
            hash = (hash ^ value) * 0x9E37_79B9_7F4A_7C15L;
            hash ^= hash >>> 29;
        }
    }

    /** Prepares a run of the given seed. */
    public Simulation(long seed) {
        this.seed = seed;
        SplittableRandom random = new SplittableRandom(seed);
        this.order = random.split();
        this.draws = random.split();
        this.world = process("world");
    }

    /** Something that a run does. */
    public interface Body {
        /** Runs on a fiber of the process {@code world}. */
        void run(Simulation simulation) throws Exception;
    }

    /**
     * Runs {@code body} as the first fiber of a new world until it ends, and returns the trace hash.
     *
     * @throws SimulationFailedException naming the seed, if a fiber failed or the body did not end in time
     */
    public static long run(long seed, Duration limit, Body body) {
        try (Simulation simulation = new Simulation(seed)) {
            SimulatedFiber main = simulation.world.start("main", () -> {
                try {
                    body.run(simulation);
                } catch (RuntimeException cause) {
                    throw cause;
                } catch (Exception cause) {
                    throw new IllegalStateException(cause);
                }
            });
            simulation.runUntil(limit, main::isDone);
            return simulation.traceHash();
        }
    }

    /** Starts a process without fibers. */
    public SimulatedProcess process(String name) {
        SimulatedProcess process = new SimulatedProcess(this, name);
        processes.removeIf(other -> !other.isAlive() && other.fiberCount() == 0);
        processes.add(process);
        return process;
    }

    /** Returns the process that stands for the outside: nobody kills it. */
    public SimulatedProcess world() {
        return world;
    }

    /** Returns the seed. */
    public long seed() {
        return seed;
    }

    /** Returns simulated nanoseconds since the beginning. */
    public long nowNs() {
        return nowNs;
    }

    /** Returns how often a fiber was resumed. */
    public long switches() {
        return trace.switches;
    }

    /** Lets something that does not wait happen just before a fiber is resumed for the {@code number}-th time. */
    public void atSwitch(long number, Runnable action) {
        trace.alarmAt = number;
        trace.alarm = action;
    }

    /** Returns a number that two runs share only if the same happened in both. */
    public long traceHash() {
        return trace.hash;
    }

    /** Makes {@code value} part of the trace. */
    public void trace(long value) {
        trace.add(value);
    }

    /** Returns a source of chance of its own for one part of the run, so that parts do not disturb each other. */
    public SplittableRandom chance(String part) {
        return new SplittableRandom(seed * 31 + part.hashCode());
    }

    /**
     * Lets the world go on until {@code until} holds.
     *
     * @param limit of simulated time from now; passing it is a failure, as is that nothing will ever happen again
     * @throws SimulationFailedException naming the seed
     */
    public void runUntil(Duration limit, BooleanSupplier until) {
        long limitNs = nsAfter(limit);
        // Both ends of the baton on virtual threads: handing it over then costs no system call.
        Thread thread = Thread.ofVirtual().name("simulation").unstarted(() -> loop(limitNs, until));
        loop = thread;
        trace.stuck = false;
        thread.start();
        boolean interrupted = false;
        long watched = 0;
        for (int checks = 0; thread.isAlive(); checks++) {
            try {
                // The caller has nothing else to do than to watch; a wait with a limit at each switch would cost much.
                thread.join(STUCK_CHECK);
            } catch (InterruptedException cause) {
                interrupted = true;
            }
            checks = watched == trace.switches ? checks : 0;
            watched = trace.switches;
            SimulatedFiber fiber = current;
            if (fiber != null && !loopMayRun && isStuck(fiber, checks)) {
                trace.stuck = true;
                LockSupport.unpark(thread);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void loop(long limitNs, BooleanSupplier until) {
        try {
            while (failure == null && !until.getAsBoolean()) {
                WakeUp next = wakeUps.poll();
                if (next == null) {
                    fail("nothing will ever happen again", null);
                } else if (next.atNs > limitNs) {
                    fail("not done after " + limitNs / 1_000_000 + " ms of simulated time", null);
                } else if (!next.fiber.isDone() && next.fiber.waitNumber() == next.waitNumber) {
                    takeUp(next);
                }
            }
        } catch (RuntimeException cause) {
            fail("the run's own condition failed", cause);
        }
    }

    private void takeUp(WakeUp next) {
        SimulatedProcess process = next.fiber.process();
        if (process.isPaused()) {
            nowNs = Math.max(nowNs, next.atNs);
            process.hold(() -> schedule(next.fiber, next.waitNumber, nowNs));
        } else {
            resume(next);
        }
    }

    private void resume(WakeUp next) {
        nowNs = Math.max(nowNs, next.atNs);
        current = next.fiber;
        trace.switches++;
        if (trace.switches >= trace.alarmAt) {
            trace.alarmAt = NEVER;
            trace.alarm.run();
        }
        trace.add(next.fiber.name().hashCode());
        trace.add(nowNs);
        loopMayRun = false;
        next.fiber.giveBaton();
        while (!loopMayRun && !trace.stuck) {
            LockSupport.park(this);
        }
        if (trace.stuck) {
            fail(
                    next.fiber.name() + " waits outside the runtime, or for a monitor whose owner waits: "
                            + List.of(next.fiber.thread().getStackTrace()),
                    null);
            return;
        }
        current = null;
    }

    /** Looks at the real thread: one that computes may take long, one that waits never gives the baton back. */
    private static boolean isStuck(SimulatedFiber fiber, int checks) {
        boolean computes = fiber.thread().getState() == Thread.State.RUNNABLE;
        return checks > (computes ? BUSY_CHECKS : STUCK_CHECKS);
    }

    private void fail(String text, Throwable cause) {
        if (failure == null) {
            String message = "seed " + seed + " at " + nowNs / 1_000 + " us: " + text + waiting();
            failure = new SimulationFailedException(message, cause);
        }
    }

    private String waiting() {
        StringBuilder text = new StringBuilder("; fibers:");
        for (SimulatedProcess process : processes) {
            for (SimulatedFiber fiber : process.fibers()) {
                text.append(' ').append(process.name()).append('/').append(fiber.name());
            }
        }
        return text.length() > 2_000 ? text.substring(0, 2_000) : text.toString();
    }

    /** Fails the run because a fiber failed. */
    void failed(String fiber, Throwable cause) {
        fail(fiber + " failed: " + cause, cause);
    }

    /** Gives the baton back to the loop. */
    void takeBaton() {
        loopMayRun = true;
        LockSupport.unpark(loop);
    }

    /** Returns the fiber that runs, which must be the caller. */
    SimulatedFiber currentFiber() {
        SimulatedFiber fiber = current;
        if (fiber == null || fiber.thread() != Thread.currentThread()) {
            throw new IllegalStateException("only a fiber of the simulation may wait on its runtime");
        }
        return fiber;
    }

    /** Tells whether the caller is a fiber, not a test that looks at the world from outside. */
    boolean isFiber() {
        return current != null && current.thread() == Thread.currentThread();
    }

    /** Throws if the caller is a fiber of a killed process. */
    void checkCallerAlive() {
        if (isFiber()) {
            current.process().checkAlive();
        }
    }

    /** Draws a number in {@code [0, bound)} from the seed. */
    long draw(long bound) {
        return draws.nextLong(bound);
    }

    /** Tells by the seed whether something happens that does so once in {@code times}; never for 0. */
    boolean happens(int times) {
        return times > 0 && draws.nextInt(times) == 0;
    }

    /** Hands over the baton until a wake-up of the present wait or {@code untilNs}. */
    void suspend(SimulatedFiber fiber, long untilNs) {
        if (untilNs != NEVER) {
            schedule(fiber, fiber.waitNumber(), untilNs);
        }
        fiber.suspend();
        fiber.nextWait();
    }

    void sleepUntil(long untilNs) {
        SimulatedFiber fiber = currentFiber();
        fiber.checkMayWait();
        while (nowNs < untilNs) {
            fiber.nextWait();
            suspend(fiber, Math.min(untilNs, fiber.untilNs()));
            fiber.checkMayWait();
        }
    }

    /** Lets others run for a moment, cancelled or not; nothing if the caller is no fiber. */
    void pauseRegardless() {
        delayRegardless(1_000);
    }

    /** Takes the caller's time, less than {@code maxNs}; nothing if the caller is no fiber. */
    void delayRegardless(long maxNs) {
        if (!isFiber()) {
            return;
        }
        SimulatedFiber fiber = current;
        fiber.process().checkAlive();
        long untilNs = nowNs + 1 + draw(maxNs);
        while (nowNs < untilNs) {
            fiber.nextWait();
            suspend(fiber, untilNs);
            fiber.process().checkAlive();
        }
    }

    /** Wakes a fiber from its present wait. */
    void wake(SimulatedFiber fiber) {
        wake(fiber, fiber.waitNumber());
    }

    /** Wakes a fiber from one certain wait, mostly at once, sometimes late as a busy machine would. */
    void wake(SimulatedFiber fiber, long waitNumber) {
        long delay = switch (order.nextInt(64)) {
            case 0 -> order.nextLong(10_000_000);
            case 1, 2, 3 -> order.nextLong(200_000);
            default -> order.nextLong(2_000);
        };
        schedule(fiber, waitNumber, nowNs + delay);
    }

    private void schedule(SimulatedFiber fiber, long waitNumber, long atNs) {
        wakeUps.add(new WakeUp(atNs, order.nextLong(), trace.scheduled++, fiber, waitNumber));
    }

    long nsAfter(Duration duration) {
        long ns = duration.compareTo(Duration.ofDays(36_500)) > 0 ? NEVER : duration.toNanos();
        return ns >= NEVER - nowNs ? NEVER : nowNs + Math.max(0, ns);
    }

    /** Kills what still runs, so that no thread is left behind. */
    @Override
    public void close() {
        boolean failed = failure != null;
        SimulationFailedException first = failure;
        failure = null;
        processes.forEach(SimulatedProcess::kill);
        runUntil(Duration.ofDays(36_500), () -> processes.stream().allMatch(process -> process.fiberCount() == 0));
        failure = failed ? first : null;
    }
}
