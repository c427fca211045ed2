package io.windhover.server.shared;

import io.windhover.cluster.ClusterProcess;
import io.windhover.cluster.ProcessSettings;
import io.windhover.cluster.call.CallCodec;
import io.windhover.cluster.late.LateObjectStore;
import io.windhover.cluster.late.LateWal;
import io.windhover.embedded.OpenParts;
import io.windhover.embedded.Standalone.Stores;
import io.windhover.embedded.StandaloneSettings;
import io.windhover.model.DatabaseException;
import io.windhover.model.cluster.Member;
import io.windhover.proxy.Requests;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.Disk;
import io.windhover.runtime.port.Network;
import io.windhover.runtime.production.DirectoryDisk;
import io.windhover.runtime.production.ProductionRuntime;
import io.windhover.server.network.GrpcNetwork;
import io.windhover.server.network.NetworkSettings;
import io.windhover.stores.etcd.EtcdMetaStore;
import io.windhover.stores.pulsar.PulsarWal;
import io.windhover.stores.s3.S3ObjectStore;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of one process in a database that is kept in etcd, Pulsar and S3: a {@link ClusterProcess} on the real services,
 * speaking gRPC with the others. Services that cannot be reached do not end it, neither at the start nor later.
 */
public final class SharedDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SharedDatabase.class);
    private static final String CACHE_FOLDER = "cache";
    private static final int IDS_AHEAD = 10_000;

    private final OpenParts opened;
    private final ClusterProcess process;

    private SharedDatabase(OpenParts opened, ClusterProcess process) {
        this.opened = opened;
        this.process = process;
    }

    /**
     * Begins to join those who share the database; returns at once.
     *
     * @param shared    where it is
     * @param cluster   what this process is
     * @param directory of this process alone, for copies of files
     * @param version   of the program
     * @throws DatabaseException DIRECTORY_IN_USE; PARAMETER_INVALID naming a TLS file that does not fit
     */
    public static SharedDatabase open(
            SharedSettings shared,
            ClusterSettings cluster,
            StandaloneSettings settings,
            Path directory,
            String version) {
        OpenParts opened = new OpenParts();
        return opened.orClose(() -> {
            Disk disk = opened.keep(DirectoryDisk.open(directory));
            ProductionRuntime runtime = opened.keep(ProductionRuntime.start((fiber, cause) ->
                    LOG.atError().setCause(cause).addKeyValue("fiber", fiber).log("fiber ended")));
            NetworkSettings plain = cluster.listenHost()
                    .map(NetworkSettings.plain()::listeningOn)
                    .orElseGet(NetworkSettings::plain);
            Network network = opened.keep(new GrpcNetwork(
                    runtime,
                    CallCodec.create(NetworkSettings.MESSAGE_BYTES_MAX),
                    cluster.tls().map(plain::with).orElse(plain)));
            ClusterProcess process = opened.keep(ClusterProcess.open(
                    runtime,
                    parts -> connect(parts, runtime, shared, disk),
                    network,
                    process(shared, cluster, settings, version)));
            opened.keep(new StandingLog(runtime, cluster.name().name(), process::standing));
            return new SharedDatabase(opened, process);
        });
    }

    private static ProcessSettings process(
            SharedSettings shared, ClusterSettings cluster, StandaloneSettings settings, String version) {
        Member self = new Member(
                cluster.name(), 0, cluster.address(), cluster.roles(), cluster.resourceGroup(), false, version);
        return new ProcessSettings(
                self, cluster.term(), cluster.drain(), shared.etcd().changesMax(), IDS_AHEAD, settings);
    }

    private static Stores connect(OpenParts parts, Runtime runtime, SharedSettings shared, Disk disk) {
        return new Stores(
                parts.keep(EtcdMetaStore.open(runtime, shared.etcd())),
                parts.keep(new LateWal(runtime, () -> PulsarWal.open(runtime, shared.pulsar()))),
                parts.keep(new LateObjectStore(runtime, () -> S3ObjectStore.open(shared.s3(), disk, CACHE_FOLDER))));
    }

    /** Tells whether this process may answer at the moment. */
    public boolean isServing() {
        return process.isServing();
    }

    /** Tells whether this process decides at the moment. */
    public boolean leads() {
        return process.leads();
    }

    /** Returns what answers requests, or says why it cannot. */
    public Requests requests() {
        return process.requests();
    }

    /** Returns the ground it runs on. */
    public Runtime runtime() {
        return process.runtime();
    }

    /** Lets others take over what this process has, then leaves. */
    @Override
    public void close() {
        opened.close();
    }
}
