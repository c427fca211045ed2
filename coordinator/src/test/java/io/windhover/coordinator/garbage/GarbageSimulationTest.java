package io.windhover.coordinator.garbage;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.coordinator.Coordinator;
import io.windhover.coordinator.CoordinatorSettings;
import io.windhover.coordinator.Samples;
import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode.Retry;
import io.windhover.model.PartitionId;
import io.windhover.model.RequestId;
import io.windhover.model.SegmentId;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.SegmentEntry;
import io.windhover.model.catalog.ShardCheckpoint;
import io.windhover.model.catalog.StorageNames;
import io.windhover.model.catalog.StoredFile;
import io.windhover.model.role.Command;
import io.windhover.model.role.CommandResult;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.Promise;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.TaskScope;
import io.windhover.runtime.local.LocalMetaStore;
import io.windhover.runtime.local.LocalObjectStore;
import io.windhover.runtime.local.LocalWal;
import io.windhover.runtime.port.ObjectStore.ObjectMeta;
import io.windhover.runtime.port.ObjectStore.ObjectWriter;
import io.windhover.runtime.simulated.PortFaults;
import io.windhover.runtime.simulated.SimulatedDisk;
import io.windhover.runtime.simulated.SimulatedMetaStore;
import io.windhover.runtime.simulated.SimulatedObjectStore;
import io.windhover.runtime.simulated.SimulatedProcess;
import io.windhover.runtime.simulated.SimulatedWal;
import io.windhover.runtime.simulated.Simulation;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Collections and partitions are filled and dropped while the sweeping coordinator is killed again and again. */
class GarbageSimulationTest {
    private static final GarbageSettings SETTINGS =
            new GarbageSettings(Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofSeconds(20), 2);

