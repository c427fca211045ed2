package io.windhover.server.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.DatabaseId;
import io.windhover.model.ErrorCode;
import io.windhover.model.FieldId;
import io.windhover.model.IndexId;
import io.windhover.model.PartitionId;
import io.windhover.model.PersistentMap;
import io.windhover.model.SegmentId;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.CollectionSettings;
import io.windhover.model.catalog.ConsistencyLevel;
import io.windhover.model.catalog.Database;
import io.windhover.model.catalog.LoadState;
import io.windhover.model.catalog.QualifiedName;
import io.windhover.model.catalog.SegmentEntry;
import io.windhover.model.catalog.StoredFile;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.schema.FieldTraits;
import io.windhover.proto.milvus.AlterDatabaseRequest;
import io.windhover.proto.milvus.CreatePartitionRequest;
import io.windhover.proto.milvus.DeleteRequest;
import io.windhover.proto.milvus.FlushRequest;
import io.windhover.proto.milvus.HybridSearchRequest;
import io.windhover.proto.milvus.InsertRequest;
import io.windhover.proto.milvus.SearchRequest;
import io.windhover.server.limit.RateLimits.Rate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Goal: rates hold, and nobody is shut out by them. Method: a clock that is moved by hand. */
class AdmissionTest {
    private static final double NONE = Double.POSITIVE_INFINITY;

    private static final Message INSERT =
            InsertRequest.newBuilder().setCollectionName("docs").build();
    private static final Message DELETE =
            DeleteRequest.newBuilder().setCollectionName("docs").build();
    private static final Message SEARCH =
            SearchRequest.newBuilder().setCollectionName("docs").setNq(4).build();
    private static final Message PARTITION =
            CreatePartitionRequest.newBuilder().setCollectionName("docs").build();
    private static final String DENIED = "9 quota exceeded[reason=access has been disabled by the administrator]";
    private static final String FULL = "9 quota exceeded[reason=disk quota exceeded, please allocate more resources]";

    private static final FieldSchema KEY =
            new FieldSchema(new FieldId(100), "id", DataType.INT64, FieldTraits.key(false), Map.of());

    private long nowNs = 5_000_000_000_000L;
    private Catalog catalog = new Catalog(
            0,
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty());

    private Admission of(RateKind kind, double all, double collection) {
        return new Admission(
                new RateLimits(Map.of(kind, new Rate(all, collection))), QuotaLimits.NONE, () -> catalog, () -> nowNs);
    }

    private Admission of(QuotaLimits quotas) {
        return new Admission(RateLimits.NONE, quotas, () -> catalog, () -> nowNs);
    }

    /** Puts the collection "docs" of 3 MiB into a database, with properties of both. */
    private void have(String database, Map<String, String> ofDatabase, Map<String, String> ofCollection) {
        DatabaseId id = new DatabaseId(1);
        CollectionId docs = new CollectionId(7);
        SegmentEntry segment = new SegmentEntry(
                new SegmentId(9),
                new ShardId(docs, 0),
                new PartitionId(8),
                1,
                Timestamp.ZERO,
                Timestamp.ZERO,
                Timestamp.ZERO,
                new StoredFile("data", 1 << 20),
                PersistentMap.<IndexId, StoredFile>empty().with(new IndexId(3), new StoredFile("index", 2 << 20)),
                false);
        Collection collection = new Collection(
                docs,
                id,
                "docs",
                Timestamp.ZERO,
                new Collection.CollectionState.Active(),
                new CollectionSchema("", List.of(KEY), 0),
                new CollectionSettings(1, ConsistencyLevel.STRONG, ofCollection, 0),
                PersistentMap.empty(),
                PersistentMap.empty(),
                PersistentMap.empty(),
                new LoadState.Released(),
                new Collection.CollectionStorage(
                        PersistentMap.<SegmentId, SegmentEntry>empty().with(segment.id(), segment),
                        PersistentMap.empty(),
                        PersistentMap.empty()),
                PersistentMap.empty());
        catalog = new Catalog(
                catalog.version() + 1,
                PersistentMap.<DatabaseId, Database>empty()
                        .with(id, new Database(id, database, ofDatabase, Timestamp.ZERO)),
                PersistentMap.<String, DatabaseId>empty().with(database, id),
                PersistentMap.<CollectionId, Collection>empty().with(docs, collection),
                PersistentMap.<QualifiedName, CollectionId>empty().with(new QualifiedName(id, "docs"), docs),
                PersistentMap.empty(),
                PersistentMap.empty());
    }

