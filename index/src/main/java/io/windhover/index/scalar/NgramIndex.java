package io.windhover.index.scalar;

import io.windhover.index.ByteSink;
import io.windhover.index.bits.Bits;
import io.windhover.index.block.Block;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * An index on the n-grams of the texts of a VarChar field: it names the rows whose text may contain a text, for the caller
 * to look at. Each n-gram is hashed into one of 2^20 buckets, and the index is one on arrays: each row has the buckets of
 * its n-grams. Immutable like {@link ScalarIndex}.
 */
public final class NgramIndex {
    /** Bytes that a build takes besides those for each n-gram. */
    public static final long BUILD_BYTES = 32L << 20;

    private static final int BUCKETS = 1 << 20;
    private static final int BUCKETS_ASKED_MAX = 64;
    private static final int POSTINGS_MAX = 1 << 29;

    private final ArrayIndex buckets;
    private final Lengths lengths;

    /**
     * How many characters (code points) the n-grams of an index have: some one number and some another, so that short
     * texts can be looked for and long ones are told apart.
     */
    public record Lengths(int shorter, int longer) {
        private static final int MAX = 8;

        /** Reads {@code min_gram} and {@code max_gram} of the parameters of an index; more than eight are as eight. */
        public static Lengths of(Map<String, String> params) {
            return new Lengths(
                    Math.min(MAX, Integer.parseInt(params.get("min_gram"))),
                    Math.min(MAX, Integer.parseInt(params.get("max_gram"))));
        }
    }

    private NgramIndex(ArrayIndex buckets, Lengths lengths) {
        this.buckets = buckets;
        this.lengths = lengths;
    }

    /**
     * Builds an index, on the heap.
     *
     * @param texts the UTF-8 bytes of a row; each is asked for twice
     * @param valid rows that have a text
     * @throws DatabaseException INDEX_NOT_SUPPORTED if the segment has more n-grams than an index can have
     */
    public static NgramIndex build(IntFunction<byte[]> texts, Bits valid, Lengths lengths) {
        int[] starts = new int[BUCKETS + 1];
        forEach(texts, valid, lengths, (bucket, _) -> starts[bucket + 1]++);
        long total = Arrays.stream(starts).asLongStream().sum();
        if (total > POSTINGS_MAX) {
            throw new DatabaseException(
                    ErrorCode.INDEX_NOT_SUPPORTED, "a segment with " + total + " n-grams is too large for NGRAM");
        }
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            starts[bucket + 1] += starts[bucket];
        }
        int[] next = starts.clone();
        int[] rows = new int[(int) total];
        forEach(texts, valid, lengths, (bucket, row) -> rows[next[bucket]++] = row);
        Inversion inversion = Inversion.ofBuckets(starts, rows);
        return new NgramIndex(
                new ArrayIndex(
                        IndexBlock.write(ScalarIndexType.INVERTED, inversion, true, valid.size(), Optional.of(valid))),
                lengths);
    }

    /**
     * Opens a serialised index in place.
     *
     * @param lengths as it was built with
     * @throws DatabaseException DATA_INTEGRITY if the bytes are not a whole, unharmed index
     */
    public static NgramIndex open(MemorySegment bytes, Lengths lengths) {
        ScalarIndex index = ScalarIndexes.open(bytes);
        Block.check(index instanceof ArrayIndex, "%s index on no n-grams", index.type());
        return new NgramIndex((ArrayIndex) index, lengths);
    }

    private interface Visitor {
        void visit(int bucket, int row);
    }

    private static void forEach(IntFunction<byte[]> texts, Bits valid, Lengths lengths, Visitor visitor) {
        Buckets of = new Buckets();
        for (int row = valid.nextSet(0); row >= 0; row = valid.nextSet(row + 1)) {
            byte[] text = texts.apply(row);
            of.clear();
            of.add(text, lengths.shorter());
            if (lengths.longer() > lengths.shorter()) {
                of.add(text, lengths.longer());
            }
            for (int bucket : of.distinct()) {
                visitor.visit(bucket, row);
            }
        }
    }

    /**
     * Returns the rows whose text may contain all of some texts, in a new set; no other row's does.
     *
     * @return empty if all of them are shorter than the n-grams
     */
    public Optional<Bits> candidates(List<String> contained) {
        Buckets asked = new Buckets();
        for (String text : contained) {
            int length = text.codePointCount(0, text.length());
            if (length >= lengths.shorter()) {
                asked.add(
                        text.getBytes(StandardCharsets.UTF_8),
                        length >= lengths.longer() ? lengths.longer() : lengths.shorter());
            }
        }
        List<ScalarKey> keys = Arrays.stream(asked.distinct())
                .limit(BUCKETS_ASKED_MAX)
                .mapToObj(ScalarKey::of)
                .toList();
        return keys.isEmpty() ? Optional.empty() : Optional.of(buckets.containsAll(keys));
    }

    /** Returns the number of rows, null rows included. */
    public int rowCount() {
        return buckets.rowCount();
    }

    /** Returns the null rows, in a new set. */
    public Bits isNull() {
        return buckets.isNull();
    }

    /** Writes the serialised form, for {@link #open}. */
    public void writeTo(ByteSink sink) {
        buckets.writeTo(sink);
    }

    /** The buckets of some n-grams, for reuse from text to text. */
    private static final class Buckets {
        private int[] buckets = new int[256];
        private int count;

        void clear() {
            count = 0;
        }

        /** Adds all n-grams of a text, given as UTF-8. */
        void add(byte[] text, int length) {
            int to = 0;
            for (int i = 0; i < length; i++) {
                if (to >= text.length) {
                    return;
                }
                to = next(text, to);
            }
            int from = 0;
            put(bucket(text, from, to));
            while (to < text.length) {
                from = next(text, from);
                to = next(text, to);
                put(bucket(text, from, to));
            }
        }

        /** Returns where the character after the one at {@code at} starts. */
        private static int next(byte[] text, int at) {
            int next = at + 1;
            while (next < text.length && (text[next] & 0xC0) == 0x80) {
                next++;
            }
            return next;
        }

        /** FNV-1a of 64 bits, both halves folded into one; stored, so it stays as it is. */
        private static int bucket(byte[] text, int from, int to) {
            long hash = 0xcbf29ce484222325L;
            for (int i = from; i < to; i++) {
                hash = (hash ^ (text[i] & 0xFF)) * 0x100000001b3L;
            }
            return (int) (hash ^ hash >>> 32) & BUCKETS - 1;
        }

        private void put(int bucket) {
            if (count == buckets.length) {
                buckets = Arrays.copyOf(buckets, 2 * count);
            }
            buckets[count++] = bucket;
        }

        /** Returns them in ascending order, each once. */
        int[] distinct() {
            Arrays.sort(buckets, 0, count);
            int kept = 0;
            for (int i = 0; i < count; i++) {
                if (kept == 0 || buckets[i] != buckets[kept - 1]) {
                    buckets[kept++] = buckets[i];
                }
            }
            count = kept;
            return Arrays.copyOf(buckets, kept);
        }
    }
}
