package io.windhover.index.scalar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.index.bits.Bits;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.schema.DataType;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class ScalarIndexTest {
    private static final int ROUNDS = 25;
    private static final List<ScalarIndexType> TYPES = List.of(ScalarIndexType.values());

    /** A column as a scan sees it: no cleverness, one comparison per row. */
    private record Scan(ScalarValues values, Bits valid) {
        Bits rows(IntPredicate condition) {
            Bits rows = new Bits(values.rowCount());
            for (int row = 0; row < values.rowCount(); row++) {
                rows.set(row, valid.get(row) && condition.test(row));
            }
            return rows;
        }

        static boolean less(ScalarValues values, int place, ScalarKey key) {
            return switch (values) {
                case ScalarValues.Wholes wholes ->
                    key instanceof ScalarKey.WholeKey whole
                            ? wholes.values()[place] < whole.value()
                            : wholes.values()[place] < ((ScalarKey.RealKey) key).value();
                case ScalarValues.Reals reals -> reals.values()[place] < ((ScalarKey.RealKey) key).value();
                case ScalarValues.Texts texts ->
                    Arrays.compareUnsigned(texts.values()[place], ((ScalarKey.TextKey) key).utf8()) < 0;
                case ScalarValues.Lists lists -> throw new AssertionError(lists);
            };
        }

        static boolean equal(ScalarValues values, int place, ScalarKey key) {
            return switch (values) {
                case ScalarValues.Wholes wholes ->
                    key instanceof ScalarKey.WholeKey whole
                            ? wholes.values()[place] == whole.value()
                            : wholes.values()[place] == ((ScalarKey.RealKey) key).value();
                case ScalarValues.Reals reals -> reals.values()[place] == ((ScalarKey.RealKey) key).value();
                case ScalarValues.Texts texts -> Arrays.equals(texts.values()[place], ((ScalarKey.TextKey) key).utf8());
                case ScalarValues.Lists lists -> throw new AssertionError(lists);
            };
        }

        boolean inside(int row, KeyRange range) {
            boolean aboveLower = range.lower().isEmpty()
                    || greater(row, range.lower().get())
                    || range.lowerInclusive()
                            && equal(values, row, range.lower().get());
            boolean belowUpper = range.upper().isEmpty()
                    || less(values, row, range.upper().get())
                    || range.upperInclusive()
                            && equal(values, row, range.upper().get());
            // NaN lies in no range, not even in an open one that has one end.
            return aboveLower && belowUpper && !key(row).isNaN();
        }

        boolean greater(int row, ScalarKey key) {
            return !less(values, row, key) && !equal(values, row, key) && !key(row).isNaN() && !key.isNaN();
        }

        ScalarKey key(int row) {
            return switch (values) {
                case ScalarValues.Wholes wholes -> ScalarKey.of(wholes.values()[row]);
                case ScalarValues.Reals reals -> ScalarKey.of(reals.values()[row] + 0.0);
                case ScalarValues.Texts texts -> new ScalarKey.TextKey(texts.values()[row]);
                case ScalarValues.Lists lists -> throw new AssertionError(lists);
            };
        }

        boolean contains(int row, ScalarKey key) {
            ScalarValues.Lists lists = (ScalarValues.Lists) values;
            for (int place = lists.offsets()[row]; place < lists.offsets()[row + 1]; place++) {
                if (equal(lists.elements(), place, key)) {
                    return true;
                }
            }
            return false;
        }
    }

    @Test
    void everyIndexOnValuesAnswersAsAScan() {
        // Goal: an index never changes an answer. Method: every type x kind of value x nulls, random data and
        // predicates, the index both as built and as opened from its bytes, against one comparison per row.
        Random random = seeded("everyIndexOnValuesAnswersAsAScan");
        for (int round = 0; round < ROUNDS; round++) {
            int rows = random.nextInt(5) == 0 ? random.nextInt(3) : random.nextInt(600);
            int distinct = 1 + random.nextInt(random.nextBoolean() ? 8 : 1000);
            for (ScalarValues values : List.of(
                    wholes(random, rows, distinct), reals(random, rows, distinct), texts(random, rows, distinct))) {
                Scan scan = new Scan(values, validity(random, rows));
                for (ScalarIndexType type : TYPES) {
                    if (fits(type, values)) {
                        checkValues(random, type, scan);
                    }
                }
            }
        }
    }

    private static void checkValues(Random random, ScalarIndexType type, Scan scan) {
        ValueIndex built = (ValueIndex) ScalarIndexes.build(type, scan.values(), optional(random, scan.valid()));
        try (Arena arena = Arena.ofConfined()) {
            ValueIndex opened =
                    (ValueIndex) ScalarIndexes.open(type, scan.values().rowCount(), mapped(arena, built));
            assertThat(opened.type()).isEqualTo(built.type()).isNotEqualTo(ScalarIndexType.AUTOINDEX);
            assertThat(opened.isNull()).isEqualTo(scan.valid().copy().not());
            for (int i = 0; i < 12; i++) {
                checkPredicates(random, random.nextBoolean() ? built : opened, scan);
            }
        }
    }

    private static void checkPredicates(Random random, ValueIndex index, Scan scan) {
        ScalarValues values = scan.values();
        ScalarKey a = key(random, values);
        ScalarKey b = key(random, values);
        assertThat(index.equalTo(a)).isEqualTo(scan.rows(row -> Scan.equal(values, row, a)));
        assertThat(index.notEqualTo(a)).isEqualTo(scan.rows(row -> !Scan.equal(values, row, a)));
        List<ScalarKey> keys = List.of(a, b, key(random, values));
        IntPredicate isIn = row -> keys.stream().anyMatch(key -> Scan.equal(values, row, key));
        assertThat(index.in(keys)).isEqualTo(scan.rows(isIn));
        assertThat(index.notIn(keys)).isEqualTo(scan.rows(isIn.negate()));
        KeyRange range = new KeyRange(
                Optional.of(a).filter(key -> random.nextInt(4) > 0),
                random.nextBoolean(),
                Optional.of(b).filter(key -> random.nextInt(4) > 0),
                random.nextBoolean());
        assertThat(index.range(range))
                .as("%s %s", range, index.type())
                .isEqualTo(scan.rows(row -> scan.inside(row, range)));
        int salt = random.nextInt(5);
        Predicate<ScalarKey> odd = key -> (key.hashCode() & 7) > salt;
        assertThat(index.matching(odd)).isEqualTo(scan.rows(row -> odd.test(scan.key(row))));
        if (values instanceof ScalarValues.Texts texts) {
            checkPrefix(random, index, scan, texts);
        }
    }

    private static void checkPrefix(Random random, ValueIndex index, Scan scan, ScalarValues.Texts texts) {
        String whole = random.nextInt(8) == 0 || texts.rowCount() == 0
                ? "zz"
                : new String(texts.values()[random.nextInt(texts.rowCount())], StandardCharsets.UTF_8);
        String prefix = whole.substring(
                0, whole.offsetByCodePoints(0, random.nextInt(1 + whole.codePointCount(0, whole.length()))));
        IntPredicate begins = row -> ((ScalarKey.TextKey) scan.key(row)).text().startsWith(prefix);
        assertThat(index.questions()).contains(ScalarIndex.Question.PREFIX);
        assertThat(index.startsWith(prefix)).isEqualTo(scan.rows(begins));
        Predicate<ScalarKey> odd = key -> (key.hashCode() & 1) == 1;
        assertThat(index.matching(prefix, odd))
                .isEqualTo(scan.rows(row -> begins.test(row) && odd.test(scan.key(row))));
    }

    @Test
    void everyIndexOnArraysAnswersAsAScan() {
        // Goal and method as above, for contains, contains all and contains any.
        Random random = seeded("everyIndexOnArraysAnswersAsAScan");
        for (int round = 0; round < ROUNDS; round++) {
            int rows = random.nextInt(200);
            int[] offsets = new int[rows + 1];
            for (int row = 0; row < rows; row++) {
                offsets[row + 1] = offsets[row] + random.nextInt(6);
            }
            int distinct = 1 + random.nextInt(20);
            for (ScalarValues elements : List.of(
                    wholes(random, offsets[rows], distinct),
                    reals(random, offsets[rows], distinct),
                    texts(random, offsets[rows], distinct))) {
                Scan scan = new Scan(new ScalarValues.Lists(offsets, elements), validity(random, rows));
                for (ScalarIndexType type : TYPES) {
                    if (fits(type, scan.values())) {
                        checkArrays(random, type, scan, elements);
                    }
                }
            }
        }
    }

    private static void checkArrays(Random random, ScalarIndexType type, Scan scan, ScalarValues elements) {
        ArrayIndex built = (ArrayIndex) ScalarIndexes.build(type, scan.values(), optional(random, scan.valid()));
        try (Arena arena = Arena.ofConfined()) {
            ArrayIndex index = random.nextBoolean() ? built : (ArrayIndex) ScalarIndexes.open(mapped(arena, built));
            assertThat(index.isNotNull()).isEqualTo(scan.valid());
            for (int i = 0; i < 8; i++) {
                List<ScalarKey> keys = new ArrayList<>();
                for (int n = random.nextInt(4); n > 0; n--) {
                    keys.add(key(random, elements));
                }
                ScalarKey one = key(random, elements);
                assertThat(index.contains(one)).isEqualTo(scan.rows(row -> scan.contains(row, one)));
                assertThat(index.containsAny(keys))
                        .isEqualTo(scan.rows(row -> keys.stream().anyMatch(key -> scan.contains(row, key))));
                assertThat(index.containsAll(keys))
                        .isEqualTo(scan.rows(row -> keys.stream().allMatch(key -> scan.contains(row, key))));
            }
        }
    }

    @Test
    void wholeNumbersCompareExactlyWithReals() {
        // Goal: 2^53 + 1 is greater than 2^53 though both are the same double. Method: the ends of the range of long.
        long[] values = {Long.MIN_VALUE, -1, 0, 1, (1L << 53), (1L << 53) + 1, Long.MAX_VALUE};
        ValueIndex index = (ValueIndex)
                ScalarIndexes.build(ScalarIndexType.INVERTED, new ScalarValues.Wholes(values), Optional.empty());
        assertThat(index.equalTo(ScalarKey.of(0x1p53))).isEqualTo(Bits.of(7, 4));
        assertThat(index.range(KeyRange.above(ScalarKey.of(0x1p53), false))).isEqualTo(Bits.of(7, 5, 6));
        assertThat(index.range(KeyRange.below(ScalarKey.of(0x1p63), false))).isEqualTo(Bits.all(7));
        assertThat(index.range(KeyRange.below(ScalarKey.of(-0x1p63), true))).isEqualTo(Bits.of(7, 0));
        assertThat(index.range(KeyRange.below(ScalarKey.of(0.5), false))).isEqualTo(Bits.of(7, 0, 1, 2));
        assertThat(index.equalTo(ScalarKey.of(0.5))).isEqualTo(new Bits(7));
        assertThat(index.range(KeyRange.above(ScalarKey.of(Double.POSITIVE_INFINITY), true)))
                .isEqualTo(new Bits(7));
    }

    @Test
    void aHarmedIndexIsNamedAndNeverServed() {
        // Goal: every flipped byte and every cut is found. Method: try each byte of a small index.
        ScalarIndex index = ScalarIndexes.build(
                ScalarIndexType.BITMAP,
                new ScalarValues.Wholes(new long[] {3, 1, 3, 2}),
                Optional.of(Bits.of(4, 0, 1, 2)));
        byte[] bytes = serialised(index);
        assertThat(index.byteSize()).isEqualTo(bytes.length);
        for (int at = 0; at < bytes.length; at++) {
            byte[] harmed = bytes.clone();
            harmed[at] ^= 0x10;
            refused(harmed);
            refused(Arrays.copyOf(bytes, at));
        }
        assertThatThrownBy(() -> ScalarIndexes.open(ScalarIndexType.TRIE, 4, MemorySegment.ofArray(bytes)))
                .isInstanceOf(DatabaseException.class);
    }

    private static void refused(byte[] bytes) {
        assertThatThrownBy(() -> ScalarIndexes.open(MemorySegment.ofArray(bytes)))
                .isInstanceOfSatisfying(
                        DatabaseException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.DATA_INTEGRITY));
    }

    @Test
    void fieldsThatCannotHaveAnIndexAreRefusedInMilvusWords() {
        // Goal: the rules of types. Method: one bad field for each index type, and what AUTOINDEX chooses.
        assertRefused(ScalarIndexType.BITMAP, DataType.FLOAT, false, "bitmap index are only supported on");
        assertRefused(ScalarIndexType.BITMAP, DataType.INT64, true, "create bitmap index on primary key not supported");
        assertRefused(ScalarIndexType.STL_SORT, DataType.BOOL, false, "STL_SORT are only supported on");
        assertRefused(ScalarIndexType.TRIE, DataType.INT8, false, "TRIE are only supported on varchar field");
        assertRefused(ScalarIndexType.INVERTED, DataType.FLOAT_VECTOR, false, "INVERTED are not supported on");
        ScalarIndexType.INVERTED.checkField(DataType.ARRAY, Optional.of(DataType.FLOAT), false);
        assertThat(ScalarIndexType.ofWireName("Trie")).contains(ScalarIndexType.TRIE);
        assertThat(ScalarIndexType.ofWireName("marisa-trie")).contains(ScalarIndexType.TRIE);
        assertThat(ScalarIndexType.ofWireName("FLAT")).isEmpty();
        assertThat(ScalarIndexes.bitmapCardinalityLimit(Map.of("bitmap_cardinality_limit", "1000")))
                .isEqualTo(1000);
        assertThatThrownBy(() -> ScalarIndexes.bitmapCardinalityLimit(Map.of("bitmap_cardinality_limit", "0")))
                .hasMessageContaining("failed to check bitmap cardinality limit");
    }

    private static void assertRefused(ScalarIndexType type, DataType field, boolean primaryKey, String message) {
        assertThatThrownBy(() -> type.checkField(field, Optional.empty(), primaryKey))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining(message);
    }

    private static boolean fits(ScalarIndexType type, ScalarValues values) {
        boolean isArray = values instanceof ScalarValues.Lists;
        ScalarValues flat = values instanceof ScalarValues.Lists lists ? lists.elements() : values;
        return switch (type) {
            case BITMAP -> !(flat instanceof ScalarValues.Reals);
            case STL_SORT -> !isArray;
            case TRIE -> !isArray && flat instanceof ScalarValues.Texts;
            case INVERTED, AUTOINDEX -> true;
        };
    }

    private static ScalarValues wholes(Random random, int rows, int distinct) {
        return new ScalarValues.Wholes(random.longs(rows)
                .map(v -> Math.floorMod(v, distinct) - distinct / 2)
                .toArray());
    }

    private static ScalarValues reals(Random random, int rows, int distinct) {
        double[] special = {Double.NaN, 0.0, -0.0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, (float) 0.1};
        return new ScalarValues.Reals(random.ints(rows, 0, distinct + special.length)
                .mapToDouble(v -> v < special.length ? special[v] : (v - distinct / 2) * 0.25)
                .toArray());
    }

    private static ScalarValues texts(Random random, int rows, int distinct) {
        String[] pieces = {"a", "b", "é", "\uD83D\uDE00", "\uFFFD", "\u007f", ""};
        byte[][] values = new byte[rows][];
        for (int row = 0; row < rows; row++) {
            int value = random.nextInt(distinct);
            StringBuilder text = new StringBuilder();
            for (int rest = value; rest > 0; rest /= pieces.length) {
                text.append(pieces[rest % pieces.length]);
            }
            values[row] = text.toString().getBytes(StandardCharsets.UTF_8);
        }
        return new ScalarValues.Texts(values);
    }

    /** Returns a value that is present, as a rule, or lies near one. */
    private static ScalarKey key(Random random, ScalarValues values) {
        int rows = values.rowCount();
        int row = rows == 0 ? -1 : random.nextInt(rows);
        boolean near = rows == 0 || random.nextInt(4) == 0;
        return switch (values) {
            case ScalarValues.Wholes wholes ->
                near
                        ? (random.nextBoolean()
                                ? ScalarKey.of(random.nextInt(20) - 10)
                                : ScalarKey.of(random.nextInt(40) / 4.0))
                        : ScalarKey.of(wholes.values()[row]);
            case ScalarValues.Reals reals -> ScalarKey.of(near ? random.nextInt(100) / 8.0 : reals.values()[row]);
            case ScalarValues.Texts texts -> near ? ScalarKey.of("ab") : new ScalarKey.TextKey(texts.values()[row]);
            case ScalarValues.Lists lists -> throw new AssertionError(lists);
        };
    }

    private static Bits validity(Random random, int rows) {
        Bits valid = Bits.all(rows);
        if (random.nextBoolean()) {
            for (int row = 0; row < rows; row++) {
                valid.set(row, random.nextInt(3) > 0);
            }
        }
        return valid;
    }

    private static Optional<Bits> optional(Random random, Bits valid) {
        return valid.isAll() && random.nextBoolean() ? Optional.empty() : Optional.of(valid);
    }

    private static byte[] serialised(ScalarIndex index) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        index.writeTo(piece -> bytes.writeBytes(piece.toArray(ValueLayout.JAVA_BYTE)));
        return bytes.toByteArray();
    }

    private static MemorySegment mapped(Arena arena, ScalarIndex index) {
        return arena.allocateFrom(ValueLayout.JAVA_BYTE, serialised(index));
    }

    private static Random seeded(String test) {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println(test + " -Dseed=" + seed);
        return new Random(seed);
    }
}
