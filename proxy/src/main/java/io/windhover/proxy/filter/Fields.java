package io.windhover.proxy.filter;

import io.windhover.model.expr.Operand;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds what the names of a filter stand for: fields, elements, paths, and keys of the dynamic field. */
final class Fields {
    private final Map<String, FieldSchema> byName = new HashMap<>();
    private final Optional<FieldSchema> dynamic;

    Fields(CollectionSchema schema) {
        schema.fields().forEach(field -> byName.put(field.name(), field));
        this.dynamic = schema.dynamicField();
    }

    /** Returns what a name stands for; the text of the filter serves messages. */
    Operand resolve(Syntax.Name name, String filter) {
        for (Syntax.Subscript subscript : name.subscripts()) {
            checkSubscript(subscript, name, filter);
        }
        FieldSchema field = byName.get(name.name());
        if (field == null) {
            return dynamicKey(name);
        }
        if (field.type() == DataType.JSON) {
            return new Operand.JsonPath(field.id(), path(name.subscripts()));
        }
        if (name.subscripts().isEmpty()) {
            return new Operand.Field(field.id(), field.type());
        }
        if (field.type() == DataType.ARRAY) {
            return element(field, name);
        }
        throw FilterFault.at(
                name.span(),
                "%s data type not supported accessed with []",
                field.type().wireName());
    }

    /** Returns the schema of a field that was resolved. */
    FieldSchema schema(Operand.Field resolved) {
        return byName.values().stream()
                .filter(field -> field.id().equals(resolved.id()))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the type of an array field's elements. */
    DataType elementType(Operand.Field array) {
        return schema(array).elementType().orElseThrow();
    }

    private Operand dynamicKey(Syntax.Name name) {
        if (dynamic.isEmpty()) {
            throw FilterFault.at(name.span(), "field %s not exist", name.name());
        }
        List<String> path = new ArrayList<>(List.of(name.name()));
        path.addAll(path(name.subscripts()));
        return new Operand.JsonPath(dynamic.get().id(), path);
    }

    private static void checkSubscript(Syntax.Subscript subscript, Syntax.Name name, String filter) {
        if (subscript instanceof Syntax.Subscript.Word(String word)) {
            throw FilterFault.at(
                    name.span(), "json key must be enclosed in double quotes or single quotes: \"%s\"", word);
        }
        if (subscript instanceof Syntax.Subscript.Key(String key) && key.isEmpty()) {
            throw FilterFault.at(
                    name.span(), "invalid identifier: %s", name.span().of(filter));
        }
    }

    private static List<String> path(List<Syntax.Subscript> subscripts) {
        List<String> path = new ArrayList<>();
        for (Syntax.Subscript subscript : subscripts) {
            path.add(
                    switch (subscript) {
                        case Syntax.Subscript.Key(String key) -> key;
                        case Syntax.Subscript.Index(long index) -> Long.toString(index);
                        case Syntax.Subscript.Word(String word) -> word;
                    });
        }
        return path;
    }

    private static Operand element(FieldSchema field, Syntax.Name name) {
        if (name.subscripts().size() > 1) {
            throw FilterFault.at(name.span(), "an element of the array field %s has no elements", field.name());
        }
        if (!(name.subscripts().getFirst() instanceof Syntax.Subscript.Index(long index))) {
            throw FilterFault.at(name.span(), "can only access array field with integer index");
        }
        int clipped = (int) Math.min(index, Integer.MAX_VALUE);
        return new Operand.ArrayElement(field.id(), field.elementType().orElseThrow(), clipped);
    }
}
