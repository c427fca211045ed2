package io.windhover.simulation.standalone;

import io.windhover.model.DatabaseException;
import io.windhover.model.catalog.ConsistencyLevel;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.CreateCollection;
import io.windhover.proxy.request.CreateIndex;
import io.windhover.proxy.request.FlushResult;
import io.windhover.proxy.request.LoadRequest;
import io.windhover.proxy.request.LoadStatus;
import io.windhover.simulation.BrokenPromiseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The client that defines a team's collection: the only one to change its definition. */
final class Definer {
    private static final List<String> VECTOR_INDEXES = List.of("FLAT", "FLAT", "HNSW", "HNSW");
    private static final List<String> TAG_INDEXES = List.of("BITMAP", "INVERTED", "STL_SORT");
    private static final List<String> TEXT_INDEXES = List.of("INVERTED", "TRIE", "BITMAP");

    private final Stage stage;
    private final Team team;

    Definer(Stage stage, Team team) {
        this.stage = stage;
        this.team = team;
    }

    /** Changes definitions until told to stop, or until an answer leaves open what is. */
    void run() {
        while (!stage.isStopping()) {
            try {
                step();
            } catch (DatabaseException unanswered) {
                stage.tally().count("definitions_left_open");
                return;
            }
            stage.pause();
            stage.pause();
        }
    }

    private void step() {
        if (team.current().isEmpty()) {
            createCollection();
            return;
        }
        CollectionModel model = team.current().get();
        switch (stage.chance().nextInt(16)) {
            case 0 -> dropCollection(model);
            case 1, 2, 3 -> createPartition(model);
            case 4, 5, 6 -> dropPartition(model);
            case 7 -> rebuildVectorIndex(model);
            case 8, 9 -> changeScalarIndex(model);
            case 10 -> rename(model);
            default -> flush();
        }
    }

    private void createCollection() {
        CollectionModel model = new CollectionModel(stage.chance().nextInt(4) == 0 ? 2 : 1);
        team.begin(model);
        CreateCollection request = new CreateCollection(
                team.ref(), "", Batch.fields(), false, model.shards(), ConsistencyLevel.BOUNDED, Map.of(), 0);
        send("create_collection", () -> stage.requests().createCollection(request));
        model.life().created(stage.step());
        identify(model);
        createVectorIndex(model);
        load(model);
    }

    /** Looks up the id, which no incarnation before may have had. */
    void identify(CollectionModel model) {
        model.id(stage.requests().describeCollection(team.ref()).collection().id());
        for (CollectionModel old : team.past()) {
            BrokenPromiseException.unless(!old.id().equals(model.id()), "the id %s is used again", model.id());
        }
    }

    private void dropCollection(CollectionModel model) {
        model.life().dropBegins(stage.step());
        send("drop_collection", () -> stage.requests().dropCollection(team.ref()));
        model.life().dropped(stage.step());
        team.end();
        BrokenPromiseException.unless(
                !stage.requests().hasCollection(team.ref()),
                "%s is there after its drop",
                team.ref().name());
    }

    private void createPartition(CollectionModel model) {
        String name = "p" + stage.chance().nextInt(3);
        PartitionModel known = model.partitions().get(name);
        if (known == null || known.life().isGone()) {
            PartitionModel partition = new PartitionModel(name, new Life());
            model.partitions().put(name, partition);
            send("create_partition", () -> stage.requests().createPartition(team.ref(), name));
            partition.life().created(stage.step());
        }
        BrokenPromiseException.unless(
                stage.requests().hasPartition(team.ref(), name), "partition %s is not there", name);
    }

