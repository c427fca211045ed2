package io.windhover.bench.scalar;

import io.windhover.index.bits.Bits;
import io.windhover.index.scalar.KeyRange;
import io.windhover.index.scalar.ScalarIndexType;
import io.windhover.index.scalar.ScalarIndexes;
import io.windhover.index.scalar.ScalarKey;
import io.windhover.index.scalar.ScalarValues;
import io.windhover.index.scalar.ValueIndex;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

/** Times filters on whole numbers by scalar indexes against a loop over the column, interleaved. Argument: rows. */
public final class ScalarFilterBench {
    private static final int ROUNDS = 200;

    private ScalarFilterBench() {}

    /** Runs it. */
    public static void main(String[] arguments) {
        int rows = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        for (int distinct : new int[] {10, 1000, rows}) {
            long[] values = new Random(7).longs(rows, 0, distinct).toArray();
            for (ScalarIndexType type :
                    List.of(ScalarIndexType.BITMAP, ScalarIndexType.INVERTED, ScalarIndexType.STL_SORT)) {
                if (type != ScalarIndexType.BITMAP || distinct < rows) {
                    measure(type, values, distinct);
                }
            }
        }
    }

    private static void measure(ScalarIndexType type, long[] values, int distinct) {
        long start = System.nanoTime();
        ValueIndex index = (ValueIndex) ScalarIndexes.build(type, new ScalarValues.Wholes(values), Optional.empty());
        long buildMs = (System.nanoTime() - start) / 1_000_000;
        System.out.printf(
                "%-8s %7d distinct: build %d ms, %.1f bytes a row;",
                type, distinct, buildMs, (double) index.byteSize() / values.length);
        compare("equal", values, v -> v, v -> v, k -> index.equalTo(ScalarKey.of(k)), distinct);
        int tenth = Math.max(1, distinct / 10);
        compare("10% range", values, v -> v, v -> v + tenth - 1, k -> index.range(range(k, k + tenth)), distinct);
        compare(
                "90% range",
                values, v -> tenth, v -> distinct, k -> index.range(range(tenth, distinct + 1L)), distinct);
        System.out.println();
    }

    private static KeyRange range(long from, long to) {
        return KeyRange.between(ScalarKey.of(from), true, ScalarKey.of(to), false);
    }

    private static void compare(
            String name,
            long[] values,
            IntUnaryOperator low,
            IntUnaryOperator high,
            IntFunction<Bits> byIndex,
            int distinct) {
        Random random = new Random(3);
        long scanNs = 0;
        long indexNs = 0;
        for (int round = 0; round < ROUNDS; round++) {
            int key = random.nextInt(distinct);
            long t0 = System.nanoTime();
            Bits scanned = scan(values, low.applyAsInt(key), high.applyAsInt(key));
            long t1 = System.nanoTime();
            Bits found = byIndex.apply(key);
            long t2 = System.nanoTime();
            if (!scanned.equals(found)) {
                throw new IllegalStateException("index and scan differ");
            }
            if (round >= ROUNDS / 2) {
                scanNs += t1 - t0;
                indexNs += t2 - t1;
            }
        }
        System.out.printf(
                " %s %d us (%.1f x);", name, indexNs / 1000 / (ROUNDS / 2), (double) scanNs / Math.max(1, indexNs));
    }

    private static Bits scan(long[] values, long low, long high) {
        long[] words = new long[Bits.wordCount(values.length)];
        for (int row = 0; row < values.length; row++) {
            if (values[row] >= low && values[row] <= high) {
                words[row >>> 6] |= 1L << row;
            }
        }
        return Bits.wrap(values.length, words);
    }
}
