package io.windhover.simulation.database;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.catalog.Partition;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.proxy.request.DeleteRequest;
import io.windhover.proxy.request.ReadConsistency;
import io.windhover.proxy.request.WriteRequest;
import io.windhover.proxy.request.WriteResult;
import io.windhover.simulation.BrokenPromiseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/** A client that writes the keys whose number modulo {@code of} is {@code number}. */
final class Writer {
    private final Stage stage;
    private final Team team;
    private final int number;
    private final int of;

    Writer(Stage stage, Team team, int number, int of) {
        this.stage = stage;
        this.team = team;
        this.number = number;
        this.of = of;
    }

    /** Writes until told to stop. */
    void run() {
        while (!stage.isStopping()) {
            team.current().ifPresent(this::step);
            stage.pause();
        }
    }

    private void step(CollectionModel model) {
        switch (stage.chance().nextInt(10)) {
            case 0, 1, 2, 3 -> insert(model);
            case 4, 5, 6 -> upsert(model);
            case 7, 8 -> deleteByKey(model);
            default -> deleteByTag(model);
        }
    }

    /** Returns a partition, now and then one that is gone. */
    private PartitionModel somePartition(CollectionModel model) {
        List<PartitionModel> all = stage.chance().nextInt(20) == 0
                ? new ArrayList<>(model.partitions().values())
                : model.writable();
        return all.isEmpty()
                ? model.partitions().get(Partition.DEFAULT_NAME)
                : all.get(stage.chance().nextInt(all.size()));
    }

    private void insert(CollectionModel model) {
        PartitionModel partition = somePartition(model);
        List<Row> rows = new ArrayList<>();
        int count = 1 + stage.chance().nextInt(stage.chance().nextInt(4) == 0 ? 60 : 8);
        for (int i = 0; i < count; i++) {
            rows.add(new Row(team.nextKey() * of + number, team.nextVersion(), partition));
        }
        WriteRequest request = Batch.request(team.ref(), partition.name(), rows);
        write("insert", model, partition, effects(rows), () -> stage.requests().insert(request));
    }

    private void upsert(CollectionModel model) {
        PartitionModel partition = somePartition(model);
        List<Row> rows = new ArrayList<>();
        for (long key : someOwnKeys(model)) {
            rows.add(new Row(key, team.nextVersion(), partition));
        }
        if (!rows.isEmpty()) {
            WriteRequest request = Batch.request(team.ref(), partition.name(), rows);
            write(
                    "upsert",
                    model,
                    partition,
                    effects(rows),
                    () -> stage.requests().upsert(request));
        }
    }

    private static Map<Long, Optional<Row>> effects(List<Row> rows) {
        Map<Long, Optional<Row>> effects = new LinkedHashMap<>();
        rows.forEach(row -> effects.put(row.key(), Optional.of(row)));
        return effects;
    }

    private List<Long> someOwnKeys(CollectionModel model) {
        List<Long> own = new ArrayList<>();
        model.keys().forEach((key, history) -> {
            if (key % of == number && history.isCertain()) {
                own.add(key);
            }
        });
        TreeSet<Long> chosen = new TreeSet<>();
        int count = own.isEmpty() ? 0 : 1 + stage.chance().nextInt(12);
        for (int i = 0; i < count; i++) {
            chosen.add(own.get(stage.chance().nextInt(own.size())));
        }
        return new ArrayList<>(chosen);
    }

    private void deleteByKey(CollectionModel model) {
        List<Long> keys = someOwnKeys(model);
        if (!keys.isEmpty()) {
            Map<Long, Optional<Row>> effects = new LinkedHashMap<>();
            keys.forEach(key -> effects.put(key, Optional.empty()));
            delete("delete", model, Batch.KEY + " in " + keys, effects);
        }
    }

