package io.windhover.cluster.route;

import io.windhover.cluster.call.CatalogSource;
import io.windhover.cluster.call.RoleEndpoint;
import io.windhover.cluster.call.Roles;
import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.DatabaseId;
import io.windhover.model.ErrorCode;
import io.windhover.model.FieldId;
import io.windhover.model.MemberId;
import io.windhover.model.PersistentMap;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.CollectionSettings;
import io.windhover.model.catalog.ConsistencyLevel;
import io.windhover.model.catalog.LoadState;
import io.windhover.model.catalog.ShardPlacement;
import io.windhover.model.cluster.ClusterRole;
import io.windhover.model.cluster.Member;
import io.windhover.model.cluster.Members;
import io.windhover.model.role.DataRole;
import io.windhover.model.role.QueryRole;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.schema.FieldTraits;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.simulated.SimulatedNetwork;
import io.windhover.runtime.simulated.SimulatedProcess;
import io.windhover.runtime.simulated.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Simulated processes around one that routes: its catalog and its members change when a test says so. */
final class RouteWorld implements CatalogSource {
    static final CollectionId COLLECTION = new CollectionId(7);
    static final ShardId SHARD = new ShardId(COLLECTION, 0);
    static final Duration DEADLINE = Duration.ofSeconds(10);
    static final MemberId PROXY = new MemberId("proxy");

    final SimulatedNetwork network;
    final Map<String, SimulatedProcess> processes = new LinkedHashMap<>();
    final Map<String, Optional<String>> guards = new LinkedHashMap<>();

    private final Simulation simulation;
    private final List<Member> members = new ArrayList<>();
    private Catalog catalog;

    RouteWorld(Simulation simulation, int shardCount) {
        this.simulation = simulation;
        this.network = new SimulatedNetwork(simulation);
        Collection collection = new Collection(
                COLLECTION,
                new DatabaseId(1),
                "docs",
                new Timestamp(1),
                new Collection.CollectionState.Active(),
                new CollectionSchema(
                        "",
                        List.of(new FieldSchema(
                                new FieldId(100), "id", DataType.INT64, FieldTraits.key(false), Map.of())),
                        0),
                new CollectionSettings(shardCount, ConsistencyLevel.STRONG, Map.of(), 0),
                PersistentMap.empty(),
                PersistentMap.empty(),
                PersistentMap.empty(),
                new LoadState.CollectionLoaded(1, List.of()),
                Collection.CollectionStorage.EMPTY,
                PersistentMap.empty());
        catalog = new Catalog(
                1,
                PersistentMap.empty(),
                PersistentMap.empty(),
                PersistentMap.<CollectionId, Collection>empty().with(COLLECTION, collection),
                PersistentMap.empty(),
                PersistentMap.empty(),
                PersistentMap.empty());
    }

    static List<MemberId> ids(String... names) {
        return java.util.stream.Stream.of(names).map(MemberId::new).toList();
    }

    Runtime runtime() {
        return simulation.world().runtime();
    }

    Route route() {
        RoleEndpoint nobody = new RoleEndpoint(() -> Roles.NONE, this, Optional::empty);
        return new Route(runtime(), network.of(simulation.world()), this, () -> new Members(1, members), PROXY, nobody);
    }

    /** Starts a process with these roles. */
    void start(String name, Roles roles) {
        SimulatedProcess process = simulation.process(name);
        processes.put(name, process);
        guards.put(name, Optional.empty());
        network.of(process).serve(name, new RoleEndpoint(() -> roles, this, () -> guards.get(name)));
        members.add(new Member(
                new MemberId(name),
                1,
                name,
                Set.of(roles.data().isPresent() ? ClusterRole.DATA : ClusterRole.QUERY),
                Member.DEFAULT_GROUP,
                false,
                "test"));
    }

    void startData(String name, DataRole role) {
        start(name, new Roles(Optional.empty(), Optional.of(role), Optional.empty()));
    }

    void startQuery(String name, QueryRole role) {
        start(name, new Roles(Optional.empty(), Optional.empty(), Optional.of(role)));
    }

    /** Lets the lease of a process end. */
    void leave(String name) {
        members.removeIf(member -> member.id().name().equals(name));
    }

    /** Publishes a catalog in which a shard is placed so. */
    void place(int shard, String owner, String... readers) {
        Optional<MemberId> placed = owner.isEmpty() ? Optional.empty() : Optional.of(new MemberId(owner));
        Collection before = catalog.collections().find(COLLECTION).orElseThrow();
        Collection after = new Collection(
                before.id(),
                before.database(),
                before.name(),
                before.createdAt(),
                before.state(),
                before.schema(),
                before.settings(),
                before.partitions(),
                before.partitionNames(),
                before.indexes(),
                before.load(),
                before.storage(),
                before.placements().with(shard, new ShardPlacement(placed, 0, 0, ids(readers))));
        publish(catalog.collections().with(COLLECTION, after));
    }

    /** Publishes one more version. */
    void publishNext() {
        publish(catalog.collections());
    }

    private void publish(PersistentMap<CollectionId, Collection> collections) {
        catalog = new Catalog(
                catalog.version() + 1,
                catalog.databases(),
                catalog.databaseNames(),
                collections,
                catalog.collectionNames(),
                catalog.aliases(),
                catalog.resourceGroups());
    }

    /** Does something after a while. */
    void later(long ms, Runnable action) {
        runtime().fork("later", () -> {
            runtime().sleep(Duration.ofMillis(ms));
            action.run();
        });
    }

    @Override
    public Catalog catalog() {
        return catalog;
    }

    @Override
    public Catalog awaitVersion(long atLeast, Duration timeout) {
        long endNs = simulation.nowNs() + timeout.toNanos();
        while (catalog.version() < atLeast) {
            if (simulation.nowNs() >= endNs) {
                throw new DatabaseException(ErrorCode.DEADLINE_EXCEEDED, "version " + atLeast + " is not here");
            }
            runtime().sleep(Duration.ofMillis(1));
        }
        return catalog;
    }
}
