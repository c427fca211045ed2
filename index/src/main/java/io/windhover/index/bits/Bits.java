package io.windhover.index.bits;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntConsumer;

/**
 * A set of row indexes 0 to {@code size - 1}, one bit each, in {@code long} words: row r is bit {@code r & 63} of word
 * {@code r >> 6}. Bits beyond the size are always zero. Mutable, owned by one thread at a time; operations that change
 * it return it, so that they can be chained.
 */
public final class Bits {
    private final int size;
    private final long[] words;

    /** Creates an empty set over {@code size} rows. */
    public Bits(int size) {
        this(size, new long[wordCount(size)]);
    }

    private Bits(int size, long[] words) {
        this.size = size;
        this.words = words;
    }

    /** Returns the set of all {@code size} rows. */
    public static Bits all(int size) {
        return new Bits(size).not();
    }

    /** Returns the set of the rows given, each in 0 to {@code size - 1}. */
    public static Bits of(int size, int... rows) {
        Bits bits = new Bits(size);
        for (int row : rows) {
            bits.set(row);
        }
        return bits;
    }

    /**
     * Returns a set that uses {@code words} as its own memory.
     *
     * @param words exactly {@link #wordCount} words; bits beyond the size are cleared
     */
    public static Bits wrap(int size, long[] words) {
        if (words.length != wordCount(size)) {
            throw new IllegalArgumentException(words.length + " words for " + size + " bits");
        }
        Bits bits = new Bits(size, words);
        bits.trim();
        return bits;
    }

    /** Returns the number of words that hold {@code size} bits. */
    public static int wordCount(int size) {
        return (size + 63) >>> 6;
    }

    /** Returns the number of rows the set ranges over, not the number of its members. */
    public int size() {
        return size;
    }

    /** Returns the memory of this set, not a copy. */
    public long[] words() {
        return words;
    }

    /** Tells whether {@code row} is a member. */
    public boolean get(int row) {
        Objects.checkIndex(row, size);
        return (words[row >>> 6] & (1L << row)) != 0;
    }

    /** Adds {@code row}. */
    public void set(int row) {
        Objects.checkIndex(row, size);
        words[row >>> 6] |= 1L << row;
    }

    /** Adds or removes {@code row}. */
    public void set(int row, boolean member) {
        if (member) {
            set(row);
        } else {
            clear(row);
        }
    }

    /** Removes {@code row}. */
    public void clear(int row) {
        Objects.checkIndex(row, size);
        words[row >>> 6] &= ~(1L << row);
    }

    /** Adds the rows {@code from} (inclusive) to {@code to} (exclusive). */
    public Bits setRange(int from, int to) {
        Objects.checkFromToIndex(from, to, size);
        if (from == to) {
            return this;
        }
        int first = from >>> 6;
        int last = (to - 1) >>> 6;
        long firstMask = -1L << from;
        long lastMask = -1L >>> -to;
        if (first == last) {
            words[first] |= firstMask & lastMask;
            return this;
        }
        words[first] |= firstMask;
        Arrays.fill(words, first + 1, last, -1L);
        words[last] |= lastMask;
        return this;
    }

    /** Adds every row. */
    public Bits setAll() {
        Arrays.fill(words, -1L);
        trim();
        return this;
    }

    /** Removes every row. */
    public Bits clearAll() {
        Arrays.fill(words, 0L);
        return this;
    }

    /** Keeps only the rows that {@code other}, of the same size, has too. */
    public Bits and(Bits other) {
        requireSameSize(other);
        for (int i = 0; i < words.length; i++) {
            words[i] &= other.words[i];
        }
        return this;
    }

    /** Adds the rows of {@code other}, of the same size. */
    public Bits or(Bits other) {
        requireSameSize(other);
        for (int i = 0; i < words.length; i++) {
            words[i] |= other.words[i];
        }
        return this;
    }

    /** Removes the rows of {@code other}, of the same size. */
    public Bits andNot(Bits other) {
        requireSameSize(other);
        for (int i = 0; i < words.length; i++) {
            words[i] &= ~other.words[i];
        }
        return this;
    }

    /** Keeps the rows that exactly one of this and {@code other}, of the same size, has. */
    public Bits xor(Bits other) {
        requireSameSize(other);
        for (int i = 0; i < words.length; i++) {
            words[i] ^= other.words[i];
        }
        return this;
    }

    /** Turns members into non-members and the reverse. */
    public Bits not() {
        for (int i = 0; i < words.length; i++) {
            words[i] = ~words[i];
        }
        trim();
        return this;
    }

    /** Returns the number of members. */
    public int cardinality() {
        int count = 0;
        for (long word : words) {
            count += Long.bitCount(word);
        }
        return count;
    }

    /** Tells whether there is no member. */
    public boolean isEmpty() {
        for (long word : words) {
            if (word != 0) {
                return false;
            }
        }
        return true;
    }

    /** Tells whether every row is a member. */
    public boolean isAll() {
        return cardinality() == size;
    }

    /** Returns the first member at or after {@code from}, or -1; {@code from} may lie beyond the end. */
    public int nextSet(int from) {
        if (from >= size) {
            return -1;
        }
        int index = from >>> 6;
        long word = words[index] & (-1L << from);
        while (word == 0) {
            index++;
            if (index == words.length) {
                return -1;
            }
            word = words[index];
        }
        return (index << 6) + Long.numberOfTrailingZeros(word);
    }

    /** Calls {@code action} with every member, ascending. */
    public void forEach(IntConsumer action) {
        for (int i = 0; i < words.length; i++) {
            long word = words[i];
            while (word != 0) {
                action.accept((i << 6) + Long.numberOfTrailingZeros(word));
                word &= word - 1;
            }
        }
    }

    /** Returns the members, ascending. */
    public int[] toArray() {
        int[] rows = new int[cardinality()];
        int count = 0;
        for (int row = nextSet(0); row >= 0; row = nextSet(row + 1)) {
            rows[count++] = row;
        }
        return rows;
    }

    /** Returns a set of its own memory with the same members. */
    public Bits copy() {
        return new Bits(size, words.clone());
    }

    /** Returns a set of its own memory over {@code newSize} rows: cut off, or with new rows that are no members. */
    public Bits resized(int newSize) {
        Bits bits = new Bits(newSize, Arrays.copyOf(words, wordCount(newSize)));
        bits.trim();
        return bits;
    }

    private void trim() {
        if ((size & 63) != 0) {
            words[words.length - 1] &= -1L >>> -size;
        }
    }

    private void requireSameSize(Bits other) {
        if (other.size != size) {
            throw new IllegalArgumentException("bit sets of " + size + " and " + other.size + " rows");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bits bits && bits.size == size && Arrays.equals(bits.words, words);
    }

    @Override
    public int hashCode() {
        return 31 * size + Arrays.hashCode(words);
    }

    @Override
    public String toString() {
        return cardinality() + " of " + size + " rows";
    }
}
