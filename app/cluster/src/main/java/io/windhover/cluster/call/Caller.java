package io.windhover.cluster.call;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.port.Network;
import java.time.Duration;

/** Asks other processes over a network. */
public record Caller(Network network) {
    /**
     * Asks one process and waits for its answer.
     *
     * @param answer the class of the call's answer
     * @throws DatabaseException what the callee throws and what {@link Network#call} throws; DATA_INTEGRITY when the
     *     answer is of another class
     */
    public <A> A ask(String address, Call call, Class<A> answer, Duration timeout) {
        return ask(address, call, answer, timeout, () -> {});
    }

    /** As the other, but waits only as long as {@code doubt} lets it. */
    public <A> A ask(String address, Call call, Class<A> answer, Duration timeout, Network.Doubt doubt) {
        Object got = network.call(address, call, timeout, doubt);
        if (!answer.isInstance(got)) {
            throw new DatabaseException(
                    ErrorCode.DATA_INTEGRITY,
                    "\"" + address + "\" answered " + call.getClass().getSimpleName() + " with "
                            + (got == null ? "nothing" : got.getClass().getSimpleName()));
        }
        return answer.cast(got);
    }
}
