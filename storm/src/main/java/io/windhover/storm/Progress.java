package io.windhover.storm;

import io.windhover.storm.tally.Journal;
import java.util.concurrent.TimeUnit;

/** What a user sees while it runs: one line that changes on a terminal, a line now and then elsewhere. */
final class Progress {
    private static final long QUIET_NS = TimeUnit.SECONDS.toNanos(5);
    private static final int WIDTH = 110;

    private final Journal journal;
    private final boolean isTerminal =
            System.console() != null && System.console().isTerminal();
    private long lastNs = System.nanoTime() - QUIET_NS;

    Progress(Journal journal) {
        this.journal = journal;
    }

    /** Prints a line that stays. */
    synchronized void say(String text) {
        System.out.println(isTerminal ? "\r" + padded(text) : text);
    }

    /** Shows a line until the next one. */
    synchronized void show(String text) {
        if (isTerminal) {
            System.out.print("\r" + padded(text));
            System.out.flush();
        } else if (System.nanoTime() - lastNs >= QUIET_NS) {
            lastNs = System.nanoTime();
            System.out.println(text);
        }
    }

    /** Shows how far the storm is. */
    void storm(long second) {
        show("%4d s  %,d operations  cycles a %d b %d c %d  canary search p99 %.1f ms  errors %d  wrong %d"
                .formatted(
                        second,
                        journal.operations(),
                        journal.count("cycles WRITE"),
                        journal.count("cycles SEARCH"),
                        journal.count("cycles HYBRID"),
                        journal.quantileNs(Journal.CANARY_SEARCH, 0.99) / 1e6,
                        journal.faults() - journal.wrongCount(),
                        journal.wrongCount()));
    }

    private static String padded(String text) {
        return text + " ".repeat(Math.max(0, WIDTH - text.length()));
    }
}
