package io.windhover.simulation.database;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.catalog.ConsistencyLevel;
import io.windhover.model.catalog.Partition;
import io.windhover.model.row.Column;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.CreateCollection;
import io.windhover.proxy.request.CreateIndex;
import io.windhover.proxy.request.IndexDescription;
import io.windhover.proxy.request.LoadRequest;
import io.windhover.proxy.request.LoadStatus;
import io.windhover.proxy.request.QueryRequest;
import io.windhover.proxy.request.QueryResult;
import io.windhover.proxy.request.ReadConsistency;
import io.windhover.simulation.BrokenPromiseException;
import io.windhover.simulation.linear.Call;
import io.windhover.simulation.names.AliasMoves;
import io.windhover.simulation.names.CollectionNames;
import io.windhover.simulation.names.IndexNames;
import io.windhover.simulation.names.NameAnswer;
import io.windhover.simulation.names.NameCall;
import io.windhover.simulation.names.NameCall.Verb;
import io.windhover.simulation.names.NameState;
import io.windhover.simulation.names.PartitionNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Names that several clients create, change and drop beside each other, so that nobody knows what is behind them: what
 * the clients are told must be what one client after another could have been told. Two collections stay from the first
 * start to the end, each with one row that tells which it is; an alias always stands for one of them.
 */
final class Shared {
    static final int PARTITIONS = 2;
    static final int COLLECTIONS = 3;
    static final List<String> INDEX_TYPES = List.of("BITMAP", "INVERTED");

    private static final List<CollectionRef> LASTING =
            List.of(new CollectionRef("lasting_0"), new CollectionRef("lasting_1"));
    private static final CollectionRef MOVING_ALIAS = new CollectionRef("moving_alias");
    private static final String NAMES_ALIAS = "names_alias";
    private static final String VECTOR_INDEX = "FLAT";

    private final Stage stage;
    private final boolean releases;
    private final Watched<NameState> partitions =
            new Watched<>("shared partitions", new PartitionNames(), NameState.empty(PARTITIONS, 0));
    private final Watched<NameState> index = new Watched<>("the shared index", new IndexNames(), NameState.empty(1, 0));
    private final Watched<NameState> collections =
            new Watched<>("shared collections", new CollectionNames(), NameState.empty(COLLECTIONS, 1));
    private final Watched<Integer> alias = new Watched<>("the moving alias", new AliasMoves(), 0);
    private final List<Long> lastingIds = new ArrayList<>();

    /**
     * Prepares the names.
     *
     * @param releases whether partitions are released when they are looked at: whether they are loaded is not shown, and
     *     many requests that change it are never answered
     */
    Shared(Stage stage, boolean releases) {
        this.stage = stage;
        this.releases = releases;
    }

    private void setUp() {
        for (CollectionRef ref : LASTING) {
            create(ref);
            stage.requests().createIndex(index(ref, Batch.VECTOR, VECTOR_INDEX));
            PartitionModel partition = new PartitionModel(Partition.DEFAULT_NAME, new Life());
            Row row = new Row(1, lastingIds.size(), partition);
            stage.requests().insert(Batch.request(ref, partition.name(), List.of(row)));
            stage.requests().load(new LoadRequest(ref, List.of(), 1, List.of()));
            lastingIds.add(
                    stage.requests().describeCollection(ref).collection().id().value());
        }
        stage.requests().createAlias(LASTING.getFirst(), MOVING_ALIAS.name());
    }

    private void create(CollectionRef ref) {
        stage.requests()
                .createCollection(new CreateCollection(
                        ref, "", Batch.fields(), false, 1, ConsistencyLevel.BOUNDED, new LinkedHashMap<>(), 0));
    }

    private static CreateIndex index(CollectionRef ref, String field, String type) {
        Map<String, String> params = new LinkedHashMap<>();
        params.put("index_type", type);
        if (field.equals(Batch.VECTOR)) {
            params.put("metric_type", "L2");
        }
        return new CreateIndex(ref, field, "", params);
    }

    /**
     * Looks at everything while nobody changes it, and checks all calls since it was looked at last; creates what lasts
     * the first time.
     */
    void audit() {
        if (lastingIds.isEmpty()) {
            setUp();
        }
        List.of(partitions, index, collections, alias)
                .forEach(object -> object.history().close(stage.step()));
        for (CollectionRef ref : LASTING) {
            while (!(stage.requests().loadStatus(ref, List.of()) instanceof LoadStatus.Loaded)) {
                stage.runtime().sleep(Duration.ofMillis(20));
            }
        }
        partition(NameCall.of(Verb.LIST, 0));
        for (int name = 0; releases && name < PARTITIONS; name++) {
            partition(NameCall.of(Verb.RELEASE, name));
        }
        index(NameCall.of(Verb.DESCRIBE, 0));
        for (int name = 0; name < COLLECTIONS; name++) {
            collection(NameCall.of(Verb.DESCRIBE, name));
        }
        collection(NameCall.of(Verb.DESCRIBE_ALIAS, 0));
        movingAlias(NameCall.of(Verb.READ_ALIAS, 0));
        List.of(partitions, index, collections, alias).forEach(object -> object.settle(stage.tally()));
    }

    /** Drops everything. */
    void tearDown() {
        stage.requests().dropAlias("", MOVING_ALIAS.name());
        stage.requests().dropAlias("", NAMES_ALIAS);
        for (int name = 0; name < COLLECTIONS; name++) {
            stage.requests().dropCollection(collectionRef(name));
        }
        LASTING.forEach(stage.requests()::dropCollection);
    }

