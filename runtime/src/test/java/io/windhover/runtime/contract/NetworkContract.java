package io.windhover.runtime.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.Promise;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.Network;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Goal: every network means the same. Method: the same small stories on each, through the port only. */
@Timeout(120)
public abstract class NetworkContract {
    private static final Duration LONG = Duration.ofSeconds(60);

    /** A story told to one network. */
    protected interface Body {
        /** Runs on a fiber, or on a thread that may wait like one. */
        void run(Runtime runtime, Network network) throws Exception;
    }

    /** Runs {@code body} with a network that nobody serves yet, and closes it. */
    protected abstract void within(Body body);

    private static ErrorCode code(Runnable action) {
        try {
            action.run();
            return null;
        } catch (DatabaseException cause) {
            return cause.code();
        }
    }

    @Test
    void callReachesTheServerOfItsAddressAndBringsItsAnswer() {
        within((runtime, network) -> {
            AutoCloseable a = network.serve("a", request -> "a got " + request);
            AutoCloseable b = network.serve("b", request -> "b got " + request);
            assertThat(network.call("a", "x", LONG)).isEqualTo("a got x");
            assertThat(network.call("b", "y", LONG)).isEqualTo("b got y");
            a.close();
            b.close();
        });
    }

    @Test
    void failureOfTheServerReachesTheCallerWithItsCode() {
        within((runtime, network) -> {
            AutoCloseable serving = network.serve("a", request -> {
                throw new DatabaseException(ErrorCode.CATALOG_STALE, "too old");
            });
            assertThatThrownBy(() -> network.call("a", "x", LONG)).hasMessageContaining("too old");
            assertThat(code(() -> network.call("a", "x", LONG))).isEqualTo(ErrorCode.CATALOG_STALE);
            serving.close();
        });
    }

    @Test
    void addressThatNobodyServesIsOffline() {
        within((runtime, network) -> {
            AutoCloseable serving = network.serve("a", request -> request);
            assertThatThrownBy(() -> network.serve("a", request -> request)).isInstanceOf(DatabaseException.class);
            serving.close();
            assertThat(code(() -> network.call("a", "x", LONG))).isEqualTo(ErrorCode.NODE_OFFLINE);
        });
    }

    @Test
    void callEndsAtItsTimeout() {
        within((runtime, network) -> {
            Promise<Object> never = runtime.promise();
            AutoCloseable serving = network.serve("a", request -> never.await());
            assertThat(code(() -> network.call("a", "x", Duration.ofMillis(50))))
                    .isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
            serving.close();
        });
    }
}
