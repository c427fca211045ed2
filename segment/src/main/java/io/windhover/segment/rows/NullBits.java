package io.windhover.segment.rows;

import io.windhover.index.bits.Bits;
import java.lang.foreign.MemorySegment;

/**
 * Which rows of a column have no value: one bit a row in chunks of 64-bit words. A chunk may be missing ({@code null}
 * inside the array) when none of its rows is null.
 */
public final class NullBits {
    /** No row is null. */
    public static final NullBits NONE = new NullBits(Kind.NONE, new MemorySegment[0], 31);

    /** Every row is null. */
    public static final NullBits ALL = new NullBits(Kind.ALL, new MemorySegment[0], 31);

    private enum Kind {
        NONE,
        ALL,
        SOME
    }

    private final Kind kind;
    private final MemorySegment[] chunks;
    private final int shift;

    private NullBits(Kind kind, MemorySegment[] chunks, int shift) {
        this.kind = kind;
        this.chunks = chunks;
        this.shift = shift;
    }

    /**
     * Returns the bits in chunks of {@code 1 << shift} rows each; rows beyond the last chunk are not null.
     *
     * @param shift at least 6
     */
    public static NullBits chunked(MemorySegment[] chunks, int shift) {
        return new NullBits(Kind.SOME, chunks, shift);
    }

    /** Returns the bits of one chunk. */
    public static NullBits of(MemorySegment words) {
        return new NullBits(Kind.SOME, new MemorySegment[] {words}, 31);
    }

    /** Tells whether it is certain that no row is null. */
    public boolean isNone() {
        return kind == Kind.NONE;
    }

    /** Tells whether every row is null. */
    public boolean isAll() {
        return kind == Kind.ALL;
    }

    /** Tells whether a row has no value. */
    public boolean isNull(int row) {
        return switch (kind) {
            case NONE -> false;
            case ALL -> true;
            case SOME -> (word(row >>> 6) & 1L << row) != 0;
        };
    }

    /** Returns the bits of the rows {@code 64 * index} to {@code 64 * index + 63}. */
    public long word(int index) {
        return switch (kind) {
            case NONE -> 0L;
            case ALL -> -1L;
            case SOME -> {
                int chunk = index >>> shift - 6;
                MemorySegment words = chunk < chunks.length ? chunks[chunk] : null;
                yield words == null ? 0L : words.get(Layouts.LONG, (long) (index - (chunk << shift - 6)) << 3);
            }
        };
    }

    /** Returns the null rows among the first {@code rowCount}. */
    public Bits bits(int rowCount) {
        long[] words = new long[Bits.wordCount(rowCount)];
        if (kind != Kind.NONE) {
            for (int i = 0; i < words.length; i++) {
                words[i] = word(i);
            }
        }
        return Bits.wrap(rowCount, words);
    }
}
