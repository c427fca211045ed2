package io.windhover.storm.stage;

import io.milvus.v2.common.DataType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongPredicate;
import java.util.random.RandomGenerator;

/** Filters about rows, one kind for each field that has an index, each with the number it must count. */
public final class Questions {
    private final Rows rows;

    /** Asks about rows. */
    public Questions(Rows rows) {
        this.rows = rows;
    }

    /** Returns a filter on a field that is not a vector, about a value that some row has. */
    public Filter about(Field field, RandomGenerator random) {
        Object value = field.value().apply(random.nextLong(1_000_000));
        return switch (value) {
            case null ->
                new Filter(field.name() + " is null", id -> field.value().apply(id) == null);
            case Map<?, ?> document -> inDocument(field, document);
            case List<?> list -> inArray(field, list);
            case String text -> inText(field, text, random);
            case Boolean truth ->
                new Filter(
                        field.name() + " == " + truth,
                        id -> truth.equals(field.value().apply(id)));
            case Number number -> inNumbers(field, number, random);
            default -> throw new IllegalArgumentException(field.name());
        };
    }

    private static Filter inDocument(Field field, Map<?, ?> document) {
        Object number = document.get("n");
        return new Filter(
                field.name() + "[\"n\"] == " + number,
                id -> ((Map<?, ?>) field.value().apply(id)).get("n").equals(number));
    }

    private static Filter inArray(Field field, List<?> list) {
        if (list.isEmpty()) {
            return new Filter(
                    "array_length(" + field.name() + ") == 0",
                    id -> elements(field, id).isEmpty());
        }
        Object element = list.getFirst();
        String literal = field.element() == DataType.VarChar ? "\"" + element + "\"" : element.toString();
        return new Filter(
                "array_contains(" + field.name() + ", " + literal + ")",
                id -> elements(field, id).contains(element));
    }

    private static List<?> elements(Field field, long id) {
        return (List<?>) field.value().apply(id);
    }

    private static Filter inText(Field field, String text, RandomGenerator random) {
        if (random.nextBoolean()) {
            return new Filter(
                    field.name() + " == \"" + text + "\"",
                    id -> text.equals(field.value().apply(id)));
        }
        String prefix = text.substring(0, text.length() - 1);
        return new Filter(
                field.name() + " like \"" + prefix + "%\"",
                id -> ((String) field.value().apply(id)).startsWith(prefix));
    }

    private static Filter inNumbers(Field field, Number number, RandomGenerator random) {
        LongPredicate present = id -> Objects.nonNull(field.value().apply(id));
        return switch (random.nextInt(3)) {
            case 0 ->
                new Filter(field.name() + " == " + number, id -> present.test(id) && compare(field, id, number) == 0);
            case 1 ->
                new Filter(field.name() + " < " + number, id -> present.test(id) && compare(field, id, number) < 0);
            default ->
                new Filter(field.name() + " >= " + number, id -> present.test(id) && compare(field, id, number) >= 0);
        };
    }

    private static int compare(Field field, long id, Number number) {
        return Double.compare(((Number) field.value().apply(id)).doubleValue(), number.doubleValue());
    }

    /** Returns a filter on one of the fields, or on two of them; every row if there is no field. */
    public Filter any(List<Field> fields, RandomGenerator random) {
        if (fields.isEmpty()) {
            return Filter.ALL;
        }
        Filter first = about(fields.get(random.nextInt(fields.size())), random);
        if (random.nextInt(3) > 0) {
            return first;
        }
        Filter second = about(fields.get(random.nextInt(fields.size())), random);
        return new Filter(
                "(" + first.expression() + ") and (" + second.expression() + ")",
                id -> first.matches().test(id) && second.matches().test(id));
    }

    /** Returns whose rows these are. */
    public Rows rows() {
        return rows;
    }
}
