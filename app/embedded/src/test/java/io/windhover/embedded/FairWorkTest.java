package io.windhover.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.catalog.Collection;
import io.windhover.model.role.CompactionTicket;
import io.windhover.node.NodeSettings;
import io.windhover.node.data.CompactionPlanner;
import io.windhover.node.data.DataSettings;
import io.windhover.node.data.WorkLimits;
import io.windhover.proxy.Requests;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.LoadRequest;
import io.windhover.runtime.Promise;
import io.windhover.runtime.Runtime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * Goal: a crowd of work on the files of one collection delays no other collection's, what waits is bounded, and no DDL
 * waits for any of it. Method: simulated time, an object store that is slow or hangs.
 */
class FairWorkTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static StandaloneSettings settings(WorkLimits work) {
        StandaloneSettings standard = StandaloneSettings.STANDARD;
        DataSettings data = standard.node().data();
        DataSettings small = new DataSettings(
                data.flush(),
                data.mailboxCapacity(),
                data.inFlightMax(),
                data.pendingBytesMax(),
                data.tailBytesMax(),
                new DataSettings.Indexless(1, 1, 1),
                new CompactionPlanner.Limits(512L << 20, 1_000, 2, 100, 20),
                data.buildBytesMax(),
                1,
                work,
                data.flushEvery(),
                data.releaseAfter(),
                data.retryMin(),
                data.retryMax());
        return new StandaloneSettings(
                standard.coordinator(),
                new NodeSettings(small, standard.node().query()),
                standard.garbage(),
                standard.limits(),
                standard.timeout(),
                standard.logs());
    }

    /** Creating an object whose name ends so takes a second. */
    private static Wiring slow(Runtime runtime, String suffix) {
        return Waiting.objects((method, subject) -> {
            if (method.startsWith("create") && subject.toString().endsWith(suffix)) {
                runtime.sleep(SECOND);
            }
        });
    }

    private static Requests requests(SimulatedDatabase db) {
        return db.standalone().requests();
    }

    private static CollectionHandle create(SimulatedDatabase db, String name) {
        requests(db)
                .createCollection(
                        CollectionSpec.named(name).longKey("id").vector("v", 4).request());
        return db.collection(name);
    }

    private static void insert(CollectionHandle collection, long id) {
        collection.insert(List.of(Map.of("id", id, "v", new float[] {id, 0, 0, 0})));
    }

    private static CollectionHandle withSegments(SimulatedDatabase db, String name, int segments) {
        CollectionHandle collection = create(db, name);
        for (long id = 0; id < segments; id++) {
            insert(collection, id);
            collection.flush();
        }
        return collection;
    }

    private static long indexed(SimulatedDatabase db, String name) {
        Collection collection = db.standalone().coordinator().catalog().requireCollection("", name);
        return collection
                .storage()
                .segments()
                .values()
                .filter(segment -> !segment.indexes().isEmpty())
                .count();
    }

    @Test
    void indexBuildsTakeTurns() {
        // Forty segments wait for their index when another collection's only one comes; two rounds of eight suffice.
        SimulatedDatabase.run(1, settings(WorkLimits.STANDARD), runtime -> slow(runtime, ".idx"), db -> {
            CollectionHandle many = withSegments(db, "many", 40);
            CollectionHandle few = withSegments(db, "few", 1);
            many.createIndex("v", "HNSW", Map.of("metric_type", "L2"));
            few.createIndex("v", "HNSW", Map.of("metric_type", "L2"));
            db.await(Duration.ofMinutes(2), () -> indexed(db, "few") == 1);
            assertThat(indexed(db, "many")).isBetween(1L, 16L);
            db.await(Duration.ofMinutes(2), () -> indexed(db, "many") == 40);
        });
    }

    @Test
    void compactionsTakeTurns() {
        // Twenty segments to merge by twos on one collection, three on the other, asked for later.
        SimulatedDatabase.run(2, settings(WorkLimits.STANDARD), runtime -> slow(runtime, ".col"), db -> {
            withSegments(db, "many", 20);
            withSegments(db, "few", 3);
            CompactionTicket first = requests(db).compact(new CollectionRef("many"));
            CompactionTicket second = requests(db).compact(new CollectionRef("few"));
            db.await(
                    Duration.ofMinutes(2),
                    () -> requests(db).compaction(second.job()).done());
            assertThat(requests(db).compaction(first.job()).rewritings()).hasSizeBetween(1, 5);
            db.await(
                    Duration.ofMinutes(2),
                    () -> requests(db).compaction(first.job()).done());
        });
    }

    @Test
    void flushesTakeTurns() {
        // Four collections are flushed all the time, two at once, a second each; the fifth is not the last in line.
        SimulatedDatabase.run(3, settings(WorkLimits.STANDARD), runtime -> slow(runtime, ".col"), db -> {
            AtomicBoolean ends = new AtomicBoolean();
            List<Promise<Boolean>> ended = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                CollectionHandle busy = create(db, "busy" + i);
                Promise<Boolean> end = db.runtime().promise();
                ended.add(end);
                db.runtime().fork("busy", () -> {
                    for (long id = 0; !ends.get(); id++) {
                        insert(busy, id);
                        busy.flush();
                    }
                    end.complete(true);
                });
            }
            CollectionHandle quiet = create(db, "quiet");
            db.sleep(SECOND.multipliedBy(5));
            insert(quiet, 1);
            long fromNs = db.runtime().monotonicNs();
            quiet.flush();
            assertThat(db.runtime().monotonicNs() - fromNs)
                    .isLessThan(SECOND.multipliedBy(4).toNanos());
            ends.set(true);
            ended.forEach(Promise::await);
        });
    }

    @Test
    void waitingFlushesAreBounded() {
        // Two hang in the object store, four may wait; the next is refused, and one that waits may be asked for again.
        AtomicBoolean hangs = new AtomicBoolean(true);
        WorkLimits work = new WorkLimits(2, 2, 8, 8, 4, 10, 3);
        SimulatedDatabase.run(4, settings(work), runtime -> hanging(runtime, hangs), db -> {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                names.add("c" + i);
                insert(create(db, "c" + i), 1);
            }
            for (String name : names.subList(0, 6)) {
                requests(db).flush("", List.of(name));
            }
            DatabaseException refusal = catchThrowableOfType(
                    DatabaseException.class, () -> requests(db).flush("", List.of("c6")));
            assertThat(refusal.code()).isEqualTo(ErrorCode.SERVICE_RATE_LIMIT);
            assertThat(refusal).hasMessage("rate limit exceeded: 4 shards wait for a flush already, try again later");
            requests(db).flush("", List.of("c5"));
            hangs.set(false);
            db.sleep(SECOND.multipliedBy(5));
            names.forEach(name -> db.collection(name).flush());
        });
    }

    private static Wiring hanging(Runtime runtime, AtomicBoolean hangs) {
        return Waiting.objects((method, subject) -> {
            while (hangs.get() && (method.startsWith("create") || method.equals("map"))) {
                runtime.sleep(Duration.ofMillis(50));
            }
        });
    }

    @Test
    void waitingCompactionsAreBoundedForOneCollectionAndForAll() {
        AtomicBoolean hangs = new AtomicBoolean();
        WorkLimits work = new WorkLimits(2, 2, 8, 8, 4, 10, 3);
        SimulatedDatabase.run(5, settings(work), runtime -> hanging(runtime, hangs), db -> {
            for (int i = 0; i < 4; i++) {
                withSegments(db, "c" + i, 2);
            }
            hangs.set(true);
            for (int i = 0; i < 3; i++) {
                for (int times = 0; times < 3; times++) {
                    requests(db).compact(new CollectionRef("c" + i));
                }
                assertRefused(db, "c" + i, "3 compactions of this collection");
            }
            requests(db).compact(new CollectionRef("c3"));
            assertRefused(db, "c3", "10 compactions");
            hangs.set(false);
            db.sleep(SECOND.multipliedBy(5));
            requests(db).compact(new CollectionRef("c3"));
        });
    }

    private static void assertRefused(SimulatedDatabase db, String name, String what) {
        DatabaseException refusal =
                catchThrowableOfType(DatabaseException.class, () -> requests(db).compact(new CollectionRef(name)));
        assertThat(refusal.code()).isEqualTo(ErrorCode.SERVICE_RATE_LIMIT);
        assertThat(refusal).hasMessage("rate limit exceeded: " + what + " wait already, try again later");
    }

    @Test
    void ddlIsAnsweredWhileFlushesBuildsAndLoadsHang() {
        // Nothing can be written to or opened from the object store: flush, build, merge and load stand still.
        AtomicBoolean hangs = new AtomicBoolean();
        SimulatedDatabase.run(6, settings(WorkLimits.STANDARD), runtime -> hanging(runtime, hangs), db -> {
            CollectionHandle docs = withSegments(db, "docs", 3);
            withSegments(db, "other", 2);
            insert(docs, 10);
            hangs.set(true);
            docs.createIndex("v", "HNSW", Map.of("metric_type", "L2"));
            requests(db).load(new LoadRequest(new CollectionRef("docs"), List.of(), 1, List.of()));
            requests(db).compact(new CollectionRef("other"));
            requests(db).flush("", List.of("docs"));
            db.sleep(SECOND);
            long fromNs = db.runtime().monotonicNs();
            docs.createPartitions(List.of("eu", "us"));
            requests(db).release(new CollectionRef("docs"), List.of("eu", "us"));
            docs.dropPartitions(List.of("eu", "us"));
            docs.release();
            requests(db).dropIndex(new CollectionRef("docs"), "v", "");
            requests(db).dropCollection(new CollectionRef("docs"));
            requests(db).dropCollection(new CollectionRef("other"));
            create(db, "docs");
            assertThat(db.runtime().monotonicNs() - fromNs)
                    .isLessThan(Duration.ofMillis(200).toNanos());
            hangs.set(false);
        });
    }
}
