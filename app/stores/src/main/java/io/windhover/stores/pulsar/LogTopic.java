package io.windhover.stores.pulsar;

import io.windhover.model.DatabaseException;
import io.windhover.runtime.port.Wal.Position;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of the topics of a log. A log is written to one topic after another, so that what is no longer needed can be given
 * back by deleting whole topics: Pulsar itself frees only what lies before its newest ledger.
 *
 * @param generation counts the topics of the log, from 1
 */
record LogTopic(String log, int generation) {
    private static final Pattern LOG = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern NAME = Pattern.compile("([A-Za-z0-9_-]+)\\.(\\d{9})");
    private static final int NUMBER_BITS = 40;

    LogTopic {
        if (!LOG.matcher(log).matches()) {
            throw DatabaseException.invalid("log name \"%s\" may have letters, digits, _ and - only", log);
        }
    }

    /** Returns the topic of a name; empty if it is not one of ours. */
    static Optional<LogTopic> of(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches()
                ? Optional.of(new LogTopic(matcher.group(1), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    String name() {
        return "%s.%09d".formatted(log, generation);
    }

    LogTopic next() {
        return new LogTopic(log, generation + 1);
    }

    /** Returns the position of the record of this number, from 1. */
    Position position(long number) {
        return new Position((long) generation << NUMBER_BITS | number);
    }

    static int generationOf(Position position) {
        return (int) (position.value() >>> NUMBER_BITS);
    }

    static long numberOf(Position position) {
        return position.value() & (1L << NUMBER_BITS) - 1;
    }
}
