package io.windhover.index.quantgraph;

import java.util.Arrays;
import java.util.BitSet;

/** Makes every row reachable from the entries. */
final class Connection {
    /** A link given up for another may have been the only way to a third row, so it is looked again. */
    private static final int ROUNDS_MAX = 8;

    private final Links links;
    private final Entries entries;
    private final BitSet reached;
    private final int[] incoming;
    private int[] waiting = new int[1024];

    private Connection(Links links, Entries entries) {
        this.links = links;
        this.entries = entries;
        this.reached = new BitSet(links.rowCount());
        this.incoming = new int[links.rowCount()];
    }

    /**
     * Links rows that cannot be reached from one of their own neighbours that can, in place of a link to a row that has
     * others. A part without any such neighbour gets an entry of its own.
     */
    static void connect(Links links, Entries entries) {
        Connection connection = new Connection(links, entries);
        connection.countIncoming();
        connection.spreadFromEntries();
        for (int round = 0; round < ROUNDS_MAX && connection.nextMissing(0) >= 0; round++) {
            connection.linkMissing();
            connection.enterMissing();
            connection.spreadFromEntries();
        }
    }

    private void countIncoming() {
        for (int row = 0; row < links.rowCount(); row++) {
            for (int i = links.count(row) - 1; i >= 0; i--) {
                incoming[links.at(row, i)]++;
            }
        }
    }

    private void spreadFromEntries() {
        reached.clear();
        for (int i = 0; i < entries.count(); i++) {
            spread(entries.row(i));
        }
    }

    private void spread(int start) {
        int count = 0;
        if (!reached.get(start)) {
            reached.set(start);
            waiting[count++] = start;
        }
        while (count > 0) {
            int row = waiting[--count];
            for (int i = links.count(row) - 1; i >= 0; i--) {
                int next = links.at(row, i);
                if (!reached.get(next)) {
                    reached.set(next);
                    waiting = count < waiting.length ? waiting : Arrays.copyOf(waiting, 2 * count);
                    waiting[count++] = next;
                }
            }
        }
    }

    private int nextMissing(int row) {
        int missing = reached.nextClearBit(row);
        return missing < links.rowCount() ? missing : -1;
    }

    private void linkMissing() {
        boolean linked = true;
        while (linked) {
            linked = false;
            for (int row = nextMissing(0); row >= 0; row = nextMissing(row + 1)) {
                if (linkFromNeighbour(row)) {
                    spread(row);
                    linked = true;
                }
            }
        }
    }

    /** Links a row from one of its neighbours or, where these have no place to give, from one of theirs. */
    private boolean linkFromNeighbour(int row) {
        int count = links.count(row);
        for (int i = 0; i < count; i++) {
            if (link(links.at(row, i), row)) {
                return true;
            }
        }
        for (int i = 0; i < count; i++) {
            int neighbour = links.at(row, i);
            for (int j = links.count(neighbour) - 1; j >= 0; j--) {
                if (link(links.at(neighbour, j), row)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Links a reached row to another in a free place or that of the last link whose row many others link to. */
    private boolean link(int from, int to) {
        if (!reached.get(from)) {
            return false;
        }
        int count = links.count(from);
        if (count < links.degree()) {
            links.put(from, count, to);
            return true;
        }
        for (int i = count - 1; i >= count / 2; i--) {
            int other = links.at(from, i);
            if (incoming[other] > links.degree() / 4) {
                incoming[other]--;
                links.put(from, i, to);
                return true;
            }
        }
        return false;
    }

    /** Gives each part without a reached neighbour an entry, from which the rest of the part may then be linked. */
    private void enterMissing() {
        for (int row = nextMissing(0); row >= 0; row = nextMissing(row + 1)) {
            if (linkFromNeighbour(row) || entries.add(row)) {
                spread(row);
            }
        }
    }
}
