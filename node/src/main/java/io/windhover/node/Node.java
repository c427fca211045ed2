package io.windhover.node;

import io.windhover.model.CollectionId;
import io.windhover.model.SegmentId;
import io.windhover.model.role.DataRole;
import io.windhover.model.role.QueryRole;
import io.windhover.node.data.DataNode;
import io.windhover.node.data.DataPorts;
import io.windhover.node.query.QueryNode;
import io.windhover.node.query.QueryPorts;
import io.windhover.runtime.HybridClock;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A process that both owns shards and serves reads: everything of a database but the coordinator and the proxy. When
 * {@link #start} returns, every acknowledged change of the past is there again.
 */
public final class Node implements AutoCloseable {
    private final DataNode data;
    private final QueryNode query;

    private Node(DataNode data, QueryNode query) {
        this.data = data;
        this.query = query;
    }

    /**
     * Takes over all logs, replays them and starts to serve.
     *
     * @throws io.windhover.model.DatabaseException what the coordinator or the log throws when they cannot be reached;
     *     DATA_INTEGRITY when a log is damaged
     */
    public static Node start(NodePorts ports, NodeSettings settings) {
        return start(ports, settings, UnaryOperator.identity());
    }

    /** As above; reads reach the owners of shards through what {@code tails} makes of them. */
    public static Node start(NodePorts ports, NodeSettings settings, UnaryOperator<DataRole> tails) {
        HybridClock clock = new HybridClock(ports.runtime());
        DataPorts dataPorts = new DataPorts(
                ports.runtime(), ports.coordinator(), ports.wal(), ports.objects(), clock, ports.charge());
        DataNode data = DataNode.open(dataPorts, settings.data());
        QueryPorts queryPorts = new QueryPorts(
                ports.runtime(), ports.coordinator(), tails.apply(data), ports.objects(), ports.charge());
        return new Node(data, QueryNode.open(queryPorts, settings.query()));
    }

    /** Returns the owner of shards. */
    public DataRole data() {
        return data;
    }

    /** Returns the server of reads. */
    public QueryRole query() {
        return query;
    }

    /** Returns what could not be flushed, indexed or compacted and why, one line each; empty when all is well. */
    public List<String> careFailures() {
        return data.roleHealth().reasons();
    }

    /** Returns sums over the shards that are open here. */
    public DataNode.Totals dataTotals() {
        return data.totals();
    }

    /** Returns the work on segments that is to be done here. */
    public DataNode.Backlog dataBacklog() {
        return data.backlog();
    }

    /** Returns the segments that are being rewritten here. */
    public List<SegmentId> rewriting() {
        return data.rewriting();
    }

    /** Returns sums over the views that are served here. */
    public QueryNode.Totals queryTotals() {
        return query.totals();
    }

    /** Tells whether something of a dropped collection is still held here: its log, or a view that a read uses. */
    public boolean holds(CollectionId collection) {
        return data.holds(collection) || query.holds(collection);
    }

    /** Ends all fibers and gives everything back; what was acknowledged is in the log or in files. */
    @Override
    public void close() {
        query.close();
        data.close();
    }
}
