package io.windhover.simulation.database;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.catalog.ConsistencyLevel;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.CreateCollection;
import io.windhover.proxy.request.CreateIndex;
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
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Stage stage;
    private final Team team;
    private final PartitionDefiner partitions;

    Definer(Stage stage, Team team) {
        this.stage = stage;
        this.team = team;
        this.partitions = new PartitionDefiner(stage, team, 0);
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
            case 1, 2, 3, 4, 5, 6 -> partitions.step(model);
            case 7 -> rebuildVectorIndex(model);
            case 8, 9 -> changeScalarIndex(model);
            case 10 -> rename(model);
            default -> partitions.flush(model);
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

    private void rebuildVectorIndex(CollectionModel model) {
        model.serving().changes();
        while (!team.isWithoutPartitionWork()) {
            stage.pause();
        }
        send("release", () -> stage.requests().release(team.ref(), List.of()));
        send("drop_index", () -> stage.requests().dropIndex(team.ref(), Batch.VECTOR, ""), ErrorCode.INDEX_NOT_FOUND);
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
            send("drop_index", () -> stage.requests().dropIndex(team.ref(), field, ""), ErrorCode.INDEX_NOT_FOUND);
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
        send(
                "rename",
                () -> stage.requests().renameCollection(team.ref(), "", to.name()),
                ErrorCode.COLLECTION_NOT_FOUND,
                ErrorCode.PARAMETER_INVALID);
        team.ref(to);
        model.life().stays(stage.step());
    }

    /**
     * Sends a change; a failure must have an excuse. While asking again can help, it is asked again; a change that was
     * done by an attempt without an answer is answered with {@code done}, which is fine then.
     */
    private void send(String what, Stage.Action action, ErrorCode... done) {
        long untilNs = stage.runtime().monotonicNs() + PATIENCE.toNanos();
        boolean repeated = false;
        while (true) {
            try {
                stage.timed(what, action);
                return;
            } catch (DatabaseException failure) {
                if (repeated && List.of(done).contains(failure.code())) {
                    return;
                }
                stage.requireExcuse(what + " of " + team.ref().name(), failure);
                if (stage.isStopping()) {
                    throw failure;
                }
                boolean late = stage.runtime().monotonicNs() > untilNs;
                BrokenPromiseException.unless(!late, "%s is not answered for %s: %s", what, PATIENCE, failure);
                stage.tally().count("repeated");
                repeated = true;
                stage.pause();
            }
        }
    }
}