    private static String refusal(Admission admission, String method, Message request) {
        DatabaseException refusal =
                catchThrowableOfType(DatabaseException.class, () -> admission.admit(method, () -> "", request));
        return refusal == null ? "" : refusal.code().wireCode() + " " + refusal.getMessage();
    }

    private static boolean admitted(Admission admission, String method, Message request) {
        DatabaseException refusal =
                catchThrowableOfType(DatabaseException.class, () -> admission.admit(method, () -> "default", request));
        if (refusal != null) {
            assertThat(refusal.code()).isEqualTo(ErrorCode.SERVICE_RATE_LIMIT);
        }
        return refusal == null;
    }

    private int admittedOf(int count, Admission admission, String method, Message request) {
        int admitted = 0;
        for (int i = 0; i < count; i++) {
            admitted += admitted(admission, method, request) ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void aRateHoldsOverTime() {
        // Goal: 10 a second. Method: 100 tries in each of 20 seconds; after the first second exactly 10 of them pass.
        Admission admission = of(RateKind.PARTITION_DDL, 10, NONE);
        Message request = CreatePartitionRequest.getDefaultInstance();
        admittedOf(100, admission, "CreatePartition", request);
        for (int second = 0; second < 20; second++) {
            nowNs += 1_000_000_000L;
            assertThat(admittedOf(100, admission, "CreatePartition", request)).isBetween(10, 11);
        }
    }

    @Test
    void aSlowRateServesOneRequestAndThenWaits() {
        // Goal: Milvus's usual flush rate of 0.1. Method: one flush passes, the next ones only 10 seconds later.
        Admission admission = of(RateKind.FLUSH, NONE, 0.1);
        Message flush = FlushRequest.newBuilder().addCollectionNames("docs").build();
        assertThat(admittedOf(5, admission, "Flush", flush)).isEqualTo(1);
        nowNs += 8_000_000_000L;
        assertThat(admitted(admission, "Flush", flush)).isFalse();
        nowNs += 2_000_000_000L;
        assertThat(admittedOf(5, admission, "Flush", flush)).isEqualTo(1);
    }

    @Test
    void oneCollectionsRateIsItsOwn() {
        // Goal: a crowd on one collection does not use up another's. Method: refuse one, the other passes.
        Admission admission = of(RateKind.FLUSH, NONE, 0.1);
        Message docs = FlushRequest.newBuilder().addCollectionNames("docs").build();
        Message other = FlushRequest.newBuilder().addCollectionNames("other").build();
        assertThat(admittedOf(2, admission, "Flush", docs)).isEqualTo(1);
        assertThat(admitted(admission, "Flush", other)).isTrue();
    }

    @Test
    void searchesCountTheirVectors() {
        // Goal: vectors a second. Method: a hybrid search of 3 + 5 vectors uses up a rate of 8.
        Admission admission = of(RateKind.SEARCH, 8, NONE);
        Message hybrid = HybridSearchRequest.newBuilder()
                .addRequests(SearchRequest.newBuilder().setNq(3))
                .addRequests(SearchRequest.newBuilder().setNq(5))
                .build();
        Message single = SearchRequest.newBuilder().setNq(1).build();
        assertThat(admitted(admission, "HybridSearch", hybrid)).isTrue();
        assertThat(admitted(admission, "Search", single)).isTrue();
        assertThat(admitted(admission, "Search", single)).isFalse();
        nowNs += 125_000_001L;
        assertThat(admitted(admission, "Search", single)).isTrue();
    }

    @Test
    void writesCountTheirBytesAndALargeOneIsServedAndPaidOff() {
        // Goal: bytes a second; no request is too large for a rate. Method: 4,000 bytes at a rate of 1,000.
        Admission admission = of(RateKind.DELETE, 1_000, NONE);
        Message large = DeleteRequest.newBuilder()
                .setExprBytes(ByteString.copyFromUtf8("x".repeat(4_000)))
                .build();
        assertThat(admitted(admission, "Delete", large)).isTrue();
        nowNs += 2_900_000_000L;
        assertThat(admitted(admission, "Delete", large)).isFalse();
        nowNs += 200_000_000L;
        assertThat(admitted(admission, "Delete", large)).isTrue();
    }

    @Test
    void aRateOfZeroRefusesAllAndOtherKindsPass() {
        // Goal: zero means none. Method: no flush passes, a search does.
        Admission admission = of(RateKind.FLUSH, 0, NONE);
        assertThat(admitted(admission, "Flush", FlushRequest.getDefaultInstance()))
                .isFalse();
        assertThat(admitted(admission, "Search", SearchRequest.getDefaultInstance()))
                .isTrue();
    }

    @Test
    void whatTheOperatorDeniesIsDeniedEverywhere() {
        // Goal: each switch denies its own. Method: one request of each kind under each switch.
        Admission writing = of(new QuotaLimits(true, false, false, NONE, NONE, NONE));
        assertThat(refusal(writing, "Insert", INSERT)).isEqualTo(DENIED);
        assertThat(refusal(writing, "Delete", DELETE)).isEqualTo(DENIED);
        assertThat(refusal(writing, "Search", SEARCH)).isEmpty();
        assertThat(refusal(writing, "CreatePartition", PARTITION)).isEmpty();
        Admission reading = of(new QuotaLimits(false, true, false, NONE, NONE, NONE));
        assertThat(refusal(reading, "Search", SEARCH)).isEqualTo(DENIED);
        assertThat(refusal(reading, "Insert", INSERT)).isEmpty();
        Admission ddl = of(new QuotaLimits(false, false, true, NONE, NONE, NONE));
        assertThat(refusal(ddl, "CreatePartition", PARTITION)).isEqualTo(DENIED);
        assertThat(refusal(ddl, "AlterDatabase", AlterDatabaseRequest.getDefaultInstance()))
                .isEqualTo(DENIED);
        assertThat(refusal(ddl, "Insert", INSERT)).isEmpty();
    }

    @Test
    void aDatabaseDeniesByItsPropertiesAndCanBeAlteredBack() {
        have("default", Map.of("database.force.deny.writing", "true", "database.force.deny.ddl", "true"), Map.of());
        Admission admission = of(QuotaLimits.NONE);
        assertThat(refusal(admission, "Insert", INSERT)).isEqualTo(DENIED);
        assertThat(refusal(admission, "CreatePartition", PARTITION)).isEqualTo(DENIED);
        assertThat(refusal(admission, "Search", SEARCH)).isEmpty();
        assertThat(refusal(admission, "AlterDatabase", AlterDatabaseRequest.getDefaultInstance()))
                .isEmpty();
        have("default", Map.of("database.force.deny.partitionDDL", "false"), Map.of());
        assertThat(refusal(admission, "CreatePartition", PARTITION)).isEmpty();
    }

    @Test
    void writesStopAtADiskQuotaAndDeletesDoNot() {
        // Goal: a quota of all, of a database, of a collection. Method: 3 MiB are there, in data and index.
        have("default", Map.of(), Map.of());
        assertThat(refusal(of(new QuotaLimits(false, false, false, 3 << 20, NONE, NONE)), "Insert", INSERT))
                .isEqualTo(FULL);
        assertThat(refusal(of(new QuotaLimits(false, false, false, 3 << 20, NONE, NONE)), "Delete", DELETE))
                .isEmpty();
        Admission admission = of(new QuotaLimits(false, false, false, 4 << 20, NONE, NONE));
        assertThat(refusal(admission, "Insert", INSERT)).isEmpty();
        have("default", Map.of("database.diskQuota.mb", "2.5"), Map.of());
        assertThat(refusal(admission, "Insert", INSERT)).isEqualTo(FULL);
        have("default", Map.of(), Map.of("collection.diskProtection.diskQuota.mb", "3"));
        assertThat(refusal(admission, "Insert", INSERT)).isEqualTo(FULL);
        have("default", Map.of(), Map.of("collection.diskProtection.diskQuota.mb", "-1"));
        assertThat(refusal(admission, "Insert", INSERT)).isEmpty();
    }

    @Test
    void aCollectionsOwnRateHoldsAndChangesWithItsProperty() {
        // Goal: the property works though the operator enabled no rate. Method: four vectors a search, two a second,
        // then
        // eight: two searches use up the last second, the third is paid off afterwards.
        have("default", Map.of(), Map.of("collection.searchRate.max.vps", "2"));
        Admission admission = of(QuotaLimits.NONE);
        assertThat(admittedOf(5, admission, "Search", SEARCH)).isEqualTo(1);
        have("default", Map.of(), Map.of("collection.searchRate.max.vps", "8"));
        assertThat(admittedOf(5, admission, "Search", SEARCH)).isEqualTo(3);
        have("default", Map.of(), Map.of("collection.searchRate.max.vps", "many"));
        assertThat(admittedOf(5, admission, "Search", SEARCH)).isEqualTo(5);
    }
}
