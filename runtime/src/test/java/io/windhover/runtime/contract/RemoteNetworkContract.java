package io.windhover.runtime.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.model.ErrorCode;
import io.windhover.runtime.Promise;
import org.junit.jupiter.api.Test;

/** Goal: networks between processes mean the same. Method: what the callee does on fibers of its own. */
public abstract class RemoteNetworkContract extends NetworkContract {
    @Test
    void closingEndsWhatIsStillAnswered() {
        within((runtime, network) -> {
            Waiting left = new Waiting(runtime);
            AutoCloseable serving = network.serve(address("a"), left);
            Promise<ErrorCode> heard = runtime.promise();
            runtime.fork("caller", () -> heard.complete(code(() -> network.call(address("a"), "x", LONG))));
            left.begun.await();
            serving.close();
            assertThat(left.ended.await(LONG.dividedBy(2))).contains(true);
            assertThat(heard.await(LONG.dividedBy(2))).contains(ErrorCode.DEADLINE_EXCEEDED);
        });
    }
}
