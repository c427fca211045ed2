package io.windhover.simulation.database;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.Partition;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.IndexDescription;
import io.windhover.simulation.BrokenPromiseException;
import io.windhover.simulation.database.Expectation.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks, while no client works and the weather is fine, whether everything that was answered is there, and settles what
 * was left open: from then on it is as it was found.
 */
final class Audit {
    private static final Scope ALL = new Scope("audit", row -> true);

    private final Stage stage;
    private final Team team;
    private final Definer definer;

    Audit(Stage stage, Team team) {
        this.stage = stage;
        this.team = team;
        this.definer = new Definer(stage, team);
    }

    /** Checks and settles everything of the team. */
    void run() {
        settleName();
        if (team.current().isPresent()) {
            CollectionModel model = team.current().get();
            definer.identify(model);
            settlePartitions(model);
            settleServing(model);
            settleRows(model);
        }
        stage.tally().count("audits");
    }

    private boolean exists(CollectionRef ref) {
        return stage.requests().hasCollection(ref);
    }

    private void settleName() {
        if (team.renamingTo().isPresent()) {
            CollectionRef old = team.ref();
            CollectionRef to = team.renamingTo().get();
            BrokenPromiseException.unless(
                    exists(old) != exists(to), "a rename of %s to %s left both names or none", old, to);
            team.ref(exists(to) ? to : old);
        }
        boolean exists = exists(team.ref());
        if (team.current().isEmpty()) {
            BrokenPromiseException.unless(
                    !exists, "%s is there again", team.ref().name());
            return;
        }
        CollectionModel model = team.current().get();
        BrokenPromiseException.unless(
                exists || !model.life().isThere(), "%s is lost", team.ref().name());
        if (exists) {
            model.life().stays(stage.step());
        } else {
            model.life().dropped(stage.step());
            team.end();
        }
    }

    private void settlePartitions(CollectionModel model) {
        Map<String, Partition> found = new LinkedHashMap<>();
        stage.requests().listPartitions(team.ref()).forEach(partition -> found.put(partition.name(), partition));
        for (PartitionModel partition : model.partitions().values()) {
            boolean exists = found.remove(partition.name()) != null;
            BrokenPromiseException.unless(
                    exists || !partition.life().isThere(), "partition %s is lost", partition.name());
            BrokenPromiseException.unless(
                    !exists || !partition.life().isGone(), "partition %s is there again", partition.name());
            if (exists) {
                partition.life().stays(stage.step());
            } else if (!partition.life().isGone()) {
                partition.life().dropped(stage.step());
            }
        }
        BrokenPromiseException.unless(found.isEmpty(), "there are partitions nobody created: %s", found.keySet());
    }

    private void settleServing(CollectionModel model) {
        Map<String, String> types = new LinkedHashMap<>();
        for (IndexDescription index : indexes()) {
            types.put(index.fieldName(), index.index().indexType());
        }
        Serving serving = model.serving();
        String vectorIndex = types.getOrDefault(Batch.VECTOR, "");
        BrokenPromiseException.unless(
                serving.isChanging() || serving.vectorIndex().equals(vectorIndex),
                "the index of %s is %s, not %s",
                team.ref().name(),
                vectorIndex,
                serving.vectorIndex());
        model.scalarIndexes().clear();
        List.of(Batch.TAG, Batch.TEXT).forEach(field -> {
            if (types.containsKey(field)) {
                model.scalarIndexes().add(field);
            }
        });
        serving.is(serving.isLoaded(), vectorIndex, stage.step());
        if (vectorIndex.isEmpty()) {
            definer.createVectorIndex(model);
        }
        definer.load(model);
        model.partitions().values().forEach(partition -> partition.shows(stage.step()));
    }

    private List<IndexDescription> indexes() {
        try {
            return stage.requests().describeIndexes(team.ref(), "", "");
        } catch (DatabaseException failure) {
            BrokenPromiseException.unless(
                    failure.code() == ErrorCode.INDEX_NOT_FOUND, "indexes cannot be listed: %s", failure);
            return List.of();
        }
    }

    private void settleRows(CollectionModel model) {
        Timestamp[] servedAt = new Timestamp[1];
        Expectation expectation = Expectation.begin(stage, team, model);
        Map<Long, Long> found = new Reader(stage, team).fetchAll(servedAt);
        expectation.checkRows(ALL, servedAt[0].value(), found);
        checkWhole(model, found);
        model.keys()
                .forEach((key, history) ->
                        history.settle(found.containsKey(key) ? history.find(found.get(key)) : Optional.empty()));
        model.keys().values().removeIf(KeyHistory::isEmpty);
        stage.tally().add("rows_audited", found.size());
        stage.trace(found.hashCode());
    }

    /** Checks that each write of unknown outcome is there wholly or not at all. */
    private void checkWhole(CollectionModel model, Map<Long, Long> found) {
        Map<WriteOp, Boolean> seen = new LinkedHashMap<>();
        model.keys()
                .forEach((key, history) -> history.last()
                        .filter(last -> last.op().answer() == WriteOp.Answer.UNKNOWN
                                && !last.op().splits())
                        .filter(last -> last.after()
                                .map(row -> row.partition().life().isThere())
                                .orElse(false))
                        .ifPresent(last -> {
                            long version = last.after().orElseThrow().version();
                            boolean there = Optional.ofNullable(found.get(key)).equals(Optional.of(version));
                            Boolean others = seen.putIfAbsent(last.op(), there);
                            BrokenPromiseException.unless(
                                    others == null || others == there,
                                    "a write to %s is there in part: key %s version %s is %s",
                                    team.ref().name(),
                                    key,
                                    version,
                                    there);
                        }));
    }
}
