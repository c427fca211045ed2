package io.windhover.node;

import io.windhover.coordinator.Coordinator;
import io.windhover.coordinator.CoordinatorSettings;
import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.FieldId;
import io.windhover.model.JobId;
import io.windhover.model.MemberId;
import io.windhover.model.RequestId;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.CollectionSettings;
import io.windhover.model.catalog.ConsistencyLevel;
import io.windhover.model.catalog.Partition;
import io.windhover.model.catalog.ShardPlacement;
import io.windhover.model.cluster.Charge;
import io.windhover.model.role.Command;
import io.windhover.model.role.CommandResult;
import io.windhover.model.role.CompactionProgress;
import io.windhover.model.role.CompactionTicket;
import io.windhover.model.role.DataRole;
import io.windhover.model.role.QueryRole;
import io.windhover.model.role.RoleHealth;
import io.windhover.model.role.ShardWrite;
import io.windhover.model.role.TailReads;
import io.windhover.model.row.Column;
import io.windhover.model.row.FieldColumn;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.row.RowBatch;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.schema.FieldTraits;
import io.windhover.model.search.Guarantee;
import io.windhover.model.search.QueryPlan;
import io.windhover.model.search.ShardRows;
import io.windhover.node.data.CompactionPlanner;
import io.windhover.node.data.DataNode;
import io.windhover.node.data.DataPorts;
import io.windhover.node.data.DataSettings;
import io.windhover.node.data.FlushPlanner;
import io.windhover.node.data.WorkLimits;
import io.windhover.node.query.QueryNode;
import io.windhover.node.query.QueryPorts;
import io.windhover.node.query.QuerySettings;
import io.windhover.runtime.HybridClock;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.local.LocalMetaStore;
import io.windhover.runtime.local.LocalObjectStore;
import io.windhover.runtime.local.LocalWal;
import io.windhover.runtime.simulated.PortFaults;
import io.windhover.runtime.simulated.SimulatedDisk;
import io.windhover.runtime.simulated.SimulatedObjectStore;
import io.windhover.runtime.simulated.SimulatedProcess;
import io.windhover.runtime.simulated.SimulatedWal;
import io.windhover.runtime.simulated.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A coordinator, and members that own and read the shards of one collection "docs" on shared stores, in simulated time.
 * Shards are moved as a coordinator of a cluster moves them.
 */
final class TestCluster {
    static final int SHARDS = 2;

    private static final FieldId PK = new FieldId(100);
    private static final FieldId VECTOR = new FieldId(101);
    private static final DataSettings DATA = new DataSettings(
            FlushPlanner.Limits.STANDARD,
            4096,
            1024,
            256L << 20,
            2L << 30,
            DataSettings.Indexless.STANDARD,
            CompactionPlanner.Limits.STANDARD,
            256L << 20,
            1,
            WorkLimits.STANDARD,
            Duration.ofMillis(100),
            Duration.ofMillis(300),
            Duration.ofMillis(20),
            Duration.ofMillis(500));

    private final Simulation simulation;
    private final Runtime runtime;
    private final LocalWal wal;
    private final LocalObjectStore objects;
    private final Coordinator coordinator;
    private final Map<MemberId, TestMember> members = new TreeMap<>();
    private final List<SimulatedWal> wals = new ArrayList<>();
    private PortFaults faults = PortFaults.NONE;
    private int requests;
    private int ownersAsked;

    TestCluster(Simulation simulation, List<MemberId> names) {
        this.simulation = simulation;
        this.runtime = simulation.world().runtime();
        SimulatedDisk disk = new SimulatedDisk(simulation);
        LocalMetaStore meta = LocalMetaStore.open(runtime, disk, "meta");
        objects = LocalObjectStore.open(disk, "objects");
        wal = LocalWal.open(runtime, disk, "wal");
        coordinator = Coordinator.open(runtime, meta, CoordinatorSettings.EMBEDDED);
        submit(new Command.CreateCollection(
                "",
                "docs",
                "",
                List.of(
                        new FieldSchema(PK, "pk", DataType.INT64, FieldTraits.key(false), Map.of()),
                        new FieldSchema(VECTOR, "vec", DataType.FLOAT_VECTOR, FieldTraits.PLAIN, Map.of("dim", "1"))),
                new CollectionSettings(SHARDS, ConsistencyLevel.STRONG, Map.of(), 0)));
        Map<String, String> params = Map.of("metric_type", "L2");
        submit(new Command.CreateIndex("", "docs", "vec", "", "FLAT", params, params));
        submit(new Command.Load("", "docs", List.of(), 1, List.of()));
        names.forEach(this::start);
    }

    /** Sets what goes wrong between members and logs, and members that are started from now on and objects. */
    void faults(PortFaults newFaults) {
        faults = newFaults;
        wals.forEach(own -> own.faults(newFaults));
    }

    Runtime runtime() {
        return runtime;
    }

    Coordinator coordinator() {
        return coordinator;
    }

    List<TestMember> members() {
        return List.copyOf(members.values());
    }

    TestMember member(MemberId id) {
        return members.get(id);
    }

    Collection docs() {
        return coordinator.catalog().requireCollection("", "docs");
    }

    ShardId shard(int number) {
        return new ShardId(docs().id(), number);
    }

