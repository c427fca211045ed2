package io.windhover.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A bounded queue: any fiber puts, one owner takes. */
public interface Mailbox<T> {
    /** Adds a message at once, or returns false when the queue is full or closed. */
    boolean offer(T message);

    /** Waits for a message. */
    T take();

    /** Waits for a message, at most {@code timeout}. */
    Optional<T> poll(Duration timeout);

    /** Waits for at least one message, then takes all that are waiting (at most {@code max}), oldest first. */
    List<T> takeAll(int max);

    /** Returns how many messages wait. */
    int size();

    /** Refuses further messages and wakes a waiting taker with a cancellation. */
    void close();
}
