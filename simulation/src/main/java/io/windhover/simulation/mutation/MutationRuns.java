package io.windhover.simulation.mutation;

import io.windhover.simulation.SeedRun;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Switches deliberate bugs on, one at a time, and tells which the storms find. */
public final class MutationRuns {
    private final int seeds;
    private final boolean all;
    private final BiConsumer<SeedRun, String> listener;
    private int count;

    /** What became of one bug: the seeds that were tried, and those that found it. */
    public record Result(Mutation mutation, int tried, List<Long> found) {
        /** Copies the list. */
        public Result {
            found = List.copyOf(found);
        }
    }

    /**
     * Prepares runs.
     *
     * @param seeds    at most so many for each bug
     * @param all      go on after the first seed that found it, to count them
     * @param listener told of each run and the name of the bug
     */
    public MutationRuns(int seeds, boolean all, BiConsumer<SeedRun, String> listener) {
        this.seeds = seeds;
        this.all = all;
        this.listener = listener;
    }

    /** Tries the seeds from 1 on one bug. */
    public Result run(Mutation mutation) {
        List<Long> found = new ArrayList<>();
        int tried = 0;
        for (long seed = 1; seed <= seeds && (all || found.isEmpty()); seed++) {
            SeedRun run = SeedRun.once(mutation.scene().storm(mutation.bug()), seed);
            tried++;
            if (run.failure().isPresent()) {
                found.add(seed);
            }
            listener.accept(run, mutation.title());
        }
        count += tried;
        return new Result(mutation, tried, found);
    }

    /** Returns how many runs there were. */
    public int count() {
        return count;
    }

    /** Runs all bugs, prints a row of the table for each, and returns how many were not found. */
    public int runAll(PrintStream out) {
        int missed = 0;
        out.println("| deliberate bug | promise | what is wrong | scene | found in |");
        out.println("|---|---|---|---|---|");
        for (Mutation mutation : Mutation.values()) {
            Result result = run(mutation);
            missed += result.found().isEmpty() ? 1 : 0;
            out.printf(
                    "| `%s` | %s | %s | `%s` | %d of %d seeds |%n",
                    mutation.title(),
                    mutation.promise(),
                    mutation.sentence(),
                    mutation.scene().title(),
                    result.found().size(),
                    result.tried());
            out.flush();
        }
        return missed;
    }
}
