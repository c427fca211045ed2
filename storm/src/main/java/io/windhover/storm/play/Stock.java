package io.windhover.storm.play;

import io.windhover.storm.endpoint.Batch;
import io.windhover.storm.endpoint.Wire;
import io.windhover.storm.stage.Field;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Rows ready to be inserted. The values of the clients' partitions repeat after {@link #SETS} partitions, so that each set
 * is made once; ids never do. Few threads make rows at once, so that those who measure latencies get their turn.
 */
public final class Stock {
    /**
     * How many partitions have values of their own. A prime: clients that take turns do not meet the values of their own
     * last partition.
     */
    public static final int SETS = 31;

    private final Setting setting;
    private final List<Field> fields;
    private final AtomicReferenceArray<Batch> sets = new AtomicReferenceArray<>(SETS);
    private final Semaphore makers =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));

    Stock(Setting setting, List<Field> fields) {
        this.setting = setting;
        this.fields = fields;
    }

    /** Makes all sets. */
    public void fill() {
        for (int set = 0; set < SETS; set++) {
            batch(setting.baseRows() + (long) set * setting.partitionRows(), setting.partitionRows());
        }
    }

    /** Returns rows, made before if they are those of a whole partition. */
    Batch batch(long first, int count) {
        long beyond = first - setting.baseRows();
        if (beyond < 0 || count != setting.partitionRows() || beyond % count != 0) {
            return made(first, count);
        }
        int set = (int) (beyond / count % SETS);
        Batch known = sets.get(set);
        if (known == null) {
            known = made(first, count);
            sets.set(set, known);
        }
        return known.startingAt(first);
    }

    private Batch made(long first, int count) {
        makers.acquireUninterruptibly();
        try {
            return Wire.batch(fields, first, count);
        } finally {
            makers.release();
        }
    }
}
