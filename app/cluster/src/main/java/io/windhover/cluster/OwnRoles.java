package io.windhover.cluster;

import io.windhover.cluster.call.Roles;
import io.windhover.embedded.OpenParts;
import io.windhover.embedded.Standalone.Stores;
import io.windhover.model.ShardId;
import io.windhover.model.cluster.Charge;
import io.windhover.model.cluster.ClusterRole;
import io.windhover.model.role.CoordinatorRole;
import io.windhover.model.role.DataRole;
import io.windhover.model.role.RoleHealth;
import io.windhover.node.data.DataNode;
import io.windhover.node.data.DataPorts;
import io.windhover.node.query.QueryNode;
import io.windhover.node.query.QueryPorts;
import io.windhover.runtime.HybridClock;
import io.windhover.runtime.Runtime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** The roles of one process: what it does itself. */
final class OwnRoles implements AutoCloseable {
    private final Runtime runtime;
    private final Stores stores;
    private final ProcessSettings settings;
    private final CoordinatorRole coordinator;
    private final OpenParts opened = new OpenParts();
    private volatile Optional<LeaderSeat> seat = Optional.empty();
    private volatile Optional<DataNode> data = Optional.empty();
    private volatile Optional<QueryNode> query = Optional.empty();

    OwnRoles(Runtime runtime, Stores stores, ProcessSettings settings, CoordinatorRole coordinator) {
        this.runtime = runtime;
        this.stores = stores;
        this.settings = settings;
        this.coordinator = coordinator;
    }

    /** Starts what the catalog places shards on. */
    void open(DataRole owners, Charge charge) {
        if (settings.is(ClusterRole.DATA)) {
            DataPorts ports = new DataPorts(
                    runtime, coordinator, stores.wal(), stores.objects(), new HybridClock(runtime), charge);
            data = Optional.of(
                    opened.keep(DataNode.open(ports, settings.database().node().data())));
        }
        if (settings.is(ClusterRole.QUERY)) {
            QueryPorts ports = new QueryPorts(runtime, coordinator, owners, stores.objects(), charge);
            query = Optional.of(
                    opened.keep(QueryNode.open(ports, settings.database().node().query())));
        }
    }

    /** Makes this process one that leads or stands by. */
    void sit(LeaderSeat newSeat) {
        seat = Optional.of(opened.keep(newSeat));
    }

    /** Returns what this process is at the moment. */
    Roles now() {
        return new Roles(seat.flatMap(LeaderSeat::coordinator), data.map(node -> node), query.map(node -> node));
    }

    /** Returns under which claim this process leads; empty while it does not. */
    Optional<Long> leadsSince() {
        return seat.flatMap(LeaderSeat::leadsSince);
    }

    /** Returns the shards whose logs are open here, with their tenures. */
    SortedMap<ShardId, Long> openShards() {
        return data.map(DataNode::openShards).orElseGet(Collections::emptySortedMap);
    }

    /** Returns the health of each; never waits. */
    List<RoleHealth> health() {
        List<RoleHealth> all = new ArrayList<>();
        seat.ifPresent(held -> all.add(held.roleHealth()));
        data.ifPresent(node -> all.add(node.roleHealth()));
        query.ifPresent(node -> all.add(node.roleHealth()));
        return all;
    }

    @Override
    public void close() {
        opened.close();
    }
}
