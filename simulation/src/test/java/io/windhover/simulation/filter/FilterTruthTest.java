package io.windhover.simulation.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.index.bits.Bits;
import io.windhover.model.FieldId;
import io.windhover.model.expr.Expr;
import io.windhover.model.row.Value;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.schema.FieldTraits;
import io.windhover.proxy.filter.FilterParser;
import io.windhover.segment.filter.ArrayBlock;
import io.windhover.segment.filter.FilterColumns;
import io.windhover.segment.filter.FilterEvaluator;
import io.windhover.segment.filter.TextBlock;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: a filter lets the right rows through. Method: a fixed table of rows, filters, and the rows that pass. */
class FilterTruthTest {
    private static final FieldId ID = new FieldId(100);
    private static final FieldId JSON = new FieldId(101);
    private static final FieldId ARRAY = new FieldId(102);
    private static final FieldId NAME = new FieldId(103);
    private static final FieldId PRICE = new FieldId(104);

    /** One JSON document a row; the row's id is its place. */
    private static final String[] DOCUMENTS = {
        null,
        "{}",
        "{\"a\": null}",
        "{\"a\": \"bad\"}",
        "{\"a\": 2}",
        "{\"a\": 3}",
        "{\"arr\": []}",
        "{\"arr\": [1, 2]}",
        "{\"arr\": \"bad\"}",
        "{\"nested\": {\"age\": 30}}",
        "{\"nested\": {\"age\": 40}}",
        "{\"s\": \"abc\"}",
        "{\"s\": \"def\"}",
        "{\"b\": true}",
        "{\"b\": false}",
        "{\"b\": 1}",
        "{\"f\": 1.5}",
        "{\"f\": -2.25}",
        "{\"arr\": [3, \"bad\", null]}",
        "not json at all"
    };

    private static final CollectionSchema SCHEMA = new CollectionSchema(
            "",
            List.of(
                    new FieldSchema(ID, "id", DataType.INT64, FieldTraits.key(false), Map.of()),
                    new FieldSchema(JSON, "j", DataType.JSON, FieldTraits.NULLABLE, Map.of()),
                    new FieldSchema(
                            ARRAY,
                            "arr",
                            DataType.ARRAY,
                            Optional.of(DataType.INT64),
                            FieldTraits.NULLABLE,
                            Map.of(),
                            Optional.empty(),
                            ""),
                    new FieldSchema(NAME, "name", DataType.VARCHAR, FieldTraits.NULLABLE, Map.of()),
                    new FieldSchema(PRICE, "price", DataType.DOUBLE, FieldTraits.NULLABLE, Map.of())),
            0);

    /** Rows with id i: array [i, i + 1] if i is even, name "user_i" but null for 3, price i / 2 but null for 5. */
    private static final class Rows implements FilterColumns {
        @Override
        public void addNulls(FieldId field, Bits nulls) {
            for (int row = 0; row < nulls.size(); row++) {
                boolean isNull = field.equals(JSON) && DOCUMENTS[row] == null
                        || field.equals(ARRAY) && row % 2 == 1
                        || field.equals(NAME) && row == 3
                        || field.equals(PRICE) && row == 5;
                nulls.set(row, isNull);
            }
        }

        @Override
        public void readLongs(FieldId field, int from, int count, long[] target) {
            for (int i = 0; i < count; i++) {
                target[i] = from + i;
            }
        }

        @Override
        public void readDoubles(FieldId field, int from, int count, double[] target) {
            for (int i = 0; i < count; i++) {
                target[i] = (from + i) / 2.0;
            }
        }

        @Override
        public void readTexts(FieldId field, int from, int count, TextBlock target) {
            for (int row = from; row < from + count; row++) {
                String text = field.equals(NAME) ? "user_" + row : String.valueOf(DOCUMENTS[row]);
                target.add(text.getBytes(StandardCharsets.UTF_8));
            }
        }

        @Override
        public void readArrays(FieldId field, int from, int count, ArrayBlock target) {
            for (int row = from; row < from + count; row++) {
                target.addLong(row);
                target.addLong(row + 1);
                target.endRow();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "j['a'] == 2; 4",
                "j['a'] > 2; 5",
                "j['a'] in [2, 3]; 4 5",
                "j['a'] != 2; 5",
                "j['a'] not in [2]; 5",
                "not (j['a'] > 2); 4",
                "j['a'] + 1 != 3; 5",
                "j['a'] * 2 == 4; 4",
                "j['a'] is null and id < 5; 0 1 2",
                "j['a'] is not null; 3 4 5",
                "exists j['a']; 3 4 5",
                "j['a'] > 100 and j['a'] < 50; -",
                "not (j['a'] > 100 and j['a'] < 50); 4 5",
                "array_length(j['arr']) == 0; 6",
                "array_length(j['arr']) != 0; 7 18",
                "not (array_length(j['arr']) > 0); 6",
                "json_contains(j['arr'], 1); 7",
                "json_contains_any(j['arr'], [1, 9, 'bad']); 7 18",
                "json_contains_all(j['arr'], [1, 2]); 7",
                "j['arr'][0] > 1; 18",
                "j['arr'][1] == 'bad'; 18",
                "j['nested']['age'] != 30; 10",
                "j['s'] == \"abc\"; 11",
                "j['s'] like '%b%'; 11",
                "j['s'] not in ['abc']; 12",
                "j['b'] == true; 13",
                "j['b'] != true; 14",
                "j['b'] in [true, 1]; 13 15",
                "j['b'] == 1; 15",
                "j['f'] > 1.0; 16",
                "j['f'] < 0; 17",
                "j is null; 0",
                "arr[0] == 2; 2",
                "arr[1] > 18; 18",
                "array_contains(arr, 3); 2",
                "array_contains_all(arr, [4, 5]); 4",
                "array_length(arr) == 2 and id < 4; 0 2",
                "arr == [6, 7]; 6",
                "arr is null and id < 4; 1 3",
                "name like 'user\\_1%'; 1 10 11 12 13 14 15 16 17 18 19",
                "name like 'user__' and id < 3; 0 1 2",
                "name in ['user_1', 'user_3']; 1",
                "not (name == 'user_1') and id < 5; 0 2 4",
                "name is null; 3",
                "price > 8.5; 18 19",
                "price + 1 == 3 or price < 1; 0 1 4",
                "2 < id <= 4; 3 4",
                "id % 5 == 0 and (id & 4) == 0; 0 10",
                "(id % 2 == 0 and id / 2 >= 9) or (2 ** 3 == 8 and id == 3); 3 18",
                "price > id; -",
                "id in []; -",
                "id not in [] and id < 2; 0 1",
                "true; 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19",
                "false; -",
            })
    void filterLetsTheRightRowsThrough(String filter, String rows) {
        Expr expr = FilterParser.parse(filter, SCHEMA, Map.<String, Value>of(), () -> 0);
        Bits passing = FilterEvaluator.passing(expr, new Rows(), DOCUMENTS.length);
        String actual =
                Arrays.stream(passing.toArray()).mapToObj(Integer::toString).collect(Collectors.joining(" "));
        assertThat(actual).isEqualTo(rows == null ? "" : rows);
    }
}
