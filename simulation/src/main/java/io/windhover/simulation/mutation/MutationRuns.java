package io.windhover.simulation.mutation;

import io.windhover.simulation.SeedRun;
import io.windhover.simulation.database.DatabaseStorm;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Switches deliberate bugs on, one at a time, and tells which the storms find. */
public final class MutationRuns {
    /** What became of one bug: the seeds that were tried, and those that found it. */
    public record Result(Mutation mutation, int tried, List<Long> found, String example) {
        /** Copies the list. */
        public Result {
            found = List.copyOf(found);
        }
    }

    private MutationRuns() {}

    /**
     * Tries the seeds 1 to {@code seeds} on one bug.
     *
     * @param all go on after the first seed that found it, to count them
     */
    public static Result run(Mutation mutation, int seeds, boolean all) {
        List<Long> found = new ArrayList<>();
        String example = "";
        int tried = 0;
        for (long seed = 1; seed <= seeds && (all || found.isEmpty()); seed++) {
            SeedRun run = SeedRun.once(new DatabaseStorm(mutation.scene(), mutation.bug()), seed);
            tried++;
            if (run.failure().isPresent()) {
                example = example.isEmpty() ? run.failure().get() : example;
                found.add(seed);
            }
        }
        return new Result(mutation, tried, found, example);
    }

    /** Runs all bugs, prints a row of the table for each, and returns how many were not found. */
    public static int runAll(int seeds, boolean all, PrintStream out) {
        int missed = 0;
        out.println("| deliberate bug | promise | what is wrong | scene | found in |");
        out.println("|---|---|---|---|---|");
        for (Mutation mutation : Mutation.values()) {
            Result result = run(mutation, seeds, all);
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
