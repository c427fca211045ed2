package io.windhover.server.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.proto.milvus.CreatePartitionRequest;
import io.windhover.proto.milvus.DeleteRequest;
import io.windhover.proto.milvus.FlushRequest;
import io.windhover.proto.milvus.HybridSearchRequest;
import io.windhover.proto.milvus.SearchRequest;
import io.windhover.server.limit.RateLimits.Rate;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Goal: rates hold, and nobody is shut out by them. Method: a clock that is moved by hand. */
class AdmissionTest {
    private static final double NONE = Double.POSITIVE_INFINITY;

    private long nowNs = 5_000_000_000_000L;

    private Admission of(RateKind kind, double all, double collection) {
        return new Admission(new RateLimits(Map.of(kind, new Rate(all, collection))), () -> nowNs);
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
}
