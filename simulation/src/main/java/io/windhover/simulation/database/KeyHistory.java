package io.windhover.simulation.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one key held, write after write; one writer at a time. */
final class KeyHistory {
    /** A write's effect on the key; no row = deleted. */
    record Version(WriteOp op, Optional<Row> after) {}

    private Optional<Row> base = Optional.empty();
    private final List<Version> versions = new ArrayList<>();

    void add(WriteOp op, Optional<Row> after) {
        versions.add(new Version(op, after));
    }

    /** Returns the last version, if any write came since the base. */
    Optional<Version> last() {
        return versions.isEmpty() ? Optional.empty() : Optional.of(versions.getLast());
    }

    /** Notes that writes under way will not be answered. */
    void leaveOpen() {
        for (Version version : versions) {
            if (version.op().answer() == WriteOp.Answer.PENDING) {
                version.op().unknown();
            }
        }
    }

    /** Finds the row of a version. */
    Optional<Row> find(long version) {
        return versions.reversed().stream()
                .map(Version::after)
                .flatMap(Optional::stream)
                .filter(row -> row.version() == version)
                .findFirst()
                .or(() -> base);
    }

    /** Tells whether the key was last seen without a row. */
    boolean isEmpty() {
        return base.isEmpty() && versions.isEmpty();
    }

    /** Makes a state that was read the one that everything starts from. */
    void settle(Optional<Row> state) {
        base = state;
        versions.clear();
    }

    /** Tells whether the writer may write the key again: what it holds is known. */
    boolean isCertain() {
        return versions.stream().noneMatch(version -> version.op().isOpen());
    }

    /** Returns what it holds if every answered write counts; only for a certain key. */
    Optional<Row> present() {
        Optional<Row> state = base;
        for (Version version : versions) {
            if (version.op().answer() == WriteOp.Answer.DONE) {
                state = version.after();
            }
        }
        return state.filter(row -> !row.partition().life().isGone());
    }

    /**
     * Returns every state that a read may see, some perhaps twice.
     *
     * @param servedAt  exactly the writes up to here are visible
     * @param exact     no later one may be
     * @param beginning step at which the read began
     */
    List<Optional<Row>> allowed(long servedAt, boolean exact, long beginning) {
        List<Optional<Row>> states = new ArrayList<>(versions.size() + 1);
        addState(states, base, beginning);
        for (Version version : versions) {
            switch (version.op().answer()) {
                case REFUSED -> {}
                case PENDING, UNKNOWN -> addOpen(states, version, beginning);
                case DONE -> {
                    if (version.op().mustBeSeen(beginning, servedAt)) {
                        states.clear();
                        addState(states, version.after(), beginning);
                    } else if (!exact) {
                        addState(states, version.after(), beginning);
                    }
                }
            }
        }
        return states;
    }

    private static void addOpen(List<Optional<Row>> states, Version version, long beginning) {
        addState(states, version.after(), beginning);
        boolean stable = version.after()
                .map(row -> row.partition().life().surelyThereSince(version.op().begunAt()))
                .orElse(true);
        if (!stable) {
            // An upsert may have removed the old row and then met a partition that was going.
            states.add(Optional.empty());
        }
    }

    private static void addState(List<Optional<Row>> states, Optional<Row> state, long beginning) {
        if (state.isEmpty()) {
            states.add(state);
            return;
        }
        PartitionModel partition = state.get().partition();
        if (!partition.life().goneBefore(beginning)) {
            states.add(state);
        }
        if (!partition.life().isThere() || !partition.servedSince(beginning)) {
            states.add(Optional.empty());
        }
    }

    /** Returns states and the writes behind them in words. */
    String describe(List<Optional<Row>> states) {
        StringBuilder text = new StringBuilder();
        states.forEach(state -> text.append(
                state.map(row -> row.version() + " in " + row.partition().name())
                                .orElse("nothing") + " or "));
        text.append("else; base ").append(base.map(Row::version).orElse(0L));
        for (Version version : versions) {
            text.append(", ")
                    .append(version.after().map(Row::version).orElse(0L))
                    .append(' ')
                    .append(version.op().answer())
                    .append(" at ")
                    .append(version.op().timestamp());
        }
        return text.toString();
    }
}
