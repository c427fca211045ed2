package io.windhover.runtime.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.Promise;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.TaskScope;
import io.windhover.runtime.port.Network;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Goal: every network means the same. Method: the same small stories on each, through the port only. */
@Timeout(120)
public abstract class NetworkContract {
    /** More than anything takes. */
    protected static final Duration LONG = Duration.ofSeconds(60);

    /** A story told to one network. */
    protected interface Body {
        /** Runs on a fiber, or on a thread that may wait like one. */
        void run(Runtime runtime, Network network) throws Exception;
    }

    /** Runs {@code body} with a network that nobody serves yet, and closes it. */
    protected abstract void within(Body body);

    /** Returns an address of this network; the same name gives the same address. */
    protected String address(String name) {
        return name;
    }

    /** Waits for what never comes, and tells that it began to and that it was ended. */
    protected static final class Waiting implements Network.Endpoint {
        /** Done when a call has arrived. */
        public final Promise<Boolean> begun;
        /** Done when its wait has ended. */
        public final Promise<Boolean> ended;

        private final Promise<Object> never;

        /** Creates an endpoint for one call. */
        public Waiting(Runtime runtime) {
            begun = runtime.promise();
            ended = runtime.promise();
            never = runtime.promise();
        }

        @Override
        public Object answer(Object request) {
            begun.complete(true);
            try {
                return never.await();
            } finally {
                ended.complete(true);
            }
        }
    }

    /** Returns the code with which an action fails, or null. */
    protected static ErrorCode code(Runnable action) {
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
            AutoCloseable a = network.serve(address("a"), request -> "a got " + request);
            AutoCloseable b = network.serve(address("b"), request -> "b got " + request);
            assertThat(network.call(address("a"), "x", LONG)).isEqualTo("a got x");
            assertThat(network.call(address("b"), "y", LONG)).isEqualTo("b got y");
            a.close();
            b.close();
        });
    }

    @Test
    void failureOfTheServerReachesTheCallerWithItsCode() {
        within((runtime, network) -> {
            AutoCloseable serving = network.serve(address("a"), request -> {
                throw new DatabaseException(ErrorCode.CATALOG_STALE, "too old");
            });
            assertThatThrownBy(() -> network.call(address("a"), "x", LONG)).hasMessageContaining("too old");
            assertThat(code(() -> network.call(address("a"), "x", LONG))).isEqualTo(ErrorCode.CATALOG_STALE);
            serving.close();
        });
    }

    @Test
    void addressThatNobodyServesIsOffline() {
        within((runtime, network) -> {
            AutoCloseable serving = network.serve(address("a"), request -> request);
            assertThatThrownBy(() -> network.serve(address("a"), request -> request))
                    .isInstanceOf(DatabaseException.class);
            serving.close();
            assertThat(code(() -> network.call(address("a"), "x", LONG))).isEqualTo(ErrorCode.NODE_OFFLINE);
        });
    }

    @Test
    void callEndsAtItsTimeout() {
        within((runtime, network) -> {
            Promise<Object> never = runtime.promise();
            AutoCloseable serving = network.serve(address("a"), request -> never.await());
            assertThat(code(() -> network.call(address("a"), "x", Duration.ofMillis(50))))
                    .isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
            serving.close();
        });
    }

    @Test
    void whatNobodyWaitsForAnyMoreIsEnded() {
        within((runtime, network) -> {
            Waiting late = new Waiting(runtime);
            AutoCloseable serving = network.serve(address("a"), late);
            code(() -> network.call(address("a"), "x", Duration.ofMillis(50)));
            assertThat(late.ended.await(LONG)).contains(true);
            serving.close();

            Waiting unwanted = new Waiting(runtime);
            AutoCloseable servingAgain = network.serve(address("a"), unwanted);
            Fiber caller = runtime.fork("caller", () -> network.call(address("a"), "x", LONG));
            unwanted.begun.await();
            caller.cancel();
            assertThat(unwanted.ended.await(LONG)).contains(true);
            servingAgain.close();
        });
    }

    @Test
    void callWhoseTimeIsUpDoesNotDisturbTheNext() {
        within((runtime, network) -> {
            Promise<Object> never = runtime.promise();
            AutoCloseable serving =
                    network.serve(address("a"), request -> request.equals("wait") ? never.await() : "got " + request);
            for (int i = 0; i < 3; i++) {
                assertThat(code(() -> network.call(address("a"), "wait", Duration.ofMillis(50))))
                        .isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
                assertThat(network.call(address("a"), "x", LONG)).isEqualTo("got x");
            }
            serving.close();
        });
    }

    @Test
    void addressIsReachedAgainAsSoonAsItIsServedAgain() {
        within((runtime, network) -> {
            for (int i = 0; i < 5; i++) {
                int turn = i;
                AutoCloseable serving = network.serve(address("a"), request -> request + " " + turn);
                assertThat(network.call(address("a"), "x", LONG)).isEqualTo("x " + turn);
                serving.close();
                assertThat(code(() -> network.call(address("a"), "x", LONG))).isEqualTo(ErrorCode.NODE_OFFLINE);
            }
        });
    }

    @Test
    void callsOfManyFibersGetTheirOwnAnswers() {
        within((runtime, network) -> {
            AutoCloseable serving = network.serve(address("a"), request -> "got " + request);
            try (TaskScope scope = runtime.scope("callers", LONG)) {
                for (int i = 0; i < 50; i++) {
                    String text = "x" + i;
                    scope.fork("caller", () -> {
                        assertThat(network.call(address("a"), text, LONG)).isEqualTo("got " + text);
                        return true;
                    });
                }
                scope.join();
            }
            serving.close();
        });
    }
}
