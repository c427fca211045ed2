package io.windhover.proxy.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.model.DatabaseException;
import io.windhover.model.catalog.ConsistencyLevel;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.schema.FieldTraits;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.CreateCollection;
import io.windhover.proxy.request.FieldSpec;
import io.windhover.proxy.request.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Goal: a schema is accepted or refused by name and value. Method: a good one, and it again with one fault each. */
class SchemaCheckTest {
    private static final FieldSpec KEY = new FieldSpec("id", DataType.INT64, FieldTraits.key(false), Map.of());
    private static final FieldSpec VECTOR = vector("v", DataType.FLOAT_VECTOR, "8");

    private static FieldSpec vector(String name, DataType type, String dim) {
        return new FieldSpec(name, type, FieldTraits.PLAIN, Map.of("dim", dim));
    }

    private static List<FieldSchema> check(FieldSpec... fields) {
        return SchemaCheck.fields(
                new CreateCollection(
                        new CollectionRef("c"), "", List.of(fields), true, 1, ConsistencyLevel.BOUNDED, Map.of(), 0),
                Limits.DEFAULT);
    }

    @Test
    void fieldsGetNumbersInOrderAndTheDynamicOneIsLast() {
        List<FieldSchema> fields = check(KEY, VECTOR);
        assertThat(fields.stream().map(f -> f.id().value())).containsExactly(100L, 101L, 102L);
        assertThat(fields.getLast().name()).isEqualTo("$meta");
    }

    @Test
    void aFaultIsNamedWithItsValue() {
        assertRefused(
                "invalid dimension: 1 of field v. should be in range 2 ~ 32768",
                KEY,
                vector("v", DataType.FLOAT_VECTOR, "1"));
        assertRefused("invalid dimension: 32769", KEY, vector("v", DataType.FLOAT_VECTOR, "32769"));
        assertRefused("multiple of 8", KEY, vector("v", DataType.BINARY_VECTOR, "12"));
        assertRefused("is not a number: many", KEY, vector("v", DataType.FLOAT_VECTOR, "many"));
        assertRefused("primary key is not specified", VECTOR);
        assertRefused("schema does not contain vector field", KEY);
        assertRefused("duplicated field name v found", KEY, VECTOR, VECTOR);
        assertRefused(
                "Invalid field name: 1st",
                KEY,
                VECTOR,
                new FieldSpec("1st", DataType.BOOL, FieldTraits.PLAIN, Map.of()));
        assertRefused(
                "type param(max_length) should be specified",
                KEY,
                VECTOR,
                new FieldSpec("t", DataType.VARCHAR, FieldTraits.PLAIN, Map.of()));
        assertRefused(
                "should be in (0, 65535], but got 65536 instead",
                KEY,
                VECTOR,
                new FieldSpec("t", DataType.VARCHAR, FieldTraits.PLAIN, Map.of("max_length", "65536")));
        assertRefused(
                "the data type of primary key should be Int64 or VarChar",
                VECTOR,
                new FieldSpec("k", DataType.FLOAT, FieldTraits.key(false), Map.of()));
    }

    @Test
    void tooManyFieldsAreRefused() {
        List<FieldSpec> vectors = new ArrayList<>(List.of(KEY));
        for (int i = 0; i < 11; i++) {
            vectors.add(vector("v" + i, DataType.FLOAT_VECTOR, "8"));
        }
        assertRefused("maximum vector field's number should be limited to 10", vectors.toArray(FieldSpec[]::new));
        List<FieldSpec> fields = new ArrayList<>(List.of(KEY, VECTOR));
        for (int i = 0; i < 63; i++) {
            fields.add(new FieldSpec("f" + i, DataType.BOOL, FieldTraits.PLAIN, Map.of()));
        }
        assertRefused("maximum field's number should be limited to 64", fields.toArray(FieldSpec[]::new));
    }

    private static void assertRefused(String text, FieldSpec... fields) {
        assertThatThrownBy(() -> check(fields))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining(text);
    }
}
