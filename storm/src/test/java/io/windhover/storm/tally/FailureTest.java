package io.windhover.storm.tally;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Goal: only what may fail is excused. Method: answers as servers give them. */
class FailureTest {
    private static Failure server(int code, String message) {
        return new Failure(code, 0, "SERVER_ERROR", message);
    }

    @Test
    void absentPartitionsAndCollectionsAreTold() {
        assertThat(server(201, "partition not loaded[partition=p]").isAbsent()).isTrue();
        assertThat(server(101, "collection not loaded").isAbsent()).isTrue();
        assertThat(server(200, "partition not found[partition=p]").isAbsent()).isTrue();
        assertThat(server(65535, "internal error").isAbsent()).isFalse();
        assertThat(server(0, "connection refused").isAbsent()).isFalse();
    }

    @Test
    void anErrorOfTheServerIsNoOutage() {
        assertThat(server(5, "service internal error").isOutage()).isFalse();
        assertThat(new Failure(0, 0, "RPC_ERROR", "UNAVAILABLE: io exception").isOutage())
                .isTrue();
    }

    @Test
    void rateLimitsAndAbsentIndexesAreTold() {
        assertThat(server(8, "request is rejected by limiter").isRateLimit()).isTrue();
        assertThat(server(9, "quota exceeded").isRateLimit()).isFalse();
        assertThat(server(700, "index not found[indexName=a]").isIndexAbsent()).isTrue();
    }

    @Test
    void textsOfTheSameKindAreTheSame() {
        assertThat(server(1, "partition=client_3]").text())
                .isEqualTo(server(1, "partition=client_12]").text());
        assertThat(server(1, "segment 4711 of 0a1f at 99").text())
                .isEqualTo(server(1, "segment 12 of 77 at 1").text());
    }
}
