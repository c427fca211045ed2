package io.windhover.simulation.database;

import io.windhover.simulation.BrokenPromiseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What a strong read of one collection may answer. Made when the read begins, asked when it has ended.
 *
 * @param model     the incarnation that was there at the beginning
 * @param beginning step of the beginning
 * @param newest    no answer may be older than this
 */
record Expectation(Team team, CollectionModel model, long beginning, long newest) {
    private static final long NO_ROW = -1;

    static Expectation begin(Stage stage, Team team, CollectionModel model) {
        return new Expectation(team, model, stage.step(), model.newestDone());
    }

    /**
     * Which rows a read asked for.
     *
     * @param text      the filter
     * @param partition the only partition to read; empty = all
     * @param wants     what the filter says, and the partition
     */
    record Scope(String text, Optional<PartitionModel> partition, Predicate<Row> wants) {
        /** All partitions. */
        Scope(String text, Predicate<Row> wants) {
            this(text, Optional.empty(), wants);
        }

        /** Returns this filter on one partition. */
        Scope in(PartitionModel only) {
            return new Scope(text, Optional.of(only), wants.and(row -> row.partition() == only));
        }

        /** Returns the version of the row that the read finds in a state of its key, {@link #NO_ROW} if it finds none. */
        private long version(Optional<Row> state) {
            return state.isPresent() && wants.test(state.get()) ? state.get().version() : NO_ROW;
        }

        @Override
        public String toString() {
            return text + partition.map(only -> " in " + only.name()).orElse("");
        }

        List<String> partitionNames() {
            return partition.map(PartitionModel::name).stream().toList();
        }
    }

    /** Tells whether nothing but writes happened to the collection while the read went on. */
    boolean undisturbed() {
        return isAboutOne() && model.serving().readableSince(beginning);
    }

    /** Tells whether nothing happened to the partition that was read. */
    boolean isStable(Scope scope) {
        return scope.partition().map(only -> only.stableSince(beginning)).orElse(true);
    }

    /** Fails if a partition that was surely gone was read. */
    void requireNotGone(Scope scope) {
        scope.partition()
                .ifPresent(only -> BrokenPromiseException.unless(
                        model.partitions().get(only.name()) != only
                                || !only.life().goneBefore(beginning),
                        "partition %s of %s was read after it was dropped",
                        only.name(),
                        name()));
    }

    /** Tells whether the whole read can only have been about this incarnation. */
    boolean isAboutOne() {
        return team.current().filter(model::equals).isPresent() && model.life().surelyThereSince(beginning);
    }

    private boolean exact() {
        return model.shards() == 1;
    }

    private List<Optional<Row>> allowed(KeyHistory history, long servedAt) {
        return history.allowed(servedAt, exact(), beginning);
    }

    /** Checks the versions that a query returned, by key. */
    void checkRows(Scope scope, long servedAt, Map<Long, Long> found) {
        BrokenPromiseException.unless(
                servedAt >= newest, "%s of %s served at %s, before %s", scope, name(), servedAt, newest);
        for (long key : found.keySet()) {
            BrokenPromiseException.unless(
                    model.keys().containsKey(key), "%s of %s found key %s, never written", scope, name(), key);
        }
        model.keys().forEach((key, history) -> {
            long version = found.getOrDefault(key, NO_ROW);
            boolean fits = false;
            for (Optional<Row> state : allowed(history, servedAt)) {
                fits |= scope.version(state) == version;
            }
            if (!fits) {
                throw new BrokenPromiseException(String.format(
                        "%s of %s at %s found version %s for key %s, allowed: %s",
                        scope, name(), servedAt, version, key, history.describe(allowed(history, servedAt))));
            }
        });
    }

    /** Checks a count. */
    void checkCount(Scope scope, long servedAt, long count) {
        long least = 0;
        long most = 0;
        for (KeyHistory history : model.keys().values()) {
            List<Optional<Row>> states = allowed(history, servedAt);
            if (states.stream().anyMatch(state -> state.filter(scope.wants()).isPresent())) {
                most++;
                if (states.stream()
                        .allMatch(state -> state.filter(scope.wants()).isPresent())) {
                    least++;
                }
            }
        }
        BrokenPromiseException.unless(
                least <= count && count <= most,
                "%s of %s counted %s, not %s to %s",
                scope,
                name(),
                count,
                least,
                most);
    }

    /** Checks the hits of a search, nearest first. */
    void checkHits(Scope scope, long servedAt, Nearest nearest) {
        BrokenPromiseException.unless(servedAt >= newest, "%s of %s served too early", scope, name());
        float worst = 0;
        for (int i = 0; i < nearest.keys().length; i++) {
            long key = nearest.keys()[i];
            long version = nearest.versions()[i];
            float distance = new Row(key, version, null).distanceTo(nearest.query());
            boolean fits = model.keys().containsKey(key)
                    && allowed(model.keys().get(key), servedAt).stream()
                            .anyMatch(state -> state.filter(scope.wants())
                                    .filter(row -> row.version() == version)
                                    .isPresent());
            BrokenPromiseException.unless(
                    fits, "%s of %s found key %s version %s, not visible", scope, name(), key, version);
            BrokenPromiseException.unless(
                    Math.abs(distance - nearest.scores()[i]) < 1e-3 && distance >= worst - 1e-3,
                    "%s of %s: key %s has score %s at place %s, its distance is %s",
                    scope,
                    name(),
                    key,
                    nearest.scores()[i],
                    i,
                    distance);
            worst = Math.max(worst, distance);
        }
        if (nearest.exact()) {
            checkNoneMissing(scope, servedAt, nearest, worst);
        }
        if (nearest.full()) {
            checkFull(scope, servedAt, nearest);
        }
    }

    /** A search without a filter finds as many rows as it asked for, or all, whatever the index. */
    private void checkFull(Scope scope, long servedAt, Nearest nearest) {
        long least = model.keys().values().stream()
                .filter(history -> allowed(history, servedAt).stream()
                        .allMatch(state -> state.filter(scope.wants()).isPresent()))
                .count();
        BrokenPromiseException.unless(
                nearest.keys().length >= Math.min(nearest.limit(), least),
                "search of %s found %s of %s rows, %s were wanted",
                name(),
                nearest.keys().length,
                least,
                nearest.limit());
    }

    /**
     * What a search returned, and for what.
     *
     * @param exact nothing nearer may be missing
     * @param full  the limit must be reached if there are rows enough
     */
    record Nearest(
            float[] query, int limit, boolean exact, boolean full, long[] keys, long[] versions, float[] scores) {}

    private void checkNoneMissing(Scope scope, long servedAt, Nearest nearest, float worst) {
        Set<Long> found = new TreeSet<>();
        for (long key : nearest.keys()) {
            BrokenPromiseException.unless(found.add(key), "%s of %s found key %s twice", scope, name(), key);
        }
        boolean full = found.size() == nearest.limit();
        model.keys().forEach((key, history) -> {
            if (found.contains(key)) {
                return;
            }
            boolean mustBeThere = allowed(history, servedAt).stream()
                    .allMatch(state -> state.filter(scope.wants())
                            .filter(row -> !full || row.distanceTo(nearest.query()) < worst - 1e-3)
                            .isPresent());
            if (mustBeThere) {
                throw new BrokenPromiseException(String.format(
                        "%s of %s at %s missed key %s: %s",
                        scope, name(), servedAt, key, history.describe(allowed(history, servedAt))));
            }
        });
    }

    private String name() {
        return team.ref().name();
    }
}
