package io.windhover.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.model.DatabaseException;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.SegmentEntry;
import io.windhover.model.catalog.TimeToLive;
import io.windhover.model.role.CompactionTicket;
import io.windhover.proxy.request.CollectionRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: rows live as long as their collection says, to the second, and then cost nothing any more. Method: simulated
 * time; a collection of two shards whose rows live a minute.
 */
class TimeToLiveTest {
    private static final CollectionRef DOCS = new CollectionRef("docs");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static CollectionHandle create(SimulatedDatabase db) {
        db.standalone()
                .requests()
                .createCollection(CollectionSpec.named("docs")
                        .longKey("id")
                        .vector("v", 4)
                        .shards(2)
                        .timeToLive(MINUTE)
                        .request());
        CollectionHandle docs = db.collection("docs");
        docs.createIndex("v", "FLAT", Map.of("metric_type", "L2"));
        docs.load();
        return docs;
    }

    private static void insert(CollectionHandle docs, long from, long to) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (long id = from; id < to; id++) {
            rows.add(Map.of("id", id, "v", new float[] {id, 0, 0, 0}));
        }
        docs.insert(rows);
    }

    private static void assertHas(CollectionHandle docs, long from, long to) {
        List<Long> keys = LongStream.range(from, to).boxed().toList();
        assertThat(docs.count("")).isEqualTo(keys.size());
        assertThat(docs.query("id >= 0", 1000, "id"))
                .extracting(row -> row.get("id"))
                .isEqualTo(keys);
        assertThat(docs.query("id in [" + from + ", " + (from - 1) + "]", 10, "id"))
                .hasSize(keys.isEmpty() ? 0 : 1);
        assertThat(docs.search("v", new float[4], 1000, ""))
                .extracting(Hit::key)
                .isEqualTo(keys);
    }

    private static List<SegmentEntry> segments(SimulatedDatabase db) {
        Collection docs = db.standalone().coordinator().catalog().requireCollection("", "docs");
        return docs.storage().segments().values().toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void rowsAreGoneAfterTheirTimeInFilesAndInMemory(long seed) {
        // Half of the rows are in files when they expire, half only in the log.
        SimulatedDatabase.run(seed, db -> {
            CollectionHandle docs = create(db);
            insert(docs, 0, 100);
            docs.flush();
            db.sleep(Duration.ofSeconds(30));
            insert(docs, 100, 200);
            assertHas(docs, 0, 200);
            db.sleep(Duration.ofSeconds(28));
            assertHas(docs, 0, 200);
            db.sleep(Duration.ofSeconds(5));
            assertHas(docs, 100, 200);
            db.sleep(Duration.ofSeconds(30));
            assertHas(docs, 200, 200);
            insert(docs, 50, 60);
            assertHas(docs, 50, 60);
        });
    }

    @Test
    void segmentsWithoutALivingRowAreDroppedUnread() {
        // Nothing but the passing of time starts it, and no segment file is read or written for it.
        SimulatedDatabase.run(4, db -> {
            CollectionHandle docs = create(db);
            insert(docs, 0, 100);
            docs.flush();
            assertThat(segments(db)).isNotEmpty();
            docs.release();
            List<String> named =
                    segments(db).stream().map(segment -> segment.data().name()).toList();
            db.sleep(MINUTE.multipliedBy(3));
            assertThat(segments(db)).isEmpty();
            db.sleep(MINUTE.multipliedBy(3));
            assertThat(db.disk().list("objects"))
                    .noneMatch(
                            file -> named.stream().anyMatch(name -> file.name().endsWith(name)));
        });
    }

    @Test
    void segmentsWithManyExpiredRowsAreRewrittenWithoutThem() {
        // Rows of five minutes in one segment a shard; two minutes later at least a fifth of them must be gone from it.
        SimulatedDatabase.run(5, db -> {
            CollectionHandle docs = create(db);
            db.standalone().requests().alterCollection(DOCS, Map.of(TimeToLive.PROPERTY, "300"), List.of());
            for (long id = 0; id < 300; id += 10) {
                insert(docs, id, id + 10);
                db.sleep(Duration.ofSeconds(10));
            }
            docs.flush();
            db.sleep(MINUTE.multipliedBy(2).plusSeconds(10));
            long living = docs.count("");
            assertThat(living).isBetween(160L, 180L);
            db.standalone().requests().alterCollection(DOCS, Map.of(), List.of(TimeToLive.PROPERTY));
            assertThat(docs.count("")).isEqualTo(rows(db)).isBetween(living, 240L);
        });
    }

    private static long rows(SimulatedDatabase db) {
        return segments(db).stream().mapToLong(SegmentEntry::rowCount).sum();
    }

    @Test
    void aCompactionThatSomebodyAsksForEndsWhileRowsGoOnExpiring() {
        SimulatedDatabase.run(6, db -> {
            CollectionHandle docs = create(db);
            for (long id = 0; id < 60; id++) {
                insert(docs, id, id + 1);
                db.sleep(Duration.ofSeconds(1));
            }
            docs.flush();
            db.sleep(Duration.ofSeconds(3));
            CompactionTicket ticket = db.standalone().requests().compact(DOCS);
            db.sleep(Duration.ofSeconds(2));
            assertThat(db.standalone().requests().compaction(ticket.job()).done())
                    .isTrue();
            assertThat(rows(db)).isBetween(docs.count(""), docs.count("") + 4);
        });
    }

    @Test
    void aLongerLifeBringsBackWhatWasNotRemovedYet() {
        SimulatedDatabase.run(7, db -> {
            CollectionHandle docs = create(db);
            insert(docs, 0, 10);
            db.sleep(MINUTE.plusSeconds(2));
            assertHas(docs, 10, 10);
            db.standalone().requests().alterCollection(DOCS, Map.of(TimeToLive.PROPERTY, "0"), List.of());
            assertHas(docs, 0, 10);
            assertThatThrownBy(() -> db.standalone()
                            .requests()
                            .alterCollection(DOCS, Map.of(TimeToLive.PROPERTY, "-2"), List.of()))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessage("collection TTL is out of range, expect [-1, 3155760000], got -2: invalid parameter");
        });
    }
}
