package io.windhover.simulation.linear;

import java.util.Optional;

/**
 * What an object does when nobody is beside the caller.
 *
 * @param <S> its states, values with {@code equals}
 * @param <C> what callers ask
 * @param <A> what they are answered
 */
public interface SequentialObject<S, C, A> {
    /**
     * Returns the state after a call.
     *
     * @param answer what the caller was told; empty = not known, every answer fits
     * @return empty if the object would not have answered so in this state
     */
    Optional<S> after(S before, C command, Optional<A> answer);
}