    static LongStream seeds() {
        Long only = Long.getLong("seed");
        return only != null ? LongStream.of(only) : LongStream.range(0, 25);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everythingIsGivenBackAndNothingThatIsNamed(long seed) {
        // Goal: P5 through crashes, and no committed file lost. Method: at every moment each named file exists; in the
        // end exactly the named files and the logs of what lives exist. Replay one seed with -Dseed=n.
        System.out.println("seed " + seed);
        Simulation.run(seed, Duration.ofHours(1), simulation -> new Story(simulation).run());
    }

    private static final class Story {
        private final Simulation simulation;
        private final Runtime runtime;
        private final LocalMetaStore localMeta;
        private final LocalObjectStore localObjects;
        private final LocalWal localWal;
        private final SimulatedMetaStore meta;
        private final SimulatedObjectStore objects;
        private final SimulatedWal wal;
        private SimulatedProcess process;
        private Coordinator coordinator;
        private int requests;
        private long segments;

        Story(Simulation simulation) {
            this.simulation = simulation;
            this.runtime = simulation.world().runtime();
            SimulatedDisk disk = new SimulatedDisk(simulation);
            localMeta = LocalMetaStore.open(runtime, disk, "meta");
            localObjects = LocalObjectStore.open(disk, "objects");
            localWal = LocalWal.open(runtime, disk, "wal");
            meta = new SimulatedMetaStore(simulation, localMeta);
            objects = new SimulatedObjectStore(simulation, localObjects);
            wal = new SimulatedWal(simulation, runtime, localWal);
        }

        void run() {
            restart();
            faults(new PortFaults(2_000_000, 30, 30));
            Fiber killer = runtime.fork("killer", () -> {
                for (int i = 0; i < 8; i++) {
                    runtime.sleep(Duration.ofMillis(20 + runtime.random(300)));
                    restart();
                }
            });
            for (int round = 0; round < 6; round++) {
                fill("c" + round % 2);
                call(new Command.DropPartitions("", "c" + round % 2, "p"));
                if (runtime.random(2) == 0) {
                    call(new Command.DropCollection("", "c" + round % 2));
                }
                checkNamedFilesExist();
            }
            killer.join();
            faults(PortFaults.NONE);
            checkInTheEnd();
            process.kill();
            localMeta.close();
            localObjects.close();
            localWal.close();
        }

        private void faults(PortFaults faults) {
            meta.faults(faults);
            objects.faults(faults);
            wal.faults(faults);
        }

        private void restart() {
            if (process != null) {
                process.kill();
            }
            process = simulation.process("coordinator");
            coordinator = repeat(() -> Coordinator.open(process.runtime(), meta, CoordinatorSettings.EMBEDDED));
            new GarbageSweep(process.runtime(), coordinator, objects, wal, InUse.NOTHING, SETTINGS).start();
        }

        private void fill(String name) {
            call(Samples.create(name));
            call(Samples.partition(name, "p"));
            Catalog catalog = coordinator.catalog();
            CollectionId collection = catalog.requireCollection("", name).id();
            PartitionId dropped = catalog.requireCollection("", name)
                    .partition("p")
                    .orElseThrow()
                    .id();
            PartitionId stays = catalog.requireCollection("", name)
                    .partition("_default")
                    .orElseThrow()
                    .id();
            for (int i = 0; i < 3; i++) {
                flush(collection, dropped);
                flush(collection, stays);
            }
        }

        private void flush(CollectionId collection, PartitionId partition) {
            SegmentEntry entry = Samples.segment(collection.value(), partition.value(), ++segments);
            write(StorageNames.segment(collection, new SegmentId(segments), 99));
            write(entry.data().name());
            ShardCheckpoint checkpoint = new ShardCheckpoint(segments, new Timestamp(segments));
            call(new Command.SegmentsFlushed(entry.shard(), List.of(entry), Optional.empty(), checkpoint));
        }

        private void write(String name) {
            try (ObjectWriter writer = localObjects.create(name)) {
                writer.write(MemorySegment.ofArray(new byte[10]));
                writer.commit();
            }
        }

        private void checkNamedFilesExist() {
            assertThat(existing()).containsAll(named(coordinator.catalog()));
        }

        private void checkInTheEnd() {
            runtime.sleep(Duration.ofSeconds(60));
            Catalog catalog = coordinator.catalog();
            assertThat(existing()).isEqualTo(named(catalog));
            assertThat(catalog.collections().values())
                    .allMatch(c -> c.isActive()
                            && c.partitions().size() == c.partitionNames().size());
            assertThat(localWal.logs().stream().map(StorageNames::shardOfLog).flatMap(Optional::stream))
                    .map(ShardId::collection)
                    .allMatch(id -> catalog.collections().contains(id));
        }

        private TreeSet<String> existing() {
            TreeSet<String> names = new TreeSet<>();
            localObjects.list("").stream().map(ObjectMeta::name).forEach(names::add);
            return names;
        }

        private static TreeSet<String> named(Catalog catalog) {
            TreeSet<String> names = new TreeSet<>();
            catalog.collections()
                    .values()
                    .flatMap(c -> c.storage().segments().values())
                    .map(SegmentEntry::data)
                    .map(StoredFile::name)
                    .forEach(names::add);
            return names;
        }

        private CommandResult call(Command command) {
            RequestId request = new RequestId("r" + requests++);
            return repeat(() -> {
                Coordinator target = coordinator;
                try (TaskScope scope = runtime.scope("call", Duration.ofSeconds(2))) {
                    Promise<CommandResult> answer = scope.fork("call", () -> target.submit(command, request));
                    scope.join();
                    return answer.await();
                }
            });
        }

        private <T> T repeat(java.util.function.Supplier<T> action) {
            while (true) {
                try {
                    return action.get();
                } catch (DatabaseException failure) {
                    if (failure.code().retry() != Retry.LATER) {
                        throw failure;
                    }
                    runtime.sleep(Duration.ofMillis(20));
                }
            }
        }
    }
}
