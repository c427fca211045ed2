package io.windhover.runtime.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.Disk;
import io.windhover.runtime.port.MetaStore.Change.Put;
import io.windhover.runtime.port.Wal;
import io.windhover.runtime.simulated.SimulatedDisk;
import io.windhover.runtime.simulated.Simulation;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goal: durable bytes that went bad are named, never served and never silently cut; only the end of the last file may
 * be torn. Method: bits flipped and files removed on a simulated disk between two openings.
 */
@Timeout(120)
class DamageTest {
    private static final Duration LONG = Duration.ofHours(1);

    private static Optional<DatabaseException> failure(Runnable action) {
        try {
            action.run();
            return Optional.empty();
        } catch (DatabaseException cause) {
            return Optional.of(cause);
        }
    }

    private static void write(Runtime runtime, Disk disk, int records) {
        try (LocalWal wal = LocalWal.open(runtime, disk, "wal", new LogOptions(8 << 10, 1 << 10))) {
            Wal.Writer writer = wal.openWriter("log", 1);
            for (int i = 0; i < records; i++) {
                writer.append(List.of(MemorySegment.ofArray(new byte[200])));
            }
        }
    }

    private static int count(Wal wal) {
        int count = 0;
        try (Wal.Reader reader = wal.read("log", Wal.Position.START)) {
            while (reader.next().isPresent()) {
                count++;
            }
        }
        return count;
    }

    @Test
    void flippedBitBeforeTheLastRecordIsNamedWithItsFileAndOffset() {
        for (long seed = 0; seed < 300; seed++) {
            Simulation.run(seed, LONG, simulation -> {
                Runtime runtime = simulation.world().runtime();
                SimulatedDisk disk = new SimulatedDisk(simulation);
                write(runtime, disk, 100);
                SplittableRandom chance = simulation.chance("flip");
                List<Disk.FileMeta> files = disk.list("wal");
                Disk.FileMeta file = files.get(chance.nextInt(files.size()));
                boolean last = file.equals(files.getLast());
                // The last record of the last file can not be told from one that was never acknowledged.
                long end = last ? file.bytes() - 1500 : file.bytes();
                if (end <= 0) {
                    return;
                }
                disk.flip(file.name(), chance.nextLong(end * 8));
                Optional<DatabaseException> failure = failure(() -> {
                    try (LocalWal wal = LocalWal.open(runtime, disk, "wal")) {
                        assertThat(count(wal)).isEqualTo(100);
                    }
                });
                failure.ifPresent(cause -> {
                    assertThat(cause.code()).isEqualTo(ErrorCode.DATA_INTEGRITY);
                    assertThat(cause).hasMessageContaining("wal/");
                });
            });
        }
    }

    @Test
    void missingFileIsNoticed() {
        Simulation.run(1, LONG, simulation -> {
            Runtime runtime = simulation.world().runtime();
            SimulatedDisk disk = new SimulatedDisk(simulation);
            write(runtime, disk, 100);
            disk.delete(disk.list("wal").get(1).name());
            Optional<DatabaseException> failure = failure(() -> LocalWal.open(runtime, disk, "wal"));
            assertThat(failure.orElseThrow().code()).isEqualTo(ErrorCode.DATA_INTEGRITY);
            assertThat(failure.orElseThrow()).hasMessageContaining("log log");
        });
    }

    @Test
    void tornEndIsCutAndReported() {
        Simulation.run(1, LONG, simulation -> {
            Runtime runtime = simulation.world().runtime();
            SimulatedDisk disk = new SimulatedDisk(simulation);
            write(runtime, disk, 10);
            Disk.FileMeta last = disk.list("wal").getLast();
            long end;
            try (LocalWal wal = LocalWal.open(runtime, disk, "wal")) {
                assertThat(wal.tornTails()).isEmpty();
                end = wal.storedBytes();
            }
            try (Disk.DiskFile file = disk.open(last.name())) {
                file.write(end, MemorySegment.ofArray(new byte[] {1, 2, 3}));
            }
            try (LocalWal wal = LocalWal.open(runtime, disk, "wal")) {
                assertThat(wal.tornTails()).containsExactly(new TornTail(last.name(), end, 3));
                assertThat(count(wal)).isEqualTo(10);
            }
            try (LocalWal wal = LocalWal.open(runtime, disk, "wal")) {
                assertThat(wal.tornTails()).isEmpty();
            }
        });
    }

    @Test
    void damagedMetadataSnapshotIsNamed() {
        Simulation.run(1, LONG, simulation -> {
            Runtime runtime = simulation.world().runtime();
            SimulatedDisk disk = new SimulatedDisk(simulation);
            // Many small journal files make the store write a snapshot.
            try (LocalMetaStore store = LocalMetaStore.open(runtime, disk, "meta", new LogOptions(1 << 10, 0))) {
                for (int i = 0; i < 200; i++) {
                    store.transact(List.of(), List.of(new Put("k" + i, new byte[300])));
                }
                runtime.sleep(Duration.ofSeconds(5));
            }
            try (LocalMetaStore store = LocalMetaStore.open(runtime, disk, "meta")) {
                assertThat(store.readPrefix("k").entries()).hasSize(200);
            }
            String snapshot = disk.list("meta").stream()
                    .map(Disk.FileMeta::name)
                    .filter(name -> name.endsWith(".snapshot"))
                    .findFirst()
                    .orElseThrow();
            disk.flip(snapshot, 4_000);
            Optional<DatabaseException> failure = failure(() -> LocalMetaStore.open(runtime, disk, "meta"));
            assertThat(failure.orElseThrow().code()).isEqualTo(ErrorCode.DATA_INTEGRITY);
            assertThat(failure.orElseThrow()).hasMessageContaining(snapshot);
        });
    }

    @Test
    void journalIsReplacedBySnapshotsSoThatItDoesNotGrowWithTheNumberOfChanges() {
        Simulation.run(1, LONG, simulation -> {
            Runtime runtime = simulation.world().runtime();
            SimulatedDisk disk = new SimulatedDisk(simulation);
            try (LocalMetaStore store = LocalMetaStore.open(runtime, disk, "meta", new LogOptions(4 << 10, 1 << 10))) {
                for (int i = 0; i < 3_000; i++) {
                    store.transact(List.of(), List.of(new Put("k" + i % 10, new byte[300])));
                }
            }
            assertThat(disk.usedBytes()).isLessThan(400_000);
        });
    }
}
