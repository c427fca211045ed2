package io.windhover.simulation;

import io.windhover.runtime.simulated.Simulation;
import java.time.Duration;
import java.util.Optional;

/**
 * The outcome of one workload with one seed.
 *
 * @param failure in words; empty = every promise held
 */
public record SeedRun(String workload, long seed, long traceHash, Optional<String> failure, Tally tally) {
    private static final Duration LIMIT = Duration.ofHours(24);

    /** Runs once. */
    public static SeedRun once(Workload workload, long seed) {
        Tally tally = new Tally();
        long[] hash = new long[1];
        try {
            Workload.Seeded seeded = workload.of(seed);
            hash[0] = Simulation.run(
                    seeded.world(), LIMIT, simulation -> seeded.workload().run(simulation, tally));
            return new SeedRun(workload.name(), seed, hash[0], Optional.empty(), tally);
        } catch (RuntimeException cause) {
            return new SeedRun(workload.name(), seed, hash[0], Optional.of(describe(cause)), tally);
        }
    }

    /** Runs twice; two different traces are a failure too. */
    public static SeedRun twice(Workload workload, long seed) {
        SeedRun first = once(workload, seed);
        SeedRun second = once(workload, seed);
        boolean same = first.traceHash == second.traceHash && first.failure.equals(second.failure);
        if (same) {
            return first;
        }
        String text = "seed " + seed + " ran differently twice: " + first.outcome() + " and " + second.outcome();
        return new SeedRun(workload.name(), seed, first.traceHash, Optional.of(text), first.tally);
    }

    private String outcome() {
        return Long.toHexString(traceHash)
                + failure.map(text -> " (" + text + ")").orElse("");
    }

    private static String describe(RuntimeException cause) {
        StringBuilder text = new StringBuilder(String.valueOf(cause.getMessage()));
        for (Throwable inner = cause.getCause(); inner != null; inner = inner.getCause()) {
            StackTraceElement[] stack = inner.getStackTrace();
            text.append(" <- ").append(inner);
            for (int i = 0; i < Math.min(4, stack.length); i++) {
                text.append(" at ").append(stack[i]);
            }
        }
        return text.toString().replace('\n', ' ');
    }
}
