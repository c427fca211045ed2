package io.windhover.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.coordinator.CoordinatorSettings;
import io.windhover.coordinator.catalog.CatalogLimits;
import io.windhover.coordinator.catalog.CatalogSettings;
import io.windhover.coordinator.garbage.GarbageSettings;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.catalog.Partition;
import io.windhover.proxy.Requests;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.runtime.Promise;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.MetaStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * Goal: a crowd of DDL delays nobody else's and leaves nothing behind. Method: simulated time; each durable write of the
 * catalog takes ten milliseconds and at most sixteen commands.
 */
class CrowdedDdlTest {
    private static final Duration WRITE = Duration.ofMillis(10);
    private static final int BATCH = 16;
    private static final int RESULTS_MAX = 50;
    private static final int WAITING_OF_ONE = 1_000;

    private static final StandaloneSettings SETTINGS = new StandaloneSettings(
            new CoordinatorSettings(new CatalogSettings(
                    CatalogLimits.DEFAULT,
                    4_096,
                    WAITING_OF_ONE,
                    BATCH,
                    10_000,
                    RESULTS_MAX,
                    Duration.ofMinutes(10),
                    Optional.empty())),
            StandaloneSettings.STANDARD.node(),
            new GarbageSettings(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofMinutes(10), 1_000),
            StandaloneSettings.STANDARD.limits(),
            StandaloneSettings.STANDARD.timeout(),
            StandaloneSettings.STANDARD.logs());

    private static Wiring slow(Runtime runtime) {
        return Waiting.meta((method, _) -> {
            if (method.equals("transact")) {
                runtime.sleep(WRITE);
            }
        });
    }

    private static void create(Requests requests, String name) {
        requests.createCollection(
                CollectionSpec.named(name).longKey("id").vector("v", 4).request());
    }

    private static int count(Requests requests, String name) {
        List<Partition> partitions = requests.listPartitions(new CollectionRef(name));
        return partitions.size() - 1;
    }

    @Test
    void aThousandWaitingCommandsOnOneCollectionDelayNoOther() {
        // Of 1,100 that come at once on one collection, a thousand wait and the others are told to come again. One on
        // another collection, come last, is answered after the write that runs and its own.
        SimulatedDatabase.run(1, SETTINGS, CrowdedDdlTest::slow, db -> {
            Requests requests = db.standalone().requests();
            create(requests, "crowded");
            create(requests, "quiet");
            AtomicInteger refused = new AtomicInteger();
            List<Promise<Boolean>> ends = new ArrayList<>();
            for (int i = 0; i < WAITING_OF_ONE + 100; i++) {
                String name = "p" + i;
                Promise<Boolean> end = db.runtime().promise();
                ends.add(end);
                db.runtime().fork(name, () -> {
                    try {
                        requests.createPartition(new CollectionRef("crowded"), name);
                    } catch (DatabaseException busy) {
                        assertThat(busy.code()).isEqualTo(ErrorCode.SERVICE_RATE_LIMIT);
                        refused.incrementAndGet();
                    }
                    end.complete(true);
                });
            }
            db.sleep(Duration.ofMillis(1));
            int before = count(requests, "crowded");
            long fromNs = db.runtime().monotonicNs();
            requests.createPartition(new CollectionRef("quiet"), "p");
            assertThat(Duration.ofNanos(db.runtime().monotonicNs() - fromNs))
                    .isLessThanOrEqualTo(WRITE.multipliedBy(2).plusMillis(5));
            assertThat(count(requests, "crowded") - before).isLessThanOrEqualTo(2 * BATCH);
            ends.forEach(Promise::await);
            assertThat(refused.get()).isBetween(1, 100);
            assertThat(count(requests, "crowded") + refused.get()).isEqualTo(WAITING_OF_ONE + 100);
        });
    }

    @Test
    void thousandsOfCyclesLeaveNoMetadataBehind() {
        // P5: a minute after the last of 3,200 partitions (some with rows in files) and 160 collections came and went,
        // the
        // keys are those of what lives and at most so many results of requests as are kept; no restart in between.
        AtomicReference<MetaStore> store = new AtomicReference<>();
        SimulatedDatabase.run(2, SETTINGS, _ -> keeping(store), db -> {
            Requests requests = db.standalone().requests();
            create(requests, "docs");
            int before = keys(store.get());
            List<Promise<Boolean>> ends = new ArrayList<>();
            for (int client = 0; client < 16; client++) {
                String name = "c" + client;
                Promise<Boolean> end = db.runtime().promise();
                ends.add(end);
                db.runtime().fork(name, () -> {
                    for (int cycle = 0; cycle < 200; cycle++) {
                        cycle(db, name, cycle);
                    }
                    end.complete(true);
                });
            }
            ends.forEach(Promise::await);
            db.sleep(Duration.ofMinutes(1));
            assertThat(keys(store.get())).isBetween(before, before + RESULTS_MAX);
        });
    }

    private static Wiring keeping(AtomicReference<MetaStore> store) {
        return new Wiring() {
            @Override
            public MetaStore meta(MetaStore behind) {
                store.set(behind);
                return behind;
            }
        };
    }

    private static int keys(MetaStore store) {
        return store.readPrefix("").entries().size();
    }

    private static void cycle(SimulatedDatabase db, String name, int cycle) {
        Requests requests = db.standalone().requests();
        CollectionRef docs = new CollectionRef("docs");
        requests.createPartition(docs, name);
        if (cycle % 20 == 0) {
            CollectionHandle own = db.collection(name);
            create(requests, name);
            own.createPartitions(List.of("p", "q"));
            own.createIndex("v", "FLAT", Map.of("metric_type", "L2"));
            own.insert(List.of(Map.of("id", 1L, "v", new float[4])));
            own.flush();
            requests.dropCollection(new CollectionRef(name));
        }
        requests.dropPartition(docs, name);
    }
}