    /** Sends a request about the partitions of the first lasting collection. */
    void partition(NameCall call) {
        CollectionRef ref = LASTING.getFirst();
        String name = partitionName(call.name());
        ask(partitions, call, () -> switch (call.verb()) {
            case CREATE -> ok(() -> stage.requests().createPartition(ref, name));
            case DROP -> ok(() -> stage.requests().dropPartition(ref, name));
            case HAS -> NameAnswer.is(stage.requests().hasPartition(ref, name));
            case LOAD -> ok(() -> stage.requests().load(new LoadRequest(ref, List.of(name), 1, List.of())));
            case RELEASE -> ok(() -> stage.requests().release(ref, List.of(name)));
            case LIST -> NameAnswer.shows("OK", partitionIds(ref));
            default -> throw new IllegalArgumentException("no partition takes " + call);
        });
    }

    private static String partitionName(int number) {
        return "shared_" + number;
    }

    private List<Long> partitionIds(CollectionRef ref) {
        Map<String, Long> ids = new LinkedHashMap<>();
        for (Partition partition : stage.requests().listPartitions(ref)) {
            ids.put(partition.name(), partition.id().value());
        }
        List<Long> shown = new ArrayList<>();
        for (int name = 0; name < PARTITIONS; name++) {
            shown.add(ids.getOrDefault(partitionName(name), 0L));
        }
        return shown;
    }

    /** Sends a request about the scalar index of the second lasting collection. */
    void index(NameCall call) {
        CollectionRef ref = LASTING.getLast();
        ask(index, call, () -> switch (call.verb()) {
            case CREATE -> ok(() -> stage.requests().createIndex(index(ref, Batch.TAG, call.kind())));
            case DROP -> ok(() -> stage.requests().dropIndex(ref, Batch.TAG, ""));
            case DESCRIBE -> {
                IndexDescription shown =
                        stage.requests().describeIndexes(ref, Batch.TAG, "").getFirst();
                yield NameAnswer.shows(
                        shown.index().indexType(), List.of(shown.index().id().value()));
            }
            default -> throw new IllegalArgumentException("no index takes " + call);
        });
    }

    /** Sends a request about collections that come and go, or about the alias of one of them. */
    void collection(NameCall call) {
        CollectionRef ref = collectionRef(call.name());
        CollectionRef other = collectionRef(call.other());
        ask(collections, call, () -> switch (call.verb()) {
            case CREATE -> ok(() -> create(ref));
            case DROP -> ok(() -> stage.requests().dropCollection(ref));
            case HAS -> NameAnswer.is(stage.requests().hasCollection(ref));
            case RENAME -> ok(() -> stage.requests().renameCollection(ref, "", other.name()));
            case DESCRIBE -> NameAnswer.shows("OK", List.of(id(ref)));
            case CREATE_ALIAS -> ok(() -> stage.requests().createAlias(other, NAMES_ALIAS));
            case ALTER_ALIAS -> ok(() -> stage.requests().alterAlias(other, NAMES_ALIAS));
            case DROP_ALIAS -> ok(() -> stage.requests().dropAlias("", NAMES_ALIAS));
            case DESCRIBE_ALIAS -> NameAnswer.shows("OK", List.of(aliasId(NAMES_ALIAS)));
            default -> throw new IllegalArgumentException("no collection takes " + call);
        });
    }

    private static CollectionRef collectionRef(int number) {
        return new CollectionRef("shared_" + number);
    }

    private long id(CollectionRef ref) {
        return stage.requests().describeCollection(ref).collection().id().value();
    }

    private long aliasId(String name) {
        return stage.requests().describeAlias("", name).collection().id().value();
    }

    /** Sends a request about the alias that stands for one of the lasting collections, or reads through it. */
    void movingAlias(NameCall call) {
        ask(alias, call, () -> switch (call.verb()) {
            case ALTER_ALIAS -> ok(() -> stage.requests().alterAlias(LASTING.get(call.other()), MOVING_ALIAS.name()));
            case DESCRIBE_ALIAS -> AliasMoves.met(lastingIds.indexOf(aliasId(MOVING_ALIAS.name())));
            case READ_ALIAS -> AliasMoves.met(rowThroughAlias());
            default -> throw new IllegalArgumentException("the moving alias takes no " + call);
        });
    }

    /** Returns the number of the collection whose row is read. */
    private int rowThroughAlias() {
        QueryResult result = stage.requests()
                .query(new QueryRequest(
                        MOVING_ALIAS,
                        List.of(Partition.DEFAULT_NAME),
                        Batch.KEY + " == 1",
                        new LinkedHashMap<>(),
                        Optional.empty(),
                        List.of(Batch.VERSION),
                        -1,
                        0,
                        ReadConsistency.STRONG));
        long[] versions = result.columns().stream()
                .filter(column -> column.name().equals(Batch.VERSION))
                .map(column -> ((Column.LongColumn) column.column()).values())
                .findFirst()
                .orElseThrow();
        BrokenPromiseException.unless(versions.length == 1, "a read through an alias found %s rows", versions.length);
        return (int) versions[0];
    }

    private static NameAnswer ok(Runnable request) {
        request.run();
        return NameAnswer.OK;
    }

    private void ask(Watched<?> object, NameCall call, Supplier<NameAnswer> request) {
        Call<NameCall, NameAnswer> pending = object.history().begins(call, stage.step());
        try {
            NameAnswer[] told = new NameAnswer[1];
            stage.timed(
                    "shared_" + call.verb().name().toLowerCase(java.util.Locale.ROOT), () -> told[0] = request.get());
            object.history().answered(pending, told[0], stage.step());
        } catch (DatabaseException failure) {
            if (failure.code().blame() == ErrorCode.Blame.USER) {
                object.history().answered(pending, NameAnswer.refused(failure.code()), stage.step());
            } else {
                stage.requireExcuse(call + " of " + object.what(), failure);
            }
        }
    }
}
