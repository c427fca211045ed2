package io.windhover.simulation.database;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.catalog.Partition;
import io.windhover.proxy.request.FlushResult;
import io.windhover.proxy.request.LoadRequest;
import io.windhover.proxy.request.LoadStatus;
import io.windhover.simulation.BrokenPromiseException;
import java.time.Duration;
import java.util.List;

/**
 * A client that creates, fills, releases, loads and drops partitions of names of its own in the team's collection, while
 * others do so beside it. What fails because of the weather, or because the collection is renamed, dropped or rebuilt
 * meanwhile, it asks again, as clients do.
 */
final class PartitionDefiner {
    private static final int NAMES = 3;

    private final Stage stage;
    private final Team team;
    private final int number;

    PartitionDefiner(Stage stage, Team team, int number) {
        this.stage = stage;
        this.team = team;
        this.number = number;
    }

    /** Changes partitions until told to stop. */
    void run() {
        while (!stage.isStopping()) {
            team.current().filter(model -> model.life().isThere()).ifPresent(this::step);
            stage.pause();
            stage.pause();
        }
    }

    /** Does one thing; the collection is there. */
    void step(CollectionModel model) {
        String name = "p" + number + "_" + stage.chance().nextInt(NAMES);
        PartitionModel known = model.partitions().get(name);
        try {
            if (known == null || known.life().isGone()) {
                PartitionModel partition = new PartitionModel(name, new Life());
                model.partitions().put(name, partition);
                create(model, partition);
            } else if (known.life().isThere()) {
                change(model, known);
            } else if (known.life().dropHasBegun()) {
                drop(model, known);
            } else {
                create(model, known);
            }
        } catch (DatabaseException open) {
            stage.tally().count("partition_ddl_left_open");
        }
    }

    private void change(CollectionModel model, PartitionModel partition) {
        if (stage.ambushes() && stage.chance().nextInt(4) == 0) {
            dropAtWork(model, partition);
            return;
        }
        switch (stage.chance().nextInt(7)) {
            case 0, 1 -> drop(model, partition);
            case 2 -> reload(model, partition);
            case 3 -> flush(model);
            case 4 -> requireRefusal(model);
            default -> requireThere(model, partition);
        }
    }

    /** Whoever was told that it exists finds it: no later request may say otherwise. */
    private void requireThere(CollectionModel model, PartitionModel partition) {
        send(model, "has_partition", () -> {
            long begun = stage.step();
            boolean there = stage.requests().hasPartition(team.ref(), partition.name());
            BrokenPromiseException.unless(
                    there || !model.life().surelyThereSince(begun),
                    "partition %s of %s is not there",
                    partition.name(),
                    team.ref().name());
        });
    }

    /** What can never be done is refused at once, and hinders nobody. */
    private void requireRefusal(CollectionModel model) {
        long begun = stage.step();
        try {
            stage.timed("drop_default", () -> stage.requests().dropPartition(team.ref(), Partition.DEFAULT_NAME));
            throw new BrokenPromiseException("the default partition was dropped");
        } catch (DatabaseException refusal) {
            boolean refused = refusal.code() == ErrorCode.PARAMETER_INVALID;
            if (!refused && model.life().surelyThereSince(begun)) {
                stage.requireExcuse("drop_default of " + team.ref().name(), refusal);
            }
        }
    }

    private void create(CollectionModel model, PartitionModel partition) {
        send(model, "create_partition", () -> stage.requests().createPartition(team.ref(), partition.name()));
        partition.life().created(stage.step());
        requireThere(model, partition);
    }

    private void drop(CollectionModel model, PartitionModel partition) {
        alone(model, () -> {
            // Once it is released, its rows are not found any more.
            partition.life().dropBegins(stage.step());
            String name = partition.name();
            send(model, "release_partition", () -> release(partition));
            partition.life().dropIsSent();
            send(model, "drop_partition", () -> stage.requests().dropPartition(team.ref(), name));
            partition.life().dropped(stage.step());
            send(
                    model,
                    "has_partition",
                    () -> BrokenPromiseException.unless(
                            !stage.requests().hasPartition(team.ref(), name),
                            "partition %s is there after its drop",
                            name));
        });
    }

    /**
     * Starts work on the partition and drops it at once: a load, a flush with the index builds that follow it, or a merge
     * is under way when the drop comes, and must end as if it had never begun.
     */
    private void dropAtWork(CollectionModel model, PartitionModel partition) {
        alone(model, () -> {
            partition.hides();
            switch (stage.chance().nextInt(4)) {
                case 0 -> send(model, "load_partition", () -> load(partition));
                case 1 -> {
                    send(model, "release_partition", () -> release(partition));
                    send(model, "load_partition", () -> load(partition));
                }
                case 2 -> send(model, "compact", () -> stage.requests().compact(team.ref()));
                default ->
                    send(
                            model,
                            "flush",
                            () -> stage.requests().flush("", List.of(team.ref().name())));
            }
            if (stage.chance().nextBoolean()) {
                stage.runtime().sleep(Duration.ofNanos(stage.chance().nextLong(30_000_000)));
            }
        });
        drop(model, partition);
    }

    private void load(PartitionModel partition) {
        stage.requests().load(new LoadRequest(team.ref(), List.of(partition.name()), 1, List.of()));
    }

    private void release(PartitionModel partition) {
        try {
            stage.requests().release(team.ref(), List.of(partition.name()));
        } catch (DatabaseException failure) {
            // A drop that was not answered may have been done.
            if (failure.code() != ErrorCode.PARTITION_NOT_FOUND
                    || !partition.life().mayBeDropped()) {
                throw failure;
            }
        }
    }

    private void reload(CollectionModel model, PartitionModel partition) {
        alone(model, () -> {
            List<String> names = List.of(partition.name());
            partition.hides();
            send(model, "release_partition", () -> stage.requests().release(team.ref(), names));
            stage.pause();
            send(
                    model,
                    "load_partition",
                    () -> stage.requests().load(new LoadRequest(team.ref(), names, 1, List.of())));
            send(model, "await_load", () -> {
                while (!(stage.requests().loadStatus(team.ref(), names) instanceof LoadStatus.Loaded)) {
                    stage.runtime().sleep(Duration.ofMillis(20));
                }
            });
            partition.shows(stage.step());
        });
    }

    /** Runs something that must not meet a rebuild of the collection's vector index, for which all must be released. */
    private void alone(CollectionModel model, Runnable body) {
        if (!model.serving().isLoaded() || model.serving().isChanging()) {
            return;
        }
        Object work = team.partitionWorkBegins();
        try {
            body.run();
        } finally {
            team.partitionWorkEnds(work);
        }
    }

    /** Flushes everything of the collection and waits until it is in files. */
    void flush(CollectionModel model) {
        send(model, "flush", () -> {
            FlushResult flush =
                    stage.requests().flush("", List.of(team.ref().name())).getFirst();
            while (!stage.isStopping() && !stage.requests().isFlushed(team.ref(), flush.upTo())) {
                stage.runtime().sleep(Duration.ofMillis(20));
            }
        });
    }

    /** Sends a request; a failure must be explained by the weather or by what happens to the collection. */
    private void send(CollectionModel model, String what, Stage.Action action) {
        long begun = stage.step();
        try {
            stage.timed(what, action);
        } catch (DatabaseException failure) {
            boolean disturbed = team.current().filter(model::equals).isEmpty()
                    || !model.life().surelyThereSince(begun);
            if (!disturbed) {
                stage.requireExcuse(what + " of " + team.ref().name(), failure);
            }
            throw failure;
        }
    }
}
