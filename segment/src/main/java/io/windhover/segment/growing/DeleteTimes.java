package io.windhover.segment.growing;

import io.windhover.index.bits.Bits;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * When each row of a growing segment was deleted; chunks without deletes have no memory. The owner sets a time once a
 * row; a reader whose read time is older than a delete going on beside it ignores it either way.
 */
final class DeleteTimes {
    /** Time of a row that was not deleted. */
    static final long NEVER = Long.MAX_VALUE;

    private static final VarHandle TIME = MethodHandles.arrayElementVarHandle(long[].class);
    private final int shift;
    private final long[][] chunks;
    private final int deletedCount;

    private DeleteTimes(int shift, long[][] chunks, int deletedCount) {
        this.shift = shift;
        this.chunks = chunks;
        this.deletedCount = deletedCount;
    }

    static DeleteTimes none(int shift) {
        return new DeleteTimes(shift, new long[0][], 0);
    }

    /** Returns the times with one more; shares its chunks with this. Owner only. */
    DeleteTimes with(int row, long time) {
        int chunk = row >>> shift;
        long[][] all = chunks;
        if (chunk >= all.length || all[chunk] == null) {
            all = Arrays.copyOf(all, Math.max(all.length, chunk + 1));
            all[chunk] = new long[1 << shift];
            Arrays.fill(all[chunk], NEVER);
        }
        TIME.setOpaque(all[chunk], row & (1 << shift) - 1, time);
        return new DeleteTimes(shift, all, deletedCount + 1);
    }

    /** Returns when a row was deleted, {@link #NEVER} if it was not. */
    long of(int row) {
        int chunk = row >>> shift;
        if (chunk >= chunks.length || chunks[chunk] == null) {
            return NEVER;
        }
        return (long) TIME.getOpaque(chunks[chunk], row & (1 << shift) - 1);
    }

    /** Takes the rows deleted at or before {@code readAt} out of {@code rows}. */
    void removeDeleted(Bits rows, long readAt) {
        for (int chunk = 0; chunk < chunks.length; chunk++) {
            if (chunks[chunk] != null) {
                removeDeleted(rows, readAt, chunk);
            }
        }
    }

    private void removeDeleted(Bits rows, long readAt, int chunk) {
        long[] times = chunks[chunk];
        int base = chunk << shift;
        int end = Math.min(times.length, rows.size() - base);
        for (int i = 0; i < end; i++) {
            if ((long) TIME.getOpaque(times, i) <= readAt) {
                rows.clear(base + i);
            }
        }
    }

    /** Returns how many rows were deleted. */
    int deletedCount() {
        return deletedCount;
    }

    long bytes() {
        long total = 0;
        for (long[] chunk : chunks) {
            total += chunk == null ? 0 : 8L << shift;
        }
        return total;
    }
}
