package io.windhover.bench.ddl;

import io.windhover.bench.load.ProcessFigures;
import io.windhover.coordinator.catalog.CatalogLimits;
import io.windhover.embedded.CollectionSpec;
import io.windhover.embedded.StandaloneSettings;
import io.windhover.embedded.Windhover;
import io.windhover.proxy.request.CollectionRef;
import java.nio.file.Path;
import java.time.Duration;

/** A database in this process. */
final class EmbeddedTarget implements DdlTarget {
    private static final int DIM = 8;

    private final Path data;
    private final StandaloneSettings settings;
    private Windhover database;

    /** Opens a database that allows so many partitions a collection and in all. */
    EmbeddedTarget(Path data, int partitionsMax, int capacity) {
        this.data = data;
        StandaloneSettings standard = StandaloneSettings.STANDARD;
        CatalogLimits few = CatalogLimits.DEFAULT;
        CatalogLimits many = new CatalogLimits(
                few.databases(),
                few.collections(),
                few.collectionsPerDatabase(),
                partitionsMax,
                capacity,
                few.shards(),
                few.fields(),
                few.resourceGroups());
        this.settings = new StandaloneSettings(
                standard.coordinator().with(many),
                standard.node(),
                standard.garbage(),
                standard.limits(),
                standard.timeout(),
                standard.logs());
        this.database = Windhover.open(data, settings);
    }

    @Override
    public void createCollection(String name) {
        database.createCollection(CollectionSpec.named(name).longKey("pk").vector("vector", DIM));
    }

    @Override
    public void createPartition(String collection, String partition) {
        database.requests().createPartition(new CollectionRef(collection), partition);
    }

    @Override
    public void dropPartition(String collection, String partition) {
        database.requests().dropPartition(new CollectionRef(collection), partition);
    }

    @Override
    public int partitionCount(String collection) {
        return database.requests().listPartitions(new CollectionRef(collection)).size();
    }

    @Override
    public ProcessFigures figures() {
        return ProcessFigures.of(ProcessHandle.current().pid());
    }

    @Override
    public Duration restart() {
        database.close();
        long startedNs = System.nanoTime();
        database = Windhover.open(data, settings);
        return Duration.ofNanos(System.nanoTime() - startedNs);
    }

    @Override
    public void close() {
        database.close();
    }
}
