package io.windhover.index.scalar;

import io.windhover.index.bits.Bits;

/** The rows of each value of a {@link Dictionary}, by ordinal, ascending and without repeats. */
sealed interface Postings permits BitmapPostings, PackedPostings, SortedPostings {
    /** Adds the rows of the values {@code from} to {@code to - 1} to {@code rows}. */
    void addTo(int from, int to, Bits rows);
}
