package io.windhover.embedded;

import io.windhover.coordinator.garbage.InUse;
import io.windhover.model.role.CoordinatorRole;
import io.windhover.model.role.DataRole;
import io.windhover.model.role.QueryRole;
import io.windhover.runtime.port.MetaStore;
import io.windhover.runtime.port.ObjectStore;
import io.windhover.runtime.port.Wal;

/**
 * What stands between the parts of a database in one process. In production nothing: {@link #DIRECT} hands every part on
 * as it is, once, while the database opens. Simulation puts networks that lose and double calls there, and deliberate
 * bugs. No setting leads here.
 */
public interface Wiring {
    /** Every part calls the next one directly. */
    Wiring DIRECT = new Wiring() {};

    /** Who calls the coordinator. */
    enum Caller {
        /** The front. */
        PROXY,
        /** Owners of shards and servers of reads. */
        NODE,
        /** The garbage sweep. */
        SWEEP
    }

    /** Returns what the coordinator takes for its metadata store. */
    default MetaStore meta(MetaStore behind) {
        return behind;
    }

    /** Returns what the node and the sweep take for the logs. */
    default Wal wal(Wal behind) {
        return behind;
    }

    /** Returns what the node and the sweep take for the object store. */
    default ObjectStore objects(ObjectStore behind) {
        return behind;
    }

    /** Returns what {@code caller} takes for the coordinator. */
    default CoordinatorRole coordinator(Caller caller, CoordinatorRole behind) {
        return behind;
    }

    /** Returns what the front takes for the owners of shards. */
    default DataRole owners(DataRole behind) {
        return behind;
    }

    /** Returns what the servers of reads take for the owners of shards. */
    default DataRole tails(DataRole behind) {
        return behind;
    }

    /** Returns what the front takes for the servers of reads. */
    default QueryRole readers(QueryRole behind) {
        return behind;
    }

    /** Returns what tells the sweep what is still held. */
    default InUse inUse(InUse behind) {
        return behind;
    }
}
