package io.windhover.simulation;

import java.util.List;

/** What the command line asks for. */
record SimulateArguments(Mode mode, long firstSeed, long seedCount, List<Workload> workloads, String json) {
    /** What to do. */
    enum Mode {
        HELP,
        STORMS,
        MUTATIONS,
        MUTATIONS_FIRST_FOUND
    }

    boolean help() {
        return mode == Mode.HELP;
    }

    boolean mutations() {
        return mode == Mode.MUTATIONS || firstFound();
    }

    boolean firstFound() {
        return mode == Mode.MUTATIONS_FIRST_FOUND;
    }

    /** Reads the arguments; throws IllegalArgumentException with a sentence for the user. */
    static SimulateArguments parse(String[] arguments, List<Workload> all) {
        SimulateArguments parsed = new SimulateArguments(Mode.STORMS, 1, 100, all, "");
        for (int i = 0; i < arguments.length; i++) {
            String name = arguments[i];
            if (name.equals("--help") || name.equals("-h")) {
                return new SimulateArguments(Mode.HELP, 1, 0, all, "");
            }
            if (name.equals("--mutations") || name.equals("--first-found")) {
                parsed = parsed.mutating(name.equals("--first-found"));
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

    private SimulateArguments mutating(boolean firstFound) {
        Mode mutating = firstFound || firstFound() ? Mode.MUTATIONS_FIRST_FOUND : Mode.MUTATIONS;
        return new SimulateArguments(mutating, firstSeed, seedCount, workloads, json);
    }

    private SimulateArguments with(String name, String value, List<Workload> all) {
        return switch (name) {
            case "--seeds" -> new SimulateArguments(mode, firstSeed, number(name, value), workloads, json);
            case "--first-seed" -> new SimulateArguments(mode, number(name, value), seedCount, workloads, json);
            case "--seed" -> new SimulateArguments(mode, number(name, value), 1, workloads, json);
            case "--workload" -> new SimulateArguments(mode, firstSeed, seedCount, named(value, all), json);
            case "--json" -> new SimulateArguments(mode, firstSeed, seedCount, workloads, value);
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
