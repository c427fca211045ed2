package io.windhover.storm;

import io.windhover.storm.tally.Journal;
import java.util.concurrent.TimeUnit;

/** What a user sees while it runs: one line that changes on a terminal, a line now and then elsewhere. */
final class Progress {
    private static final long QUIET_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long FRAME_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int WIDTH = 79;

    private final Journal journal;
    private final boolean isTerminal =
            System.console() != null && System.console().isTerminal();
    private long lastNs = System.nanoTime() - QUIET_NS;
    private int shown;

    Progress(Journal journal) {
        this.journal = journal;
    }

    /** Prints a line that stays. */
    synchronized void say(String text) {
        System.out.println(isTerminal ? "\r" + over(text) : text);
        shown = 0;
    }

    /** Shows a line until the next one, a few times a second at most. */
    synchronized void show(String text) {
        long quietNs = isTerminal ? FRAME_NS : QUIET_NS;
        if (System.nanoTime() - lastNs < quietNs) {
            return;
        }
        lastNs = System.nanoTime();
        String line = text.length() > WIDTH ? text.substring(0, WIDTH) : text;
        if (isTerminal) {
            System.out.print("\r" + over(line));
            System.out.flush();
            shown = line.length();
        } else {
            System.out.println(line);
        }
    }

    /** Blanks what of the line before would stick out. */
    private String over(String text) {
        return text + " ".repeat(Math.max(0, shown - text.length()));
    }

    /** Says how far something of known size is, how fast it goes and how long it will take. */
    static String rate(String what, long done, long all, long ns) {
        double perSecond = done / Math.max(1e-3, ns / 1e9);
        long left = Math.round((all - done) / Math.max(1, perSecond));
        return "%,d of %,d %s, %,.0f a second, %d:%02d left"
                .formatted(done, all, what, perSecond, left / 60, left % 60);
    }

    /** Shows how far the storm is. */
    void storm(long second) {
        show("%4d s  %,d calls  cycles a %d b %d c %d  canary p99 %.0f ms  errors %d wrong %d"
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
}