    private void dropPartition(CollectionModel model) {
        String name = "p" + stage.chance().nextInt(3);
        PartitionModel partition = model.partitions().get(name);
        if (partition == null || !partition.life().isThere()) {
            return;
        }
        // Once it is released, its rows are not found any more.
        partition.life().dropBegins(stage.step());
        if (model.serving().isLoaded()) {
            send("release_partition", () -> stage.requests().release(team.ref(), List.of(name)));
        }
        send("drop_partition", () -> stage.requests().dropPartition(team.ref(), name));
        partition.life().dropped(stage.step());
        BrokenPromiseException.unless(
                !stage.requests().hasPartition(team.ref(), name), "partition %s is there after its drop", name);
    }

    private void rebuildVectorIndex(CollectionModel model) {
        model.serving().changes();
        send("release", () -> stage.requests().release(team.ref(), List.of()));
        send("drop_index", () -> stage.requests().dropIndex(team.ref(), Batch.VECTOR, ""));
        model.serving().is(false, "", stage.step());
        createVectorIndex(model);
        load(model);
    }

    /** Creates a vector index of any type. */
    void createVectorIndex(CollectionModel model) {
        String type = VECTOR_INDEXES.get(stage.chance().nextInt(VECTOR_INDEXES.size()));
        model.serving().changes();
        Map<String, String> params = switch (type) {
            case "HNSW" -> Map.of("index_type", type, "metric_type", "L2", "M", "8", "efConstruction", "32");
            case "IVF_FLAT" -> Map.of("index_type", type, "metric_type", "L2", "nlist", "4");
            default -> Map.of("index_type", type, "metric_type", "L2");
        };
        CreateIndex request = new CreateIndex(team.ref(), Batch.VECTOR, "", params);
        send("create_index", () -> stage.requests().createIndex(request));
        model.serving().is(false, type, stage.step());
    }

    /** Loads the collection and waits until it can be searched. */
    void load(CollectionModel model) {
        model.serving().changes();
        send("load", () -> stage.requests().load(new LoadRequest(team.ref(), List.of(), 1, List.of())));
        awaitLoaded();
        model.serving().is(true, model.serving().vectorIndex(), stage.step());
    }

    /** Waits until loading is done. */
    void awaitLoaded() {
        stage.timed("await_load", () -> {
            while (!(stage.requests().loadStatus(team.ref(), List.of()) instanceof LoadStatus.Loaded)) {
                stage.runtime().sleep(Duration.ofMillis(20));
            }
        });
    }

    private void changeScalarIndex(CollectionModel model) {
        String field = stage.chance().nextBoolean() ? Batch.TAG : Batch.TEXT;
        if (model.scalarIndexes().contains(field)) {
            send("drop_index", () -> stage.requests().dropIndex(team.ref(), field, ""));
            model.scalarIndexes().remove(field);
            return;
        }
        List<String> types = field.equals(Batch.TAG) ? TAG_INDEXES : TEXT_INDEXES;
        String type = types.get(stage.chance().nextInt(types.size()));
        CreateIndex request = new CreateIndex(team.ref(), field, "", Map.of("index_type", type));
        send("create_index", () -> stage.requests().createIndex(request));
        model.scalarIndexes().add(field);
    }

    private void rename(CollectionModel model) {
        CollectionRef to =
                new CollectionRef("c" + team.number() + "_" + stage.chance().nextInt(1_000_000));
        team.renamingTo(to);
        model.life().dropBegins(stage.step());
        send("rename", () -> stage.requests().renameCollection(team.ref(), "", to.name()));
        team.ref(to);
        model.life().stays(stage.step());
    }

    private void flush() {
        send("flush", () -> {
            FlushResult flush =
                    stage.requests().flush("", List.of(team.ref().name())).getFirst();
            while (!stage.isStopping() && !stage.requests().isFlushed(team.ref(), flush.upTo())) {
                stage.runtime().sleep(Duration.ofMillis(20));
            }
        });
    }

    /** Sends a change; a failure must have an excuse and leaves open whether it happened. */
    private void send(String what, Stage.Action action) {
        try {
            stage.timed(what, action);
        } catch (DatabaseException failure) {
            stage.requireExcuse(what + " of " + team.ref().name(), failure);
            throw failure;
        }
    }
}
