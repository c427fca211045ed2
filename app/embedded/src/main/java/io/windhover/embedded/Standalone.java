package io.windhover.embedded;

import io.windhover.coordinator.Coordinator;
import io.windhover.coordinator.garbage.GarbageSweep;
import io.windhover.coordinator.garbage.InUse;
import io.windhover.embedded.Wiring.Caller;
import io.windhover.model.CollectionId;
import io.windhover.model.PartitionId;
import io.windhover.model.cluster.Members;
import io.windhover.model.role.CoordinatorRole;
import io.windhover.node.Node;
import io.windhover.node.NodePorts;
import io.windhover.proxy.Requests;
import io.windhover.proxy.RoutedRequests;
import io.windhover.proxy.route.Roles;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.local.CountedDisk;
import io.windhover.runtime.local.LocalMetaStore;
import io.windhover.runtime.local.LocalObjectStore;
import io.windhover.runtime.local.LocalWal;
import io.windhover.runtime.port.Disk;
import io.windhover.runtime.port.MetaStore;
import io.windhover.runtime.port.ObjectStore;
import io.windhover.runtime.port.Wal;

/**
 * All roles of a database in one process, over any runtime and disk: the real ones in production, simulated ones in
 * simulation. Opening recovers; whatever fails on the way, what was opened is closed again.
 */
public final class Standalone implements AutoCloseable {
    static final String META_FOLDER = "meta";
    static final String WAL_FOLDER = "wal";
    static final String OBJECTS_FOLDER = "objects";

    /** What a database is kept in. */
    public record Stores(MetaStore meta, Wal wal, ObjectStore objects) {}

    private final OpenParts opened;
    private final Coordinator coordinator;
    private final Node node;
    private final Requests requests;

    private Standalone(OpenParts opened, Coordinator coordinator, Node node, Requests requests) {
        this.opened = opened;
        this.coordinator = coordinator;
        this.node = node;
        this.requests = requests;
    }

    /**
     * Opens the database on a disk; acknowledged changes of the past are there when it returns.
     *
     * @throws io.windhover.model.DatabaseException DATA_INTEGRITY naming the file that is damaged; DISK_FULL or
     *     IO_FAILED naming the file that cannot be used
     */
    public static Standalone open(Runtime runtime, Disk disk, StandaloneSettings settings) {
        return open(runtime, disk, settings, Wiring.DIRECT);
    }

    /** As above, with something between the parts. */
    public static Standalone open(Runtime runtime, Disk plainDisk, StandaloneSettings settings, Wiring wiring) {
        OpenParts opened = new OpenParts();
        return opened.orClose(() -> {
            Disk disk = new CountedDisk(plainDisk, runtime);
            MetaStore meta = opened.keep(LocalMetaStore.open(runtime, disk, META_FOLDER, settings.logs()));
            Wal wal = opened.keep(LocalWal.open(runtime, disk, WAL_FOLDER, settings.logs()));
            LocalObjectStore files = opened.keep(LocalObjectStore.open(disk, OBJECTS_FOLDER));
            opened.keep(StandaloneGauges.ofDisk(runtime.metrics(), disk, files));
            return assemble(opened, runtime, new Stores(meta, wal, files), settings, wiring);
        });
    }

    /**
     * Opens the database that is kept in stores, which stay open when it is closed. Nobody else may have it open; where
     * others could, {@code settings} name the condition under which this process is the one.
     *
     * @throws io.windhover.model.DatabaseException SERVICE_UNAVAILABLE when a store cannot be reached; DATA_INTEGRITY
     *     naming what is damaged
     */
    public static Standalone open(Runtime runtime, Stores stores, StandaloneSettings settings) {
        OpenParts opened = new OpenParts();
        return opened.orClose(() -> assemble(opened, runtime, stores, settings, Wiring.DIRECT));
    }

    private static Standalone assemble(
            OpenParts opened, Runtime runtime, Stores stores, StandaloneSettings settings, Wiring wiring) {
        MetaStore meta = wiring.meta(stores.meta());
        Wal wal = wiring.wal(stores.wal());
        ObjectStore objects = wiring.objects(stores.objects());
        Coordinator coordinator = opened.keep(Coordinator.open(runtime, meta, settings.coordinator()));
        CoordinatorRole forSweep = wiring.coordinator(Caller.SWEEP, coordinator);
        new GarbageSweep(runtime, forSweep, objects, wal, wiring.inUse(InUse.NOTHING), settings.garbage())
                .sweepAtStart();
        NodePorts ports = new NodePorts(runtime, wiring.coordinator(Caller.NODE, coordinator), wal, objects);
        Node node = opened.keep(Node.start(ports, settings.node(), wiring::tails));
        InUse held = wiring.inUse(heldBy(node));
        GarbageSweep sweep = new GarbageSweep(runtime, forSweep, objects, wal, held, settings.garbage());
        coordinator.watch(sweep);
        opened.keep(StandaloneGauges.ofRoles(runtime.metrics(), coordinator, node));
        Fiber sweeping = sweep.start();
        opened.keep(() -> {
            sweeping.cancel();
            sweeping.join();
        });
        Roles roles = new Roles(
                runtime,
                wiring.coordinator(Caller.PROXY, coordinator),
                wiring.owners(node.data()),
                wiring.readers(node.query()),
                settings.limits(),
                settings.timeout(),
                () -> Members.NONE);
        return new Standalone(opened, coordinator, node, new RoutedRequests(roles));
    }

    private static InUse heldBy(Node node) {
        return new InUse() {
            @Override
            public boolean inUse(CollectionId collection) {
                return node.holds(collection);
            }

            @Override
            public boolean inUse(CollectionId collection, PartitionId partition) {
                return false; // Its files stay readable to who has mapped them; its rows have no log of their own.
            }
        };
    }

    /** Returns the front. */
    public Requests requests() {
        return requests;
    }

    /** Returns the one who decides, for health and metrics. */
    public Coordinator coordinator() {
        return coordinator;
    }

    /** Returns the one who does, for health and metrics. */
    public Node node() {
        return node;
    }

    @Override
    public void close() {
        opened.close();
    }
}
