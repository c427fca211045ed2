package io.windhover.model.catalog;

import io.windhover.model.DatabaseException;
import io.windhover.model.Timestamp;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How long rows of a collection live: the property {@code collection.ttl.seconds}. A row is expired once it was written
 * that many seconds ago; zero and less, or no value, let rows live for ever.
 */
public final class TimeToLive {
    /** The property's name. */
    public static final String PROPERTY = "collection.ttl.seconds";

    private static final long SECONDS_MAX = 3_155_760_000L;
    private static final long MS_PER_SECOND = 1000;

    private TimeToLive() {}

    /**
     * Checks the value that properties give, if they give one.
     *
     * @throws DatabaseException PARAMETER_INVALID when it is no whole number from -1 to a hundred years
     */
    public static void check(Map<String, String> properties) {
        String text = properties.get(PROPERTY);
        if (text == null) {
            return;
        }
        long seconds = number(text)
                .orElseThrow(() -> DatabaseException.invalid("collection TTL is not a valid positive integer"));
        if (seconds < -1 || seconds > SECONDS_MAX) {
            throw DatabaseException.invalid(
                    "collection TTL is out of range, expect [-1, %d], got %d", SECONDS_MAX, seconds);
        }
    }

    /**
     * Returns the time up to which rows are expired; ZERO if none is. It moves once a second: a row lives up to a second
     * longer than its time, and reads of one second share what they know of expired rows.
     *
     * @param properties of the collection
     * @param nowMs      milliseconds since 1970
     */
    public static Timestamp expiredUpTo(Map<String, String> properties, long nowMs) {
        String text = properties.get(PROPERTY);
        long seconds = text == null ? 0 : number(text).orElse(0);
        long newestExpired = nowMs / MS_PER_SECOND - seconds;
        return seconds <= 0 || newestExpired <= 0 ? Timestamp.ZERO : Timestamp.ofMillis(newestExpired * MS_PER_SECOND);
    }

    private static OptionalLong number(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException _) {
            return OptionalLong.empty();
        }
    }
}
