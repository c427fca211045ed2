package io.windhover.model.search;

import io.windhover.model.Timestamp;

/** What a read must see at least. */
public sealed interface Guarantee {
    /** Every change that was acknowledged before the read came. */
    record Newest() implements Guarantee {}

    /** Every change up to a timestamp. */
    record AtLeast(Timestamp timestamp) implements Guarantee {}

    /** Whatever is there. */
    record Anything() implements Guarantee {}
}
