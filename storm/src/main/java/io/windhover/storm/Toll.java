package io.windhover.storm;

import io.windhover.storm.play.Scene;
import io.windhover.storm.process.Footprint;
import io.windhover.storm.tally.Journal;
import java.util.List;
import java.util.OptionalLong;

/**
 * What the tool and the server had used up at an instant.
 *
 * @param atNs     {@code System.nanoTime}
 * @param rows     inserted since the tool started
 * @param tool     this process
 * @param serverMs of processors, -1 if unknown
 */
record Toll(long atNs, long rows, Footprint tool, long serverMs) {
    static Toll now(Journal journal, Footprint server) {
        Footprint tool = Footprint.of(OptionalLong.of(ProcessHandle.current().pid()), List.of());
        return new Toll(System.nanoTime(), journal.count(Scene.ROWS), tool, server.cpuMs());
    }

    /** Notes what was used since an earlier instant; of a server that is another process now, nothing is known. */
    void noteSince(Toll earlier, Journal journal) {
        journal.count("storm ms", Math.max(1, (atNs - earlier.atNs) / 1_000_000));
        journal.count("storm rows", rows - earlier.rows);
        journal.count("tool cpu ms", tool.cpuMs() - earlier.tool.cpuMs());
        journal.count("tool memory mb", tool.rssMb());
        if (earlier.serverMs >= 0 && serverMs > earlier.serverMs) {
            journal.count("server cpu ms", serverMs - earlier.serverMs);
        }
    }
}
