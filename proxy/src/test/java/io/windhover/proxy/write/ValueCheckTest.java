package io.windhover.proxy.write;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.model.DatabaseException;
import io.windhover.model.FieldId;
import io.windhover.model.row.Column;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.schema.FieldTraits;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Goal: a value its field cannot hold is refused by field, row and value. Method: one bad value among good ones. */
class ValueCheckTest {
    private static FieldSchema field(DataType type, Map<String, String> params) {
        return new FieldSchema(new FieldId(100), "f", type, FieldTraits.PLAIN, params);
    }

    private static void assertRefused(FieldSchema field, Column column, String... parts) {
        assertThatThrownBy(() -> ValueCheck.check(field, column, Optional.empty()))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContainingAll(parts);
    }

    private static Column json(String... documents) {
        byte[][] values = new byte[documents.length][];
        for (int i = 0; i < values.length; i++) {
            values[i] = documents[i].getBytes(StandardCharsets.UTF_8);
        }
        return new Column.JsonColumn(values);
    }

    @Test
    void vectorsMustBeFiniteAndOfTheRightLength() {
        FieldSchema vector = field(DataType.FLOAT_VECTOR, Map.of("dim", "2"));
        assertRefused(vector, new Column.FloatVectorColumn(new float[] {1, 2, 3}, 3), "the dim (3)", "schema dim (2)");
        assertRefused(vector, new Column.FloatVectorColumn(new float[] {1, 2, Float.NaN, 0}, 2), "'NaN'", "row 1");
        assertRefused(
                vector, new Column.FloatVectorColumn(new float[] {Float.NEGATIVE_INFINITY, 0}, 2), "'-Inf'", "row 0");
        FieldSchema half = field(DataType.FLOAT16_VECTOR, Map.of("dim", "2"));
        assertRefused(half, new Column.ByteVectorColumn(new byte[] {0, 0, 0, 0x7C}, 4), "'+Inf'", "row 0");
        FieldSchema sparse = field(DataType.SPARSE_FLOAT_VECTOR, Map.of());
        assertRefused(
                sparse,
                new Column.SparseVectorColumn(new int[] {0, 2}, new int[] {5, 5}, new float[] {1, 1}),
                "unsorted or same");
        assertRefused(
                sparse,
                new Column.SparseVectorColumn(new int[] {0, 1}, new int[] {-1}, new float[] {1}),
                "less than 2^32-1");
    }

    @Test
    void textsAndNumbersMustFit() {
        assertRefused(
                field(DataType.VARCHAR, Map.of("max_length", "4")),
                new Column.StringColumn(new String[] {"okay", "naïve"}),
                "row number: 1",
                "length: 6",
                "max length: 4");
        assertRefused(
                field(DataType.INT8, Map.of()), new Column.IntColumn(new int[] {127, 128}), "the 1th element (128)");
        assertRefused(field(DataType.INT64, Map.of()), new Column.IntColumn(new int[] {1}), "Int64", "Int values");
        assertRefused(field(DataType.DOUBLE, Map.of()), new Column.DoubleColumn(new double[] {Double.NaN}), "'NaN'");
    }

    @Test
    void jsonMustBeOneWholeDocument() {
        FieldSchema field = field(DataType.JSON, Map.of());
        assertThatCode(() -> ValueCheck.check(field, json("{\"a\":[1,2]}", "1", "null", "\"x\""), Optional.empty()))
                .doesNotThrowAnyException();
        assertRefused(field, json("{}", "{\"a\":"), "row 1", "broken JSON");
        assertRefused(field, json("{} {}"), "more than one JSON document");
        assertRefused(field, json(""), "not a JSON document");
        assertRefused(field, json("\"" + "x".repeat(65_536) + "\""), "max length: 65536");
        FieldSchema dynamic = new FieldSchema(new FieldId(1), "$meta", DataType.JSON, FieldTraits.DYNAMIC, Map.of());
        assertRefused(dynamic, json("[1]"), "not a JSON object");
    }
}
