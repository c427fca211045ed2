package io.windhover.bench.ddl;

import io.windhover.coordinator.Coordinator;
import io.windhover.coordinator.CoordinatorSettings;
import io.windhover.coordinator.garbage.GarbageSettings;
import io.windhover.coordinator.garbage.GarbageSweep;
import io.windhover.coordinator.garbage.InUse;
import io.windhover.model.FieldId;
import io.windhover.model.RequestId;
import io.windhover.model.catalog.CollectionSettings;
import io.windhover.model.catalog.ConsistencyLevel;
import io.windhover.model.role.Command;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.schema.FieldTraits;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.local.LocalMetaStore;
import io.windhover.runtime.local.LocalObjectStore;
import io.windhover.runtime.local.LocalWal;
import io.windhover.runtime.production.DirectoryDisk;
import io.windhover.runtime.production.ProductionRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many partitions are created and dropped each second, durably, in process, by some clients at once and beside some
 * number of other collections, while the garbage sweep takes what was dropped.
 *
 * <p>Usage: {@code PartitionRate <clients> <collections> <seconds> [folder]}
 */
public final class PartitionRate {
    private static final GarbageSettings SWEEP =
            new GarbageSettings(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofHours(1), 1_000);

    private PartitionRate() {}

    /** Runs one measurement and prints one line. */
    public static void main(String[] arguments) throws IOException {
        int clients = Integer.parseInt(arguments[0]);
        int collections = Integer.parseInt(arguments[1]);
        int seconds = Integer.parseInt(arguments[2]);
        Path parent = arguments.length > 3 ? Path.of(arguments[3]) : Path.of(System.getProperty("java.io.tmpdir"));
        Path folder = Files.createTempDirectory(parent, "partition-rate");
        try (ProductionRuntime runtime = ProductionRuntime.start(PartitionRate::failed);
                DirectoryDisk disk = DirectoryDisk.open(folder);
                LocalMetaStore meta = LocalMetaStore.open(runtime, disk, "meta");
                LocalObjectStore objects = LocalObjectStore.open(disk, "objects");
                LocalWal wal = LocalWal.open(runtime, disk, "wal");
                Coordinator coordinator = Coordinator.open(runtime, meta, CoordinatorSettings.EMBEDDED)) {
            Fiber sweep = new GarbageSweep(runtime, coordinator, objects, wal, InUse.NOTHING, SWEEP).start();
            fill(runtime, coordinator, collections);
            run(runtime, coordinator, clients, 2);
            long startNs = System.nanoTime();
            long changes = run(runtime, coordinator, clients, seconds);
            double elapsed = (System.nanoTime() - startNs) / 1e9;
            System.out.printf(
                    "clients=%d collections=%d changes/s=%.0f mean_ms=%.3f%n",
                    clients, collections, changes / elapsed, 1e3 * elapsed * clients / changes);
            sweep.cancel();
            sweep.join();
        }
    }

    private static void failed(String fiber, Throwable cause) {
        System.err.println(fiber + " failed: " + cause);
    }

    private static void fill(ProductionRuntime runtime, Coordinator coordinator, int collections) {
        List<Fiber> fibers = new ArrayList<>();
        AtomicLong next = new AtomicLong();
        for (int i = 0; i < 64; i++) {
            fibers.add(runtime.fork("fill", () -> {
                for (long c = next.getAndIncrement(); c < collections; c = next.getAndIncrement()) {
                    coordinator.submit(collection("c" + c), new RequestId("fill-" + c));
                }
            }));
        }
        fibers.forEach(Fiber::join);
    }

    private static long run(ProductionRuntime runtime, Coordinator coordinator, int clients, int seconds) {
        long endNs = System.nanoTime() + seconds * 1_000_000_000L;
        AtomicLong changes = new AtomicLong();
        List<Fiber> fibers = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            String partition = "p" + i;
            String collection = "c" + i % 8;
            String prefix = "r" + System.nanoTime() + "-" + i + "-";
            fibers.add(runtime.fork(partition, () -> {
                for (long n = 0; System.nanoTime() < endNs; n += 2) {
                    coordinator.submit(
                            new Command.CreatePartitions("", collection, partition), new RequestId(prefix + n));
                    coordinator.submit(
                            new Command.DropPartitions("", collection, partition), new RequestId(prefix + (n + 1)));
                    changes.addAndGet(2);
                }
            }));
        }
        fibers.forEach(Fiber::join);
        return changes.get();
    }

    private static Command collection(String name) {
        List<FieldSchema> fields = List.of(
                new FieldSchema(new FieldId(100), "pk", DataType.INT64, FieldTraits.key(false), Map.of()),
                new FieldSchema(
                        new FieldId(101), "vec", DataType.FLOAT_VECTOR, FieldTraits.PLAIN, Map.of("dim", "128")));
        return new Command.CreateCollection(
                "", name, "", fields, new CollectionSettings(1, ConsistencyLevel.BOUNDED, Map.of(), 0));
    }
}
