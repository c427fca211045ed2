package io.windhover.segment.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.index.bits.Bits;
import io.windhover.index.bits.TriBits;
import io.windhover.index.scalar.ScalarIndex;
import io.windhover.index.scalar.ScalarIndexType;
import io.windhover.index.scalar.ScalarIndexes;
import io.windhover.index.scalar.ScalarValues;
import io.windhover.model.DatabaseException;
import io.windhover.model.FieldId;
import io.windhover.model.catalog.IndexedPath;
import io.windhover.model.expr.Comparison;
import io.windhover.model.expr.Expr;
import io.windhover.model.expr.Operand;
import io.windhover.model.row.Value;
import io.windhover.model.schema.DataType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class IndexedFilterTest {
    private static final long SEED = Long.getLong("seed", 20260119L);

    // Goal: an index never changes an answer. Method: random filters over random rows with nulls, with an index of a
    // random kind on every field, against the scan of the same rows.
    @Test
    void indexesNeverChangeAnAnswer() {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        int answered = 0;
        int answeredPaths = 0;
        for (int round = 0; round < 60; round++) {
            TestColumns columns = new TestColumns(random, random.nextInt(400));
            Indexed indexed = new Indexed(columns, random);
            RandomExprs exprs = new RandomExprs(random);
            for (int i = 0; i < 400; i++) {
                Expr filter = switch (i % 4) {
                    case 0 -> exprs.fieldLeaf();
                    case 1 -> exprs.contains();
                    case 2 -> exprs.pathLeaf();
                    default -> exprs.expr(3);
                };
                TriBits expected = FilterEvaluator.evaluate(filter, columns, columns.rowCount());
                TriBits actual = FilterEvaluator.evaluate(filter, indexed, columns.rowCount());
                boolean byIndex = new IndexLookup(new ScanColumns(indexed, columns.rowCount()))
                        .find(filter)
                        .isPresent();
                answered += byIndex ? 1 : 0;
                answeredPaths += byIndex && i % 4 == 2 ? 1 : 0;
                assertThat(actual)
                        .as("seed %d, filter %s, indexes %s", SEED, filter, indexed.types())
                        .isEqualTo(expected);
            }
        }
        assertThat(answered).as("filters that an index answered").isGreaterThan(5000);
        assertThat(answeredPaths).as("those on JSON paths").isGreaterThan(2000);
    }

    // Goal: whole numbers that doubles cannot tell apart are told apart, with an index as without. Method: such numbers
    // of both signs, compared with each of them and their neighbours in every way, against exact arithmetic.
    @Test
    void wholeNumbersBeyondDoublesAreToldApart() {
        long edge = 1L << 53;
        long[] numbers = LongStream.concat(
                        LongStream.rangeClosed(edge - 3, edge + 3), LongStream.rangeClosed(-edge - 3, -edge + 3))
                .toArray();
        IndexedPath path = new IndexedPath(List.of("a"), IndexedPath.Cast.DOUBLE);
        PathValues values = new PathValues(path, numbers.length);
        for (int row = 0; row < numbers.length; row++) {
            values.add(row, document(numbers[row]));
        }
        ScalarIndex index = ScalarIndexes.build(ScalarIndexType.INVERTED, values.values(), Optional.of(values.valid()));
        FilterColumns columns = new Documents(numbers, path, index);
        for (Comparison comparison : Comparison.values()) {
            for (long constant : numbers) {
                Expr filter = new Expr.Compare(
                        new Operand.JsonPath(TestColumns.JSON, path.path()), comparison, new Value.LongValue(constant));
                Bits expected = new Bits(numbers.length);
                for (int row = 0; row < numbers.length; row++) {
                    if (comparison.holds(Long.compare(numbers[row], constant))) {
                        expected.set(row);
                    }
                }
                assertThat(FilterEvaluator.passing(filter, columns, numbers.length))
                        .as("%s", filter)
                        .isEqualTo(expected);
            }
        }
    }

    private static byte[] document(long number) {
        return ("{\"a\":" + number + "}").getBytes(StandardCharsets.UTF_8);
    }

    /** JSON documents with a number each, and an index on them. */
    private record Documents(long[] numbers, IndexedPath path, ScalarIndex values) implements FilterColumns {
        @Override
        public Optional<ScalarIndex> index(FieldId field, IndexedPath wanted) {
            return wanted.equals(path) ? Optional.of(values) : Optional.empty();
        }

        @Override
        public void addNulls(FieldId field, Bits nulls) {
            // Every row has a document.
        }

        @Override
        public void readLongs(FieldId field, int from, int count, long[] target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void readDoubles(FieldId field, int from, int count, double[] target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void readTexts(FieldId field, int from, int count, TextBlock target) {
            for (int row = from; row < from + count; row++) {
                target.add(document(numbers[row]));
            }
        }

        @Override
        public void readArrays(FieldId field, int from, int count, ArrayBlock target) {
            throw new UnsupportedOperationException();
        }
    }

    /** Columns with an index on every field that can have one. */
    private static final class Indexed implements FilterColumns {
        private final TestColumns columns;
        private final Map<FieldId, ScalarIndex> indexes = new LinkedHashMap<>();
        private final Map<IndexedPath, ScalarIndex> paths = new LinkedHashMap<>();

        Indexed(TestColumns columns, Random random) {
            this.columns = columns;
            TestColumns.TYPES.forEach((field, type) -> {
                if (type != DataType.JSON) {
                    ScalarIndexType kind = kind(type, Optional.empty(), random);
                    indexes.put(field, ScalarIndexes.build(kind, values(field, type), valid(field)));
                }
            });
            TestColumns.ELEMENTS.forEach((field, element) -> {
                ScalarIndexType kind = kind(DataType.ARRAY, Optional.of(element), random);
                indexes.put(field, ScalarIndexes.build(kind, lists(field, element), valid(field)));
            });
            for (List<String> path : RandomExprs.paths()) {
                for (IndexedPath.Cast cast : IndexedPath.Cast.values()) {
                    if (random.nextInt(3) > 0) {
                        paths.put(new IndexedPath(path, cast), pathIndex(new IndexedPath(path, cast)));
                    }
                }
            }
        }

        private ScalarIndex pathIndex(IndexedPath path) {
            PathValues values = new PathValues(path, columns.rowCount());
            for (int row = 0; row < columns.rowCount(); row++) {
                if (columns.at(TestColumns.JSON, row) != null) {
                    values.add(row, columns.json(row));
                }
            }
            return ScalarIndexes.build(ScalarIndexType.INVERTED, values.values(), Optional.of(values.valid()));
        }

        private static ScalarIndexType kind(DataType type, Optional<DataType> element, Random random) {
            ScalarIndexType[] kinds = ScalarIndexType.values();
            while (true) {
                ScalarIndexType kind = kinds[random.nextInt(kinds.length)];
                try {
                    kind.checkField(type, element, false);
                    return kind;
                } catch (DatabaseException unfit) {
                    continue;
                }
            }
        }

        private Optional<Bits> valid(FieldId field) {
            Bits nulls = new Bits(columns.rowCount());
            columns.addNulls(field, nulls);
            return Optional.of(nulls.not());
        }

        private ScalarValues values(FieldId field, DataType type) {
            int rows = columns.rowCount();
            List<Object> values = new ArrayList<>();
            for (int row = 0; row < rows; row++) {
                values.add(columns.at(field, row));
            }
            return pack(values, type);
        }

        private static ScalarValues pack(List<Object> values, DataType type) {
            if (type == DataType.VARCHAR) {
                return new ScalarValues.Texts(values.stream()
                        .map(text -> (text == null ? "" : (String) text).getBytes(StandardCharsets.UTF_8))
                        .toArray(byte[][]::new));
            }
            if (type == DataType.FLOAT || type == DataType.DOUBLE) {
                return new ScalarValues.Reals(values.stream()
                        .mapToDouble(real -> real == null ? 1 : (Double) real)
                        .toArray());
            }
            return new ScalarValues.Wholes(values.stream()
                    .mapToLong(whole -> whole == null ? 1 : whole instanceof Boolean b ? b ? 1 : 0 : (Long) whole)
                    .toArray());
        }

        private ScalarValues lists(FieldId field, DataType element) {
            int[] offsets = new int[columns.rowCount() + 1];
            List<Object> elements = new ArrayList<>();
            for (int row = 0; row < columns.rowCount(); row++) {
                Object list = columns.at(field, row);
                elements.addAll(list == null ? List.of() : (List<?>) list);
                offsets[row + 1] = elements.size();
            }
            return new ScalarValues.Lists(offsets, pack(elements, element));
        }

        List<ScalarIndexType> types() {
            return indexes.values().stream().map(ScalarIndex::type).toList();
        }

        @Override
        public Optional<ScalarIndex> index(FieldId field) {
            return Optional.ofNullable(indexes.get(field));
        }

        @Override
        public Optional<ScalarIndex> index(FieldId field, IndexedPath path) {
            return Optional.ofNullable(paths.get(path));
        }

        @Override
        public void addNulls(FieldId field, Bits nulls) {
            columns.addNulls(field, nulls);
        }

        @Override
        public void readLongs(FieldId field, int from, int count, long[] target) {
            columns.readLongs(field, from, count, target);
        }

        @Override
        public void readDoubles(FieldId field, int from, int count, double[] target) {
            columns.readDoubles(field, from, count, target);
        }

        @Override
        public void readTexts(FieldId field, int from, int count, TextBlock target) {
            columns.readTexts(field, from, count, target);
        }

        @Override
        public void readArrays(FieldId field, int from, int count, ArrayBlock target) {
            columns.readArrays(field, from, count, target);
        }
    }
}
