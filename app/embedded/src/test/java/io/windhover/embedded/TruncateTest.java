package io.windhover.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.model.catalog.Collection;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.LoadRequest;
import io.windhover.runtime.TaskScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: a truncated collection is empty at once for everybody and otherwise as it was, and nothing of the rows is left.
 * Method: simulated time; a collection of two shards, rows in files and in the log, in partitions loaded and released.
 */
class TruncateTest {
    private static final CollectionRef DOCS = new CollectionRef("docs");

    private static CollectionHandle create(SimulatedDatabase db) {
        db.standalone()
                .requests()
                .createCollection(CollectionSpec.named("docs")
                        .longKey("id")
                        .vector("v", 4)
                        .shards(2)
                        .request());
        CollectionHandle docs = db.collection("docs");
        docs.createIndex("v", "FLAT", Map.of("metric_type", "L2"));
        return docs;
    }

    private static void insert(CollectionHandle docs, long from, long to) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (long id = from; id < to; id++) {
            rows.add(Map.of("id", id, "v", new float[] {id, 0, 0, 0}));
        }
        docs.insert(rows);
    }

    private static Collection docs(SimulatedDatabase db) {
        return db.standalone().coordinator().catalog().requireCollection("", "docs");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void allRowsAreGoneAndTheRestIsAsItWas(long seed) {
        SimulatedDatabase.run(seed, db -> {
            CollectionHandle docs = create(db);
            db.standalone().requests().createPartitions(DOCS, List.of("some", "other"));
            docs.load();
            insert(docs, 0, 100);
            docs.flush();
            insert(docs, 100, 200);
            assertThat(docs.count("")).isEqualTo(200);
            db.standalone().requests().release(DOCS, List.of("other"));

            db.standalone().requests().truncateCollection(DOCS);

            assertThat(docs.count("")).isZero();
            assertThat(docs.search("v", new float[4], 10, "")).isEmpty();
            assertThat(docs.query("id >= 0", 10, "id")).isEmpty();
            assertThat(docs(db).partition("other").map(part -> docs(db).load().covers(part.id())))
                    .contains(false);
            assertThat(docs(db).partition("some").map(part -> docs(db).load().covers(part.id())))
                    .contains(true);
            insert(docs, 50, 60);
            assertThat(docs.count("")).isEqualTo(10);
            assertThat(docs.search("v", new float[4], 100, "")).hasSize(10);
            docs.flush();
            db.await(
                    Duration.ofMinutes(10), () -> docs(db).partitions().values().count() == 3);
            assertThat(docs.count("")).isEqualTo(10);
        });
    }

    @Test
    void partitionsLoadedOneByOneAreFollowedByTheirSuccessors() {
        SimulatedDatabase.run(4, db -> {
            CollectionHandle docs = create(db);
            db.standalone().requests().createPartitions(DOCS, List.of("some", "other"));
            db.standalone().requests().load(new LoadRequest(DOCS, List.of("some"), 1, List.of()));
            db.standalone().requests().truncateCollection(DOCS);
            assertThat(docs(db).partition("some").map(part -> docs(db).load().covers(part.id())))
                    .contains(true);
            assertThat(docs(db).partition("other").map(part -> docs(db).load().covers(part.id())))
                    .contains(false);
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6, 7, 8, 9})
    void writersAndReadersMeanwhileSeeNoError(long seed) {
        // Ten times in a row, under four writers that never stop; what was acknowledged after the last time is there.
        SimulatedDatabase.run(seed, db -> {
            CollectionHandle docs = create(db);
            docs.load();
            AtomicInteger next = new AtomicInteger();
            boolean[] ended = new boolean[1];
            try (TaskScope scope = db.runtime().scope("writers", Duration.ofMinutes(5))) {
                for (int writer = 0; writer < 4; writer++) {
                    scope.fork("writer", () -> {
                        while (!ended[0]) {
                            int from = next.getAndAdd(3);
                            insert(docs, from, from + 3);
                            docs.count("");
                            docs.search("v", new float[4], 5, "");
                        }
                        return true;
                    });
                }
                for (int i = 0; i < 10; i++) {
                    db.sleep(Duration.ofMillis(30));
                    db.standalone().requests().truncateCollection(DOCS);
                }
                ended[0] = true;
                scope.join();
            }
            db.standalone().requests().truncateCollection(DOCS);
            assertThat(docs.count("")).isZero();
            insert(docs, 0, 7);
            assertThat(docs.count("")).isEqualTo(7);
        });
    }
}
