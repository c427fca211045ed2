package io.windhover.simulation;

import java.util.List;

/**
 * What the command line asks for.
 *
 * @param seedCount how many seeds; 0 = not said
 * @param hours     simulated hours to run at least, instead of a number of seeds; 0 = not said
 * @param json      file for the outcome of every run; empty = none
 */
record SimulateArguments(Mode mode, long firstSeed, long seedCount, long hours, List<Workload> workloads, String json) {
    /** What to do. */
    enum Mode {
        HELP,
        STORMS,
        MUTANTS
    }

    /** Reads the arguments; throws IllegalArgumentException with a sentence for the user. */
    static SimulateArguments parse(String[] arguments, List<Workload> all) {
        SimulateArguments parsed = new SimulateArguments(Mode.STORMS, 1, 0, 0, all, "");
        for (int i = 0; i < arguments.length; i++) {
            String name = arguments[i];
            if (name.equals("--help") || name.equals("-h")) {
                return parsed.in(Mode.HELP);
            }
            if (name.equals("--mutants")) {
                parsed = parsed.in(Mode.MUTANTS);
                continue;
            }
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException("option " + name + " is unknown or lacks its value");
            }
            i++;
            parsed = parsed.with(name, arguments[i], all);
        }
        return parsed;
    }

    long seedsOr(long otherwise) {
        return seedCount == 0 ? otherwise : seedCount;
    }

    private SimulateArguments in(Mode other) {
        return new SimulateArguments(other, firstSeed, seedCount, hours, workloads, json);
    }

    private SimulateArguments with(String name, String value, List<Workload> all) {
        return switch (name) {
            case "--seeds" -> new SimulateArguments(mode, firstSeed, number(name, value), hours, workloads, json);
            case "--hours" -> new SimulateArguments(mode, firstSeed, seedCount, number(name, value), workloads, json);
            case "--first-seed" -> new SimulateArguments(mode, number(name, value), seedCount, hours, workloads, json);
            case "--seed" -> new SimulateArguments(mode, number(name, value), 1, hours, workloads, json);
            case "--workload" -> new SimulateArguments(mode, firstSeed, seedCount, hours, named(value, all), json);
            case "--json" -> new SimulateArguments(mode, firstSeed, seedCount, hours, workloads, value);
            default -> throw new IllegalArgumentException("option " + name + " is unknown");
        };
    }

    private static long number(String name, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException cause) {
            throw new IllegalArgumentException(name + " needs a number, not \"" + value + "\"", cause);
        }
    }

    private static List<Workload> named(String value, List<Workload> all) {
        List<Workload> found =
                all.stream().filter(workload -> workload.name().equals(value)).toList();
        if (found.isEmpty()) {
            String names = all.stream().map(Workload::name).toList().toString();
            throw new IllegalArgumentException("workload \"" + value + "\" is unknown, there are " + names);
        }
        return found;
    }
}
