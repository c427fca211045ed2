package io.windhover.simulation;

import io.windhover.simulation.database.DatabaseStorm;
import io.windhover.simulation.database.Scene;
import io.windhover.simulation.mutation.Mutation;
import io.windhover.simulation.mutation.MutationRuns;
import io.windhover.simulation.ports.MetaStorm;
import io.windhover.simulation.ports.ObjectStorm;
import io.windhover.simulation.ports.WalStorm;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command that tries workloads with many seeds. Each seed runs twice, and the two traces must agree. Prints one line
 * for each failure, with the command that replays it, and ends with one line of {@code key=value} figures.
 */
public final class Simulate {
    private static final String HELP = """
            Runs the database in a simulated world and checks its promises.

              --seeds N        run the seeds 1 to N (default 100)
              --first-seed S   begin with seed S instead of 1
              --seed S         run this seed only
              --workload W     run this workload only; one of %s
              --mutations      switch deliberate bugs on, one at a time, and tell which are found (within --seeds,
                               default 20); prints the table of docs/correctness.md
              --first-found    with --mutations: go on to the next bug as soon as one is found
              --json FILE      write the outcome of every run to FILE
              --help           print this

            Exit status: 0 = every promise held and every seed ran the same twice, or every deliberate bug was found; 1 = not, 2 = wrong arguments.
            """;

    private static final int PROGRESS_SEEDS = 10;
    private static final int MUTATION_SEEDS = 20;

    private Simulate() {}

    /** Returns all workloads. */
    public static List<Workload> workloads() {
        List<Workload> all = new ArrayList<>(List.of(new WalStorm(), new MetaStorm(), new ObjectStorm()));
        for (Scene scene : Scene.values()) {
            all.add(new DatabaseStorm(scene));
        }
        return all;
    }

    /** Runs the command and ends the process with its status. */
    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out));
    }

    /** Runs the command and returns its status. */
    public static int run(String[] arguments, PrintStream out) {
        SimulateArguments parsed;
        try {
            parsed = SimulateArguments.parse(arguments, workloads());
        } catch (IllegalArgumentException cause) {
            out.println(cause.getMessage() + " (--help lists what there is)");
            return 2;
        }
        if (parsed.help()) {
            out.printf(HELP, workloads().stream().map(Workload::name).toList());
            return 0;
        }
        return parsed.mutations() ? mutate(parsed, out) : run(parsed, out);
    }

    private static int mutate(SimulateArguments arguments, PrintStream out) {
        long startNs = System.nanoTime();
        int seeds = (int) Math.min(arguments.seedCount(), MUTATION_SEEDS);
        int missed = MutationRuns.runAll(seeds, !arguments.firstFound(), out);
        out.printf(
                "mutations=%d missed=%d seeds=%d seconds=%d%n",
                Mutation.values().length, missed, seeds, (System.nanoTime() - startNs) / 1_000_000_000L);
        return missed == 0 ? 0 : 1;
    }

    private static int run(SimulateArguments arguments, PrintStream out) {
        long startNs = System.nanoTime();
        Tally tally = new Tally();
        List<SeedRun> runs = new ArrayList<>();
        for (long i = 0; i < arguments.seedCount(); i++) {
            for (Workload workload : arguments.workloads()) {
                SeedRun run = SeedRun.twice(workload, arguments.firstSeed() + i);
                run.failure().ifPresent(text -> report(run, text, out));
                tally.addAll(run.tally());
                runs.add(run);
            }
            if ((i + 1) % PROGRESS_SEEDS == 0) {
                out.printf("%d of %d seeds%n", i + 1, arguments.seedCount());
            }
        }
        long failures = runs.stream().filter(run -> run.failure().isPresent()).count();
        if (!arguments.json().isEmpty()) {
            write(arguments.json(), runs);
        }
        StringBuilder figures = new StringBuilder();
        figures.append("seeds=").append(arguments.seedCount());
        figures.append(" runs=").append(runs.size());
        figures.append(" failures=").append(failures);
        figures.append(" seconds=").append((System.nanoTime() - startNs) / 1_000_000_000L);
        tally.counts()
                .forEach((name, count) ->
                        figures.append(' ').append(name).append('=').append(count));
        out.println(figures);
        return failures == 0 ? 0 : 1;
    }

    private static void report(SeedRun run, String text, PrintStream out) {
        out.println("FAILED " + run.workload() + ": " + text);
        out.println("  replay: ./windhover simulate --workload " + run.workload() + " --seed " + run.seed());
    }

    private static void write(String file, List<SeedRun> runs) {
        StringBuilder json = new StringBuilder("[\n");
        for (SeedRun run : runs) {
            json.append(json.length() > 2 ? ",\n" : "")
                    .append("{\"workload\":\"")
                    .append(run.workload())
                    .append("\",\"seed\":")
                    .append(run.seed())
                    .append(",\"trace\":\"")
                    .append(Long.toHexString(run.traceHash()))
                    .append("\",\"failure\":\"")
                    .append(escaped(run.failure().orElse("")))
                    .append("\",\"counts\":{");
            List<String> counts = new ArrayList<>();
            run.tally().counts().forEach((name, count) -> counts.add("\"" + name + "\":" + count));
            json.append(String.join(",", counts)).append("}}");
        }
        try {
            Files.writeString(Path.of(file), json.append("\n]\n"));
        } catch (IOException cause) {
            throw new IllegalArgumentException("cannot write " + file + ": " + cause, cause);
        }
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("[\\x00-\\x1f]", " ");
    }
}
