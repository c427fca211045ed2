package io.windhover.index.quantgraph;

import io.windhover.index.kernel.BlockCoder;
import io.windhover.index.kernel.CodeScan;
import io.windhover.index.kernel.Memory;

/**
 * The working memory of one thread's walks over one graph, and the walk itself: be at the nearest row not yet been at,
 * estimate the distances of its neighbours from the codes beside it, until {@code ef} rows that were been at are nearer
 * than all others. Only rows that the walk is at are compared themselves. Used again and again; nothing is allocated
 * while walking.
 */
final class Walk {
    private static final DoneList NOTHING = new DoneList();
    private static final int LINE_BYTES = 64;

    private final Records records;
    private final long recordBytes;
    private final CodeScan scan = CodeScan.best();
    private final PlacedQuery query;
    private final float[] estimates = new float[CodeScan.ROWS];
    private final long[] visited;
    private final OpenList open = new OpenList();
    private final DoneList done = new DoneList();
    private final OpenList found = new OpenList();
    /** Keeps what was only read to fetch it from being optimised away. */
    private int touched;
    /** Bit per row, set = may be found; null while all may. */
    private long[] allowed;

    Walk(Records records, int rowCount) {
        Layout layout = records.layout();
        this.records = records;
        this.recordBytes = layout.recordBytes();
        this.query = new PlacedQuery(layout);
        this.visited = new long[(rowCount + 63) >>> 6];
    }

    /** Returns the query, which the caller fills before it lets this walk. */
    PlacedQuery query() {
        return query;
    }

    /** Returns the rows that the last walk was at. */
    DoneList done() {
        return done;
    }

    /** Returns the allowed rows that the last walk among allowed ones heard of. */
    OpenList found() {
        return found;
    }

    /** Notes a visit; returns whether it is the first. */
    boolean visit(int row) {
        long bit = 1L << row;
        long word = visited[row >>> 6];
        visited[row >>> 6] = word | bit;
        return (word & bit) == 0;
    }

    private void forget() {
        for (int i = 0; i < done.count(); i++) {
            visited[done.row(i) >>> 6] = 0;
        }
        done.reset();
    }

    /** Walks until {@code ef} rows that it was at are nearer than all others that it heard of; they are in {@link #done}. */
    void search(int ef) {
        allowed = null;
        begin(ef);
        for (int index = open.nearest(); index >= 0; index = open.nearest()) {
            if (done.count() >= ef && done.countBelow(open.distance(index)) >= ef) {
                break;
            }
            step(index);
        }
    }

    /**
     * Walks through all rows and leaves the allowed ones that it heard of in {@link #found}, some of them more than once.
     *
     * @param ef rows to have been at before it ends
     * @param wanted allowed rows to have heard of before it ends
     * @param words bit per row, set = allowed
     * @param stepsMax gives up after so many rows
     * @return whether it came to its end
     */
    boolean searchAllowed(int ef, int wanted, long[] words, int stepsMax) {
        allowed = words;
        found.reset(wanted);
        begin(ef);
        for (int index = open.nearest(); index >= 0; index = open.nearest()) {
            boolean enough = found.count() >= wanted && done.count() >= ef;
            if (enough && done.countBelow(open.distance(index)) >= ef) {
                break;
            }
            if (done.count() >= stepsMax) {
                return false;
            }
            step(index);
        }
        return true;
    }

    private void begin(int ef) {
        forget();
        open.reset(ef);
        for (int i = 0; i < records.entryBlocks(); i++) {
            offer(records.entryBlock(i), query.square());
        }
        open.shrink(done);
    }

    private void step(int index) {
        int row = open.take(index);
        if (!visit(row)) {
            return;
        }
        long record = records.of(row);
        fetch(record);
        float distance = query.distance(records, record);
        done.add(distance, row);
        long block = records.neighbours(record);
        for (int i = records.layout().degree();
                i > 0;
                i -= CodeScan.ROWS, block += records.layout().blockBytes()) {
            offer(block, distance);
        }
    }

    /** Reads a word of each cache line of a record, so that they come together, not as the work needs them. */
    private void fetch(long record) {
        long end = record + recordBytes;
        int sum = 0;
        for (long line = record; line < end; line += LINE_BYTES) {
            sum += Memory.intAt(line);
        }
        touched += sum;
    }

    /** Adds the neighbours in a block that may be among the nearest. */
    private void offer(long block, float start) {
        float limit = allowed == null ? open.limit() : Math.max(open.limit(), found.limit());
        int below = scan.estimate(query.table(), BlockCoder.scanned(block), start, limit, estimates);
        if (allowed != null) {
            find(block, below);
        }
        while (below != 0) {
            int slot = Integer.numberOfTrailingZeros(below);
            below &= below - 1;
            int row = Records.neighbour(block, slot);
            if ((visited[row >>> 6] & 1L << row) == 0) {
                open.add(estimates[slot], row);
            }
        }
        if (open.isFull()) {
            open.shrink(done);
        }
    }

    private void find(long block, int below) {
        for (int rest = below; rest != 0; rest &= rest - 1) {
            int slot = Integer.numberOfTrailingZeros(rest);
            int row = Records.neighbour(block, slot);
            int word = row >>> 6;
            if (word < allowed.length && (allowed[word] & 1L << row) != 0) {
                found.add(estimates[slot], row);
            }
        }
        if (found.isFull()) {
            found.shrink(NOTHING);
        }
    }
}
