package io.windhover.server.milvus;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.Message;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.proto.milvus.CreatePartitionRequest;
import io.windhover.proto.milvus.FlushRequest;
import io.windhover.proto.milvus.QueryRequest;
import io.windhover.server.log.LogSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Goal: the log has what matters, once, and nothing of users' rows. Method: ended requests, and the events they make. */
class RequestLogTest {
    private static final Caller CALLER = new Caller("", "id-1");
    private static final CreatePartitionRequest CREATE = CreatePartitionRequest.newBuilder()
            .setCollectionName("docs")
            .setPartitionName("eu")
            .build();
    private static final QueryRequest QUERY = QueryRequest.newBuilder()
            .setCollectionName("docs")
            .setExpr("name == \"secret\"")
            .build();

    private final ListAppender<ILoggingEvent> events = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(RequestLog.class);
    private long nowNs;

    @BeforeEach
    void listen() {
        events.start();
        logger.addAppender(events);
        logger.setLevel(Level.INFO);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(events);
        logger.setLevel(null);
    }

    private RequestLog log(boolean everyAccess) {
        return new RequestLog(
                new LogSettings("info", false, Duration.ofSeconds(5), everyAccess), () -> 812, () -> nowNs);
    }

    private static RequestLog.Ended ended(String method, Message request, long tookMs) {
        return new RequestLog.Ended(method, CALLER, request, Optional.empty(), tookMs * 1_000_000);
    }

    private static RequestLog.Ended failed(String method, Message request, ErrorCode code) {
        DatabaseException failure = DatabaseException.of(code);
        return new RequestLog.Ended(method, CALLER, request, Optional.of(failure), 1_000_000);
    }

    private List<String> said() {
        return events.list.stream()
                .map(event -> event.getLevel() + " " + event.getMessage() + " "
                        + event.getKeyValuePairs().stream()
                                .map(pair -> pair.key + "=" + pair.value)
                                .collect(Collectors.joining(" ")))
                .toList();
    }

    @Test
    void eachDdlCommandIsSaidWithItsRequestAndVersion() {
        log(false).ended(ended("CreatePartition", CREATE, 3));
        assertThat(said())
                .containsExactly("INFO DDL done method=CreatePartition database=default collection=docs partition=eu"
                        + " code=0 took_ms=3 request_id=id-1 catalog_version=812");
    }

    @Test
    void readsAreSaidOnlyWhenSlowOrAskedForAndNeverWithTheirFilter() {
        log(false).ended(ended("Query", QUERY, 4999));
        assertThat(said()).isEmpty();
        log(false).ended(ended("Query", QUERY, 5000));
        log(true).ended(ended("Query", QUERY, 1));
        assertThat(said())
                .containsExactly(
                        "WARN slow request method=Query database=default collection=docs code=0 took_ms=5000"
                                + " request_id=id-1",
                        "INFO request method=Query database=default collection=docs code=0 took_ms=1 request_id=id-1");
    }

    @Test
    void manyNamesAreCutShort() {
        FlushRequest.Builder flush = FlushRequest.newBuilder();
        for (int i = 0; i < 10; i++) {
            flush.addCollectionNames("c" + i);
        }
        log(true).ended(ended("Flush", flush.build(), 1));
        assertThat(said()).singleElement().asString().contains("collections=c0,c1,c2,c3,c4,c5,c6,c7,… ");
    }

    @Test
    void whatRepeatsIsSaidEveryTenSecondsWithTheNumberInBetween() {
        RequestLog log = log(false);
        for (int i = 0; i < 100; i++) {
            log.ended(failed("Query", QUERY, ErrorCode.SERVICE_UNAVAILABLE));
            log.ended(failed("CreatePartition", CREATE, ErrorCode.PARAMETER_INVALID));
        }
        assertThat(said()).hasSize(2);
        nowNs = RepeatedLines.PAUSE_NS;
        log.ended(failed("Query", QUERY, ErrorCode.SERVICE_UNAVAILABLE));
        assertThat(said())
                .hasSize(3)
                .last()
                .asString()
                .startsWith("WARN request failed")
                .contains(" held_back=99");
    }

    @Test
    void aUsersMistakeIsForDebuggingOnly() {
        log(false).ended(failed("Query", QUERY, ErrorCode.PARAMETER_INVALID));
        assertThat(said()).isEmpty();
        logger.setLevel(Level.DEBUG);
        log(false).ended(failed("Query", QUERY, ErrorCode.PARAMETER_INVALID));
        assertThat(said())
                .singleElement()
                .asString()
                .startsWith("DEBUG request refused")
                .doesNotContain("secret");
    }

    @Test
    void aFailureThatNobodyForesawHasItsStackOnce() {
        RequestLog log = log(false);
        log.unexpected("Query", CALLER, new IllegalStateException("why"));
        log.unexpected("Query", CALLER, new IllegalStateException("why"));
        assertThat(events.list).hasSize(1);
        assertThat(events.list.getFirst().getThrowableProxy().getMessage()).isEqualTo("why");
    }
}