    /** Starts a member, anew if it was there before. */
    void start(MemberId id) {
        SimulatedProcess process = simulation.process(id.name());
        Runtime own = process.runtime();
        FollowerCatalog catalog = new FollowerCatalog(own, coordinator);
        SimulatedWal ownWal = new SimulatedWal(simulation, own, wal);
        ownWal.faults(faults);
        wals.add(ownWal);
        SimulatedObjectStore ownObjects = new SimulatedObjectStore(simulation, objects);
        ownObjects.faults(faults);
        Charge charge = Charge.of(id, () -> Optional.of(0L));
        DataNode data =
                DataNode.open(new DataPorts(own, catalog, ownWal, ownObjects, new HybridClock(own), charge), DATA);
        QueryNode query = QueryNode.open(
                new QueryPorts(own, catalog, new Owners(own, catalog), ownObjects, charge), QuerySettings.STANDARD);
        members.put(id, new TestMember(id, process, catalog, data, query));
    }

    CommandResult submit(Command command) {
        requests++;
        return coordinator.submit(command, new RequestId("test-" + requests));
    }

    /** Changes a placement and waits until every member has published it. */
    void place(int number, ShardPlacement after) {
        ShardPlacement before = docs().placement(number);
        CommandResult result =
                submit(new Command.PlaceShards(List.of(new Command.PlaceShards.Placing(shard(number), before, after))));
        for (TestMember member : members()) {
            if (member.isMember()) {
                member.catalog().awaitVersion(result.catalogVersion(), Duration.ofMinutes(1));
            }
        }
    }

    /** Gives a shard another owner: in two steps if the one before is there. */
    void move(int number, MemberId to) {
        ShardPlacement before = docs().placement(number);
        if (before.owner().filter(id -> members.get(id).isMember()).isPresent()) {
            place(number, before.ownedBy(Optional.empty()));
        }
        place(number, docs().placement(number).ownedBy(Optional.of(to)));
    }

    /** Inserts a row; the shard of a key is its rest. */
    Timestamp insert(long key) {
        int number = (int) (key % SHARDS);
        Collection docs = docs();
        RowBatch rows = new RowBatch(
                List.of(
                        new FieldColumn(PK, new Column.LongColumn(new long[] {key})),
                        new FieldColumn(VECTOR, new Column.FloatVectorColumn(new float[] {key}, 1))),
                1);
        ShardWrite write = new ShardWrite(
                shard(number),
                coordinator.catalog().version(),
                List.of(new ShardWrite.PartitionRows(
                        docs.partition(Partition.DEFAULT_NAME).orElseThrow().id(), rows)),
                Optional.empty());
        TestMember owner = owner(docs, number);
        return owner.call(runtime, () -> owner.data().append(write));
    }

    private TestMember owner(Collection docs, int number) {
        return docs.placement(number)
                .owner()
                .map(members::get)
                .orElseThrow(() -> DatabaseException.of(ErrorCode.NOT_OWNER, "shard", number));
    }

    /** Returns how often readers asked owners. */
    int ownersAsked() {
        return ownersAsked;
    }

    /** Reads all keys of a shard at a reader of it, strongly. */
    long[] keys(int number, MemberId reader) {
        return keys(number, reader, new Guarantee.Newest());
    }

    /** Reads all keys of a shard at a reader of it. */
    long[] keys(int number, MemberId reader, Guarantee guarantee) {
        Collection docs = docs();
        QueryRole.ShardRead read =
                new QueryRole.ShardRead(shard(number), coordinator.catalog().version(), guarantee, true);
        QueryPlan plan = new QueryPlan(
                docs.id(),
                docs.activePartitions().map(Partition::id).toList(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                -1,
                false,
                Timestamp.ZERO);
        TestMember member = members.get(reader);
        ShardRows rows = member.call(runtime, () -> member.query().query(read, plan));
        return ((PrimaryKeys.LongKeys) rows.keys()).values();
    }

    /** The way from a reader to the owners, by the reader's own catalog. */
    private final class Owners implements DataRole {
        private final Runtime caller;
        private final FollowerCatalog catalog;

        private Owners(Runtime caller, FollowerCatalog catalog) {
            this.caller = caller;
            this.catalog = catalog;
        }

        private TestMember of(ShardId shard) {
            Catalog now = catalog.catalog();
            return owner(now.collections().find(shard.collection()).orElseThrow(), shard.number());
        }

        @Override
        public TailReads.TailHits searchTail(TailReads.TailSearch request) {
            TestMember owner = of(request.view().shard());
            return owner.call(caller, () -> owner.data().searchTail(request));
        }

        @Override
        public TailReads.TailRows queryTail(TailReads.TailQuery request) {
            ownersAsked++;
            TestMember owner = of(request.view().shard());
            return owner.call(caller, () -> owner.data().queryTail(request));
        }

        @Override
        public void readersCover(ShardId shard, Timestamp upTo) {
            try {
                TestMember owner = of(shard);
                owner.call(caller, () -> {
                    owner.data().readersCover(shard, upTo);
                    return true;
                });
            } catch (DatabaseException nobodyThere) {
                caller.yield();
            }
        }

        @Override
        public Timestamp append(ShardWrite write) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FlushTicket flush(CollectionId collection) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isFlushed(CollectionId collection, Timestamp upTo) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<GrowingState> growing(CollectionId collection) {
            throw new UnsupportedOperationException();
        }

        @Override
        public RoleHealth roleHealth() {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompactionTicket compact(CollectionId collection) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<CompactionProgress> compaction(JobId job) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean holds(CollectionId collection) {
            throw new UnsupportedOperationException();
        }
    }
}
