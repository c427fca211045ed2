package io.windhover.simulation;

import io.windhover.simulation.database.Bug;
import io.windhover.simulation.database.Scene;
import io.windhover.simulation.mutation.Mutation;
import io.windhover.simulation.mutation.MutationRuns;
import io.windhover.simulation.ports.MetaStorm;
import io.windhover.simulation.ports.ObjectStorm;
import io.windhover.simulation.ports.WalStorm;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The command that tries workloads with many seeds. Each seed runs twice, and the two traces must agree. Prints one line
 * for each failure, with the command that replays it, and ends with one line of {@code key=value} figures.
 */
public final class Simulate {
    private static final String HELP = """
            Runs the database in a simulated world and checks its promises.

              --seeds N        run the seeds 1 to N (default %d)
              --hours H        run as many seeds as it takes until H hours have passed in the simulated world
              --first-seed S   begin with seed S instead of 1
              --seed S         run this seed only
              --workload W     run this workload only; one of %s
              --mutants        switch deliberate bugs on, one at a time, each until a seed has found it, %d seeds at
                               most; with --seeds N: try all N seeds and count those that find it. Prints the table of
                               docs/correctness.md
              --json FILE      write the outcome of every run to FILE
              --help           print this

            The last line has figures. simulated_hours counts each seed once, though it runs twice; operations are
            requests of simulated clients, in both runs, because both are made.
            Exit status: 0 = every promise held and every seed ran the same twice, or every deliberate bug was found;
            1 = not, 2 = wrong arguments.
            """;

    private static final int SEEDS = 100;
    private static final int MUTANT_SEEDS = 20;
    private static final int PROGRESS_SEEDS = 10;
    private static final double MS_PER_HOUR = 3_600_000;

    private Simulate() {}

    /** Returns all workloads. */
    public static List<Workload> workloads() {
        List<Workload> all = new ArrayList<>(List.of(new WalStorm(), new MetaStorm(), new ObjectStorm()));
        for (Scene scene : Scene.values()) {
            all.add(scene.storm(Bug.NONE));
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
        return switch (parsed.mode()) {
            case HELP -> {
                out.printf(HELP, SEEDS, workloads().stream().map(Workload::name).toList(), MUTANT_SEEDS);
                yield 0;
            }
            case STORMS -> storms(parsed, out);
            case MUTANTS -> mutants(parsed, out);
        };
    }

    private static int mutants(SimulateArguments arguments, PrintStream out) {
        long startNs = System.nanoTime();
        RunReport report = new RunReport();
        int seeds = (int) arguments.seedsOr(MUTANT_SEEDS);
        MutationRuns runs = new MutationRuns(seeds, arguments.seedCount() > 0, report::add);
        int missed = runs.runAll(out);
        report.write(arguments.json());
        int all = Mutation.values().length;
        out.printf(
                "mutants=%d found=%d missed=%d seeds=%d runs=%d seconds=%d%n",
                all, all - missed, missed, seeds, runs.count(), (System.nanoTime() - startNs) / 1_000_000_000L);
        return missed == 0 ? 0 : 1;
    }

    private static int storms(SimulateArguments arguments, PrintStream out) {
        long startNs = System.nanoTime();
        Tally tally = new Tally();
        RunReport report = new RunReport();
        long failures = 0;
        long seeds = 0;
        while (!isEnough(arguments, seeds, tally)) {
            for (Workload workload : arguments.workloads()) {
                SeedRun run = SeedRun.twice(workload, arguments.firstSeed() + seeds);
                failures += run.failure().isPresent() ? 1 : 0;
                run.failure().ifPresent(text -> tell(run, text, out));
                tally.addAll(run.tally());
                report.add(run, "");
            }
            seeds++;
            if (seeds % PROGRESS_SEEDS == 0) {
                out.printf("%d seeds%n", seeds);
            }
        }
        report.write(arguments.json());
        out.println(figures(arguments, seeds, failures, tally, System.nanoTime() - startNs));
        return failures == 0 ? 0 : 1;
    }

    private static boolean isEnough(SimulateArguments arguments, long seeds, Tally tally) {
        return arguments.hours() > 0
                ? tally.of("simulated_ms") >= arguments.hours() * MS_PER_HOUR
                : seeds >= arguments.seedsOr(SEEDS);
    }

    private static String figures(SimulateArguments arguments, long seeds, long failures, Tally tally, long elapsedNs) {
        StringBuilder figures = new StringBuilder();
        figures.append(String.format(
                Locale.ROOT,
                "seeds=%d runs=%d failures=%d seconds=%d cpu_seconds=%d simulated_hours=%.1f operations_per_second=%d",
                seeds,
                seeds * arguments.workloads().size(),
                failures,
                elapsedNs / 1_000_000_000L,
                ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .map(Duration::toSeconds)
                        .orElse(0L),
                tally.of("simulated_ms") / MS_PER_HOUR,
                2 * tally.of("operations") * 1_000_000_000L / elapsedNs));
        tally.counts()
                .forEach((name, count) ->
                        figures.append(' ').append(name).append('=').append(count));
        return figures.toString();
    }

    private static void tell(SeedRun run, String text, PrintStream out) {
        out.println("FAILED " + run.workload() + ": " + text);
        out.println("  replay: ./windhover simulate --workload " + run.workload() + " --seed " + run.seed());
    }
}
