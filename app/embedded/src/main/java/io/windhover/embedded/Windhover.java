package io.windhover.embedded;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.proxy.Requests;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.Disk;
import io.windhover.runtime.production.DirectoryDisk;
import io.windhover.runtime.production.ProductionRuntime;
import java.nio.file.Path;
import java.util.ServiceLoader;

/**
 * A vector database in this process, in one directory that nobody else has open:
 *
 * <pre>{@code
 * try (Windhover db = Windhover.open(Path.of("data"))) {
 *     db.createCollection(CollectionSpec.named("docs").longKey("id").vector("embedding", 384).text("title", 200));
 *     CollectionHandle docs = db.collection("docs");
 *     docs.createIndex("embedding", "HNSW", Map.of("metric_type", "COSINE"));
 *     docs.load();
 *     docs.insert(List.of(Map.of("id", 1L, "embedding", vector, "title", "kestrel")));
 *     List<Hit> hits = docs.search("embedding", query, 10, "title like \"k%\"", "title");
 * }
 * }</pre>
 *
 * Safe for any number of threads. No port is opened.
 */
public final class Windhover implements AutoCloseable {
    private final ProductionRuntime runtime;
    private final Disk disk;
    private final Standalone standalone;

    private Windhover(ProductionRuntime runtime, Disk disk, Standalone standalone) {
        this.runtime = runtime;
        this.disk = disk;
        this.standalone = standalone;
    }

    /**
     * Opens or creates a database.
     *
     * @throws io.windhover.model.DatabaseException DIRECTORY_IN_USE when somebody has it open; DATA_INTEGRITY naming a
     *     damaged file; IO_FAILED when the directory cannot be used
     */
    public static Windhover open(Path directory) {
        return open(directory, StandaloneSettings.STANDARD);
    }

    /** Opens or creates a database with settings of its own. */
    public static Windhover open(Path directory, StandaloneSettings settings) {
        System.Logger log = System.getLogger(Windhover.class.getName());
        DirectoryDisk disk = DirectoryDisk.open(directory);
        ProductionRuntime runtime = ProductionRuntime.start(
                (fiber, cause) -> log.log(System.Logger.Level.ERROR, "fiber " + fiber + " ended", cause));
        try {
            Standalone standalone = Standalone.open(runtime, disk, settings);
            runtime.fork("health log", new HealthLog(runtime, standalone.requests()::health, log::log)::run);
            return new Windhover(runtime, disk, standalone);
        } catch (RuntimeException | Error e) {
            runtime.close();
            disk.close();
            throw e;
        }
    }

    /** Creates a collection. */
    public void createCollection(CollectionSpec spec) {
        requests().createCollection(spec.request());
    }

    /** Tells whether a collection exists. */
    public boolean hasCollection(String name) {
        return requests().hasCollection(new CollectionRef(name));
    }

    /** Removes all rows of a collection at once; its partitions, indexes and what is loaded stay. */
    public void truncateCollection(String name) {
        requests().truncateCollection(new CollectionRef(name));
    }

    /** Drops a collection; an absent one is fine. */
    public void dropCollection(String name) {
        requests().dropCollection(new CollectionRef(name));
    }

    /** Returns one collection of the default database; whether it exists is told when it is used. */
    public CollectionHandle collection(String name) {
        return new CollectionHandle(requests(), runtime, name);
    }

    /** Returns the whole typed API, in columns. */
    public Requests requests() {
        return standalone.requests();
    }

    /**
     * Opens a loopback port for Milvus clients of this process's neighbours, such as the Milvus Java SDK. Close it before
     * the database.
     *
     * @throws DatabaseException OPERATION_NOT_SUPPORTED when windhover-server is not on the class path
     */
    public Endpoint openEndpoint() {
        return ServiceLoader.load(EndpointProvider.class)
                .findFirst()
                .orElseThrow(() -> new DatabaseException(
                        ErrorCode.OPERATION_NOT_SUPPORTED,
                        "an endpoint needs windhover-server on the class path: unsupported operation"))
                .open(requests(), runtime.metrics());
    }

    /** Returns the parts, for health and metrics. */
    public Standalone standalone() {
        return standalone;
    }

    /** Returns the ground it runs on. */
    public Runtime runtime() {
        return runtime;
    }

    /** Ends everything and gives the directory free; what was acknowledged is durable already. */
    @Override
    public void close() {
        try {
            standalone.close();
        } finally {
            runtime.close();
            disk.close();
        }
    }
}
