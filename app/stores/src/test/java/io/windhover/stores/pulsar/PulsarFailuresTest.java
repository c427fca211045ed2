package io.windhover.stores.pulsar;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import java.util.concurrent.CompletionException;
import org.apache.pulsar.client.api.PulsarClientException;
import org.junit.jupiter.api.Test;

/** Goal: what Pulsar says reaches callers as something they can act on. Method: its exceptions, as its client throws them. */
class PulsarFailuresTest {
    private static DatabaseException of(PulsarClientException said) {
        return PulsarFailures.of("log shard-1-0", new CompletionException(said));
    }

    @Test
    void anAbsentTopicIsAReasonToTryAgainAndToldApart() {
        DatabaseException absent = of(new PulsarClientException.TopicDoesNotExistException("no topic"));
        assertThat(absent.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
        assertThat(PulsarFailures.isAbsent(absent)).isTrue();
        assertThat(PulsarFailures.isAbsent(of(new PulsarClientException.TimeoutException("late"))))
                .isFalse();
    }

    @Test
    void whoWasFencedIsNoOwner() {
        assertThat(of(new PulsarClientException.ProducerFencedException("other"))
                        .code())
                .isEqualTo(ErrorCode.NOT_OWNER);
    }
}