    /** Deletes own rows with a tag, which the database must find first; the answer tells the keys. */
    private void deleteByTag(CollectionModel model) {
        if (!model.serving().isLoaded() || hasOpenKeys(model)) {
            return;
        }
        long tag = stage.chance().nextInt(Row.TAGS);
        Map<Long, Row> before = new LinkedHashMap<>();
        Map<Long, Optional<Row>> effects = new LinkedHashMap<>();
        model.keys().forEach((key, history) -> {
            Optional<Row> row = key % of == number ? history.present() : Optional.empty();
            row.filter(r -> r.tag() == tag).ifPresent(r -> {
                before.put(key, r);
                effects.put(key, Optional.empty());
            });
        });
        String filter = Batch.TAG + " == " + tag + " and " + Batch.KEY + " % " + of + " == " + number;
        DeleteRequest request = new DeleteRequest(team.ref(), "", filter, Map.of(), ReadConsistency.STRONG);
        long begun = stage.step();
        WriteResult[] result = new WriteResult[1];
        WriteOp op = write(
                "delete_by_tag",
                model,
                model.partitions().get(Partition.DEFAULT_NAME),
                effects,
                () -> result[0] = stage.requests().delete(request));
        if (result[0] != null) {
            boolean all = model.life().surelyThereSince(begun)
                    && checkDeleted(filter, begun, before, (PrimaryKeys.LongKeys) result[0].keys());
            if (!all) {
                // Rows of a released partition are not found; whether they go depends on the drop under way.
                op.donePartly();
            }
        }
    }

    private boolean hasOpenKeys(CollectionModel model) {
        return model.keys().entrySet().stream()
                .anyMatch(entry ->
                        entry.getKey() % of == number && !entry.getValue().isCertain());
    }

    private void delete(String what, CollectionModel model, String filter, Map<Long, Optional<Row>> effects) {
        DeleteRequest request = new DeleteRequest(team.ref(), "", filter, Map.of(), ReadConsistency.STRONG);
        write(
                what,
                model,
                model.partitions().get(Partition.DEFAULT_NAME),
                effects,
                () -> stage.requests().delete(request));
    }

    /** Returns whether every row was found; one that was not must be in a partition that is dropped or released. */
    private static boolean checkDeleted(
            String filter, long begun, Map<Long, Row> before, PrimaryKeys.LongKeys deleted) {
        TreeSet<Long> found = new TreeSet<>();
        for (long key : deleted.values()) {
            BrokenPromiseException.unless(before.containsKey(key), "delete %s took key %s too", filter, key);
            found.add(key);
        }
        before.forEach((key, row) -> BrokenPromiseException.unless(
                found.contains(key)
                        || !row.partition().life().isThere()
                        || !row.partition().servedSince(begun),
                "delete %s missed key %s, version %s in %s",
                filter,
                key,
                row.version(),
                row.partition().name()));
        return found.size() == before.size();
    }

    private WriteOp write(
            String what,
            CollectionModel model,
            PartitionModel partition,
            Map<Long, Optional<Row>> effects,
            Supplier<WriteResult> send) {
        WriteOp op = new WriteOp(stage.step(), model.shards() > 1);
        effects.forEach((key, after) -> model.key(key).add(op, after));
        WriteResult[] result = new WriteResult[1];
        try {
            stage.timed(what, () -> result[0] = send.get());
        } catch (DatabaseException failure) {
            failed(what, model, partition, op, failure);
            return op;
        }
        BrokenPromiseException.unless(
                !partition.life().goneBefore(op.begunAt()),
                "%s into %s/%s was accepted after it was dropped",
                what,
                team.ref().name(),
                partition.name());
        op.done(result[0].timestamp().value(), stage.step());
        // A delete that found nothing wrote nothing: its time is not that of a change.
        if (model.shards() == 1 && result[0].keys().count() > 0) {
            model.done(result[0].timestamp().value());
        }
        stage.tally().add("rows_acknowledged", effects.size());
        return op;
    }

    private void failed(
            String what, CollectionModel model, PartitionModel partition, WriteOp op, DatabaseException failure) {
        boolean stable =
                model.life().surelyThereSince(op.begunAt()) && partition.life().surelyThereSince(op.begunAt());
        boolean reads = what.equals("delete_by_tag") && !model.serving().readableSince(op.begunAt());
        if (stable && !reads) {
            stage.requireExcuse(what + " into " + team.ref().name() + "/" + partition.name(), failure);
        }
        if (!op.splits() && saysNothingDone(failure.code())) {
            op.refused();
        } else {
            op.unknown();
        }
    }

    private static boolean saysNothingDone(ErrorCode code) {
        return code.blame() == ErrorCode.Blame.USER
                || code == ErrorCode.SERVICE_RATE_LIMIT
                || code == ErrorCode.SERVICE_TOO_MANY_REQUESTS
                || code == ErrorCode.DISK_FULL;
    }
}
