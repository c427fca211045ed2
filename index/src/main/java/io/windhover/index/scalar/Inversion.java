package io.windhover.index.scalar;

import io.windhover.index.bits.Bits;
import io.windhover.model.Invariant;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * A column turned around, while an index is built: its distinct values in ascending order and, for each, the ascending
 * rows that have it.
 */
final class Inversion {
    private final Distinct distinct;
    private final int[] starts;
    private final int[] rows;

    private Inversion(Distinct distinct, int[] starts, int[] rows) {
        this.distinct = distinct;
        this.starts = starts;
        this.rows = rows;
    }

    /** The distinct values. */
    private sealed interface Distinct {
        int count();

        /** Returns the ordinal of the value at one place of the input. */
        int ordinalOf(int place);
    }

    private record Numbers(long[] ascending, int count, long[] input, boolean isReal) implements Distinct {
        @Override
        public int ordinalOf(int place) {
            return Arrays.binarySearch(ascending, 0, count, input[place]);
        }
    }

    private record Words(byte[][] ascending, int count, byte[][] input) implements Distinct {
        @Override
        public int ordinalOf(int place) {
            return Arrays.binarySearch(ascending, 0, count, input[place], Arrays::compareUnsigned);
        }
    }

    /** Turns a column around; a row whose bit in {@code valid} is clear has no value. */
    static Inversion of(ScalarValues values, Optional<Bits> valid) {
        Places places = Places.of(values, valid);
        Distinct distinct = distinctOf(places.flat(), places.kept());
        int[] ordinals = new int[places.kept().length];
        int[] starts = new int[distinct.count() + 1];
        for (int i = 0; i < ordinals.length; i++) {
            ordinals[i] = distinct.ordinalOf(places.kept()[i]);
            starts[ordinals[i] + 1]++;
        }
        for (int ordinal = 0; ordinal < distinct.count(); ordinal++) {
            starts[ordinal + 1] += starts[ordinal];
        }
        int[] rows = new int[ordinals.length];
        int[] next = starts.clone();
        for (int i = 0; i < ordinals.length; i++) {
            rows[next[ordinals[i]]++] = places.rowOf().applyAsInt(i);
        }
        Inversion inversion = new Inversion(distinct, starts, rows);
        inversion.dropRepeats();
        return inversion;
    }

    /**
     * Takes buckets of rows as whole numbers that rows have.
     *
     * @param starts bucket b has the rows {@code starts[b]} to {@code starts[b + 1] - 1} of {@code rows}
     * @param rows   ascending in each bucket, each once
     */
    static Inversion ofBuckets(int[] starts, int[] rows) {
        long[] used = IntStream.range(0, starts.length - 1)
                .filter(bucket -> starts[bucket] < starts[bucket + 1])
                .asLongStream()
                .toArray();
        int[] usedStarts = new int[used.length + 1];
        for (int i = 0; i < used.length; i++) {
            usedStarts[i] = starts[(int) used[i]];
        }
        usedStarts[used.length] = rows.length;
        return new Inversion(new Numbers(used, used.length, new long[0], false), usedStarts, rows);
    }

    /**
     * Where the values lie.
     *
     * @param flat  the values or, of arrays, the elements
     * @param kept  the places in {@code flat} that belong to non-null rows, by row
     * @param rowOf the row of the i-th kept place
     */
    private record Places(ScalarValues flat, int[] kept, IntUnaryOperator rowOf) {
        static Places of(ScalarValues values, Optional<Bits> valid) {
            int rowCount = values.rowCount();
            Bits rows = valid.orElseGet(() -> Bits.all(rowCount));
            Invariant.check(rows.size() == rowCount, "validity of {} rows for {} values", rows.size(), rowCount);
            if (!(values instanceof ScalarValues.Lists lists)) {
                int[] kept = rows.toArray();
                return new Places(values, kept, i -> kept[i]);
            }
            int[] offsets = lists.offsets();
            int[] kept = new int[offsets[rowCount] - offsets[0]];
            int[] owner = new int[kept.length];
            int count = 0;
            for (int row = rows.nextSet(0); row >= 0; row = rows.nextSet(row + 1)) {
                for (int place = offsets[row]; place < offsets[row + 1]; place++) {
                    kept[count] = place;
                    owner[count++] = row;
                }
            }
            return new Places(lists.elements(), Arrays.copyOf(kept, count), i -> owner[i]);
        }
    }

    private static Distinct distinctOf(ScalarValues flat, int[] kept) {
        return switch (flat) {
            case ScalarValues.Wholes wholes -> numbers(wholes.values(), kept, false);
            case ScalarValues.Reals reals -> {
                double[] values = reals.values();
                long[] encoded = new long[values.length];
                for (int i = 0; i < values.length; i++) {
                    encoded[i] = NumberDictionary.encode(values[i]);
                }
                yield numbers(encoded, kept, true);
            }
            case ScalarValues.Texts texts -> words(texts.values(), kept);
            case ScalarValues.Lists nested -> throw Invariant.unreachable("an array of arrays");
        };
    }

    private static Numbers numbers(long[] input, int[] kept, boolean isReal) {
        long[] sorted = new long[kept.length];
        for (int i = 0; i < kept.length; i++) {
            sorted[i] = input[kept[i]];
        }
        Arrays.sort(sorted);
        int count = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                sorted[count++] = sorted[i];
            }
        }
        return new Numbers(sorted, count, input, isReal);
    }

    private static Words words(byte[][] input, int[] kept) {
        byte[][] sorted = new byte[kept.length][];
        for (int i = 0; i < kept.length; i++) {
            sorted[i] = input[kept[i]];
        }
        Arrays.sort(sorted, Arrays::compareUnsigned);
        int count = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (count == 0 || !Arrays.equals(sorted[i], sorted[count - 1])) {
                sorted[count++] = sorted[i];
            }
        }
        return new Words(sorted, count, input);
    }

    /** An array may have an element twice; its row is then listed once. */
    private void dropRepeats() {
        int count = 0;
        for (int ordinal = 0; ordinal < distinct.count(); ordinal++) {
            int from = starts[ordinal];
            int first = count;
            for (int i = from; i < starts[ordinal + 1]; i++) {
                if (count == first || rows[count - 1] != rows[i]) {
                    rows[count++] = rows[i];
                }
            }
            starts[ordinal] = first;
        }
        starts[distinct.count()] = count;
    }

    boolean isText() {
        return distinct instanceof Words;
    }

    boolean isReal() {
        return distinct instanceof Numbers numbers && numbers.isReal();
    }

    int distinctCount() {
        return distinct.count();
    }

    int postingCount() {
        return starts[distinct.count()];
    }

    int start(int ordinal) {
        return starts[ordinal];
    }

    int row(int posting) {
        return rows[posting];
    }

    MemorySegment writeDictionary(boolean frontCoded) {
        return switch (distinct) {
            case Numbers numbers -> NumberDictionary.write(numbers.ascending(), numbers.count());
            case Words words ->
                frontCoded
                        ? FrontCodedDictionary.write(words.ascending(), words.count())
                        : TextDictionary.write(words.ascending(), words.count());
        };
    }
}
