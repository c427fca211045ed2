package io.windhover.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.ConsistencyLevel;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.QueryRequest;
import io.windhover.proxy.request.QueryResult;
import io.windhover.proxy.request.ReadConsistency;
import io.windhover.proxy.request.WriteResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a read sees at least what its guarantee names, whatever the level. Method: a collection of two shards, counts at
 * times of writes, of the near future and of the far one.
 */
class GuaranteeTest {
    private static final long DAY_MS = 24 * 3600 * 1000L;

    @TempDir
    private Path directory;

    private Windhover database;
    private CollectionHandle docs;

    @BeforeEach
    void open() {
        database = Windhover.open(directory);
        database.createCollection(
                CollectionSpec.named("docs").longKey("id").vector("v", 4).shards(2));
        docs = database.collection("docs");
        docs.createIndex("v", "FLAT", Map.of("metric_type", "L2"));
        docs.load();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private WriteResult insert(long id) {
        return docs.insert(List.of(Map.of("id", id, "v", new float[4])));
    }

    private QueryResult count(ConsistencyLevel level, Timestamp guarantee) {
        return count("", level, guarantee);
    }

    private QueryResult count(String filter, ConsistencyLevel level, Timestamp guarantee) {
        return database.requests()
                .query(new QueryRequest(
                        new CollectionRef("docs"),
                        List.of(),
                        filter,
                        Map.of(),
                        Optional.empty(),
                        List.of("count(*)"),
                        -1,
                        0,
                        new ReadConsistency(Optional.of(level), guarantee)));
    }

    private Timestamp fromNow(long ms) {
        return Timestamp.ofMillis(database.runtime().epochMs() + ms);
    }

    @Test
    void aSessionReadsItsOwnWritesWhileOthersWrite() {
        AtomicLong ids = new AtomicLong();
        AtomicLong others = new AtomicLong(1_000_000);
        try (var scope = database.runtime().scope("sessions", Duration.ofSeconds(60))) {
            for (int session = 0; session < 4; session++) {
                scope.fork("session", () -> {
                    for (int i = 0; i < 50; i++) {
                        long mine = ids.incrementAndGet();
                        Timestamp written = insert(mine).timestamp();
                        insert(others.incrementAndGet());
                        for (ConsistencyLevel level : List.of(ConsistencyLevel.SESSION, ConsistencyLevel.CUSTOMIZED)) {
                            QueryResult result = count("id == " + mine, level, written);
                            assertThat(result.servedAt()).isGreaterThanOrEqualTo(written);
                            assertThat(result.count()).hasValue(1);
                        }
                    }
                    return true;
                });
            }
            scope.join();
        }
        assertThat(count(ConsistencyLevel.STRONG, Timestamp.ZERO).count()).hasValue(400);
    }

    @Test
    void aReadOfTheNearFutureComesBeforeEveryLaterWrite() {
        insert(1);
        Timestamp soon = fromNow(5_000);
        QueryResult result = count(ConsistencyLevel.CUSTOMIZED, soon);
        assertThat(result.count()).hasValue(1);
        assertThat(result.servedAt()).isGreaterThanOrEqualTo(soon);
        for (long id = 2; id < 20; id++) {
            assertThat(insert(id).timestamp()).isGreaterThan(soon);
        }
    }

    @Test
    void boundedAndEventualReadsTakeNoNoticeOfATimestamp() {
        insert(1);
        for (ConsistencyLevel level : List.of(ConsistencyLevel.BOUNDED, ConsistencyLevel.EVENTUALLY)) {
            for (Timestamp guarantee : List.of(Timestamp.ZERO, new Timestamp(2), fromNow(DAY_MS))) {
                assertThat(count(level, guarantee).count()).hasValue(1);
            }
        }
    }

    @Test
    void aTimeThatIsNotNearIsRefusedByItsValue() {
        insert(1);
        Timestamp tomorrow = fromNow(DAY_MS);
        for (ConsistencyLevel level : List.of(ConsistencyLevel.SESSION, ConsistencyLevel.CUSTOMIZED)) {
            assertThatThrownBy(() -> count(level, tomorrow))
                    .isInstanceOfSatisfying(DatabaseException.class, refusal -> {
                        assertThat(refusal.code()).isEqualTo(ErrorCode.PARAMETER_INVALID);
                        assertThat(refusal).hasMessageContaining(Long.toString(tomorrow.value()));
                    });
        }
        assertThat(insert(2).timestamp()).isLessThan(tomorrow);
    }

    @Test
    void anOldTimeIsServedWithWhatIsThereNow() {
        Timestamp first = insert(1).timestamp();
        insert(2);
        assertThat(count(ConsistencyLevel.CUSTOMIZED, first).count()).hasValue(2);
        assertThat(count(ConsistencyLevel.SESSION, new Timestamp(1)).count()).hasValue(2);
    }
}
