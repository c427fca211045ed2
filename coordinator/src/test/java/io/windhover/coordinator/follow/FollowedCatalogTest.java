package io.windhover.coordinator.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.coordinator.Coordinator;
import io.windhover.coordinator.CoordinatorSettings;
import io.windhover.coordinator.Samples;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.RequestId;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.ShardCheckpoint;
import io.windhover.model.role.Command;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.local.LocalMetaStore;
import io.windhover.runtime.port.MetaStore;
import io.windhover.runtime.simulated.PortFaults;
import io.windhover.runtime.simulated.SimulatedDisk;
import io.windhover.runtime.simulated.SimulatedMetaStore;
import io.windhover.runtime.simulated.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FollowedCatalogTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static List<Long> seeds() {
        Long only = Long.getLong("seed");
        return only != null ? List.of(only) : LongStream.range(0, 60).boxed().toList();
    }

    @Test
    void oneTransactionOfThousandsOfKeysIsOneStep() {
        Simulation.run(1, Duration.ofMinutes(10), simulation -> {
            Runtime runtime = simulation.world().runtime();
            MetaStore meta = LocalMetaStore.open(runtime, new SimulatedDisk(simulation), "meta");
            FollowedCatalog followed = FollowedCatalog.open(runtime, meta);
            assertThat(followed.catalog().version()).isZero();
            Coordinator coordinator = Coordinator.open(runtime, meta, CoordinatorSettings.EMBEDDED);
            coordinator.submit(Samples.create("docs"), new RequestId("1"));
            List<String> many = IntStream.range(0, 1_000).mapToObj(i -> "p" + i).toList();
            long version = coordinator
                    .submit(new Command.CreatePartitions("", "docs", many), new RequestId("2"))
                    .catalogVersion();
            Catalog before = followed.caughtUp(PATIENCE);
            assertThat(before.version()).isEqualTo(version);
            assertThat(before).isEqualTo(coordinator.catalog());
            assertThatThrownBy(() -> followed.awaitVersion(version + 1, Duration.ofMillis(10)))
                    .isInstanceOfSatisfying(
                            DatabaseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED));
            coordinator.close();
            followed.close();
            assertThatThrownBy(() -> followed.awaitVersion(version + 1, PATIENCE))
                    .isInstanceOfSatisfying(
                            DatabaseException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));
            meta.close();
        });
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsFollowedIsAlwaysOneVersionAndInTheEndTheNewest(long seed) {
        // Goal: P1 for those who do not decide: nothing half done is ever seen, no version comes back. Method: clients
        // send random commands at once, so that names change hands within one transaction, while watches break and the
        // store refuses calls; each catalog that is followed must be one that the coordinator had.
        System.out.println("seed " + seed);
        long first = Simulation.run(seed, Duration.ofHours(1), FollowedCatalogTest::story);
        assertThat(Simulation.run(seed, Duration.ofHours(1), FollowedCatalogTest::story))
                .isEqualTo(first);
    }

    private static void story(Simulation simulation) {
        Runtime runtime = simulation.world().runtime();
        LocalMetaStore behind = LocalMetaStore.open(runtime, new SimulatedDisk(simulation), "meta");
        SimulatedMetaStore far = new SimulatedMetaStore(simulation, behind);
        BreakingWatches meta = new BreakingWatches(far);
        Coordinator coordinator = Coordinator.open(runtime, behind, CoordinatorSettings.EMBEDDED);
        Map<Long, Catalog> decided = new HashMap<>();
        FollowedCatalog followed =
                FollowedCatalog.open(simulation.process("follower").runtime(), meta);
        Fiber recorder = runtime.fork("recorder", () -> record(coordinator, decided));
        List<Catalog> seen = new ArrayList<>();
        Fiber observer = runtime.fork("observer", () -> observe(followed, seen));
        far.faults(new PortFaults(5_000_000, 6, 6));
        List<Fiber> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String client = "client" + i;
            clients.add(runtime.fork(client, () -> commands(coordinator, simulation.chance(client), client, runtime)));
        }
        for (int i = 0; i < 12; i++) {
            runtime.sleep(Duration.ofMillis(runtime.random(300)));
            meta.breakAll();
        }
        clients.forEach(Fiber::join);
        far.faults(PortFaults.NONE);
        meta.breakAll();
        assertThat(followed.caughtUp(PATIENCE)).isEqualTo(coordinator.catalog());
        recorder.cancel();
        observer.cancel();
        long last = 0;
        for (Catalog catalog : seen) {
            assertThat(catalog.version()).isGreaterThan(last);
            last = catalog.version();
            if (decided.containsKey(last)) {
                assertThat(catalog).isEqualTo(decided.get(last));
            }
        }
        assertThat(seen.stream().filter(c -> decided.containsKey(c.version())).count())
                .isGreaterThan(5);
        followed.close();
        coordinator.close();
        behind.close();
    }

    private static void record(Coordinator coordinator, Map<Long, Catalog> decided) {
        while (true) {
            Catalog catalog = coordinator.catalog();
            decided.put(catalog.version(), catalog);
            coordinator.awaitVersion(catalog.version() + 1, Duration.ofHours(1));
        }
    }

    private static void observe(FollowedCatalog followed, List<Catalog> seen) {
        long version = 1;
        while (true) {
            Catalog catalog = followed.awaitVersion(version, Duration.ofHours(1));
            seen.add(catalog);
            version = catalog.version() + 1;
        }
    }

    private static void commands(Coordinator coordinator, SplittableRandom chance, String client, Runtime runtime) {
        for (int n = 0; n < 60; n++) {
            try {
                coordinator.submit(command(coordinator.catalog(), chance), new RequestId(client + "-" + n));
            } catch (DatabaseException refused) {
                // Random commands are often wrong; what they leave is what counts.
                assertThat(refused.code()).isNotEqualTo(ErrorCode.DATA_INTEGRITY);
            }
            if (chance.nextInt(3) == 0) {
                runtime.sleep(Duration.ofMillis(chance.nextInt(200)));
            }
        }
    }

    private static Command command(Catalog catalog, SplittableRandom chance) {
        String name = "c" + chance.nextInt(3);
        String other = "c" + chance.nextInt(3);
        String database = "db" + chance.nextInt(2);
        List<Collection> all = catalog.collections().values().toList();
        return switch (chance.nextInt(16)) {
            case 0, 1, 2 -> Samples.create(name);
            case 3, 4 -> new Command.DropCollection("", name);
            case 5, 6 -> new Command.RenameCollection("", name, "", other);
            case 7 -> new Command.CreateDatabase(database, Map.of());
            case 8 -> new Command.DropDatabase(database);
            case 9 -> Samples.partition(name, "p" + chance.nextInt(3));
            case 10 -> Samples.dropPartition(name, "p" + chance.nextInt(3));
            case 11 -> new Command.CreateAlias("", name, "alias" + chance.nextInt(2));
            case 12 -> new Command.DropAlias("", "alias" + chance.nextInt(2));
            case 13 -> chance.nextBoolean() ? Samples.index(name) : new Command.DropIndex("", name, "vec", "");
            case 14 -> chance.nextBoolean() ? Samples.load(name) : Samples.release(name);
            default -> all.isEmpty() ? Samples.create(name) : storage(all.get(chance.nextInt(all.size())), chance);
        };
    }

    private static Command storage(Collection collection, SplittableRandom chance) {
        if (!collection.isActive()) {
            return new Command.CollectionPurged(collection.id());
        }
        long position = 1 + chance.nextInt(50);
        long partition =
                collection.partitions().keys().findFirst().orElseThrow().value();
        return new Command.SegmentsFlushed(
                new ShardId(collection.id(), 0),
                List.of(Samples.segment(collection.id().value(), partition, 1 + chance.nextInt(9))),
                Optional.empty(),
                new ShardCheckpoint(position, new Timestamp(position)));
    }
}
