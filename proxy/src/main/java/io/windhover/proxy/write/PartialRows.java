package io.windhover.proxy.write;

import io.windhover.model.DatabaseException;
import io.windhover.model.row.Column;
import io.windhover.model.row.Columns;
import io.windhover.model.row.FieldColumn;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.row.RowBatch;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.FieldSchema;
import io.windhover.proxy.request.NamedColumn;
import io.windhover.proxy.request.WriteRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Makes whole rows of an upsert that brings only some fields: the others come from the rows as they are stored. Keys that
 * no field names are joined, those sent taking the place of those stored. A row that is not stored yet needs every field
 * that can be neither null nor a default.
 */
public final class PartialRows {
    private static final int NEW = -1;
    private static final JsonFactory JSON = new JsonFactory();

    private final WriteRequest request;
    private final RowBatch stored;
    private final int[] storedAt;
    private final PrimaryKeys keys;

    private PartialRows(WriteRequest request, PrimaryKeys keys, RowBatch stored, int[] storedAt) {
        this.request = request;
        this.keys = keys;
        this.stored = stored;
        this.storedAt = storedAt;
    }

    /** Returns the fields whose stored values are needed. */
    public static List<FieldSchema> wanted(CollectionSchema schema, WriteRequest request) {
        return schema.fields().stream()
                .filter(field ->
                        field.traits().dynamic() || sent(field, request).isEmpty())
                .toList();
    }

    /**
     * Returns the request with every field.
     *
     * @param keys       of the request's rows
     * @param storedKeys of those among them that are stored
     * @param stored     their wanted fields
     * @throws DatabaseException PARAMETER_INVALID naming the field that a new row lacks
     */
    public static WriteRequest completed(
            CollectionSchema schema, WriteRequest request, PrimaryKeys keys, PrimaryKeys storedKeys, RowBatch stored) {
        Map<Object, Integer> places = new HashMap<>();
        for (int i = 0; i < storedKeys.count(); i++) {
            places.put(storedKeys.at(i), i);
        }
        if (places.isEmpty()) {
            return request;
        }
        int[] storedAt = IntStream.range(0, keys.count())
                .map(row -> places.getOrDefault(keys.at(row), NEW))
                .toArray();
        PartialRows rows = new PartialRows(request, keys, stored, storedAt);
        List<NamedColumn> columns = new ArrayList<>();
        schema.fields().forEach(field -> columns.add(rows.column(field)));
        return new WriteRequest(request.collection(), request.partition(), columns, request.rowCount());
    }

    private static Optional<NamedColumn> sent(FieldSchema field, WriteRequest request) {
        return request.columns().stream()
                .filter(c -> field.traits().dynamic()
                        ? c.dynamic()
                        : !c.dynamic() && c.name().equals(field.name()))
                .findFirst();
    }

    private NamedColumn column(FieldSchema field) {
        Optional<NamedColumn> sent = sent(field, request);
        if (sent.isPresent() && !field.traits().dynamic()) {
            return sent.get();
        }
        FieldColumn old = stored.column(field.id()).orElseThrow();
        return field.traits().dynamic() ? joined(field, sent, old) : kept(field, old);
    }

    private NamedColumn kept(FieldSchema field, FieldColumn old) {
        int[] rows = IntStream.of(storedAt).map(at -> Math.max(0, at)).toArray();
        BitSet nulls = old.nulls().map(bits -> Columns.select(bits, rows)).orElseGet(BitSet::new);
        for (int row = 0; row < storedAt.length; row++) {
            if (storedAt[row] == NEW) {
                if (!field.traits().nullable() && field.defaultValue().isEmpty()) {
                    throw DatabaseException.invalid(
                            "fieldSchema(%s) has no corresponding fieldData pass in for the new row with key %s",
                            field.name(), keys.at(row));
                }
                nulls.set(row);
            }
        }
        Optional<BitSet> some = nulls.isEmpty() ? Optional.empty() : Optional.of(nulls);
        Column column = Columns.select(old.column(), rows);
        return new NamedColumn(field.name(), field.type(), field.elementType(), column, some, false);
    }

    private NamedColumn joined(FieldSchema field, Optional<NamedColumn> sent, FieldColumn old) {
        byte[][] before = ((Column.JsonColumn) old.column()).values();
        byte[][] values = new byte[storedAt.length][];
        for (int row = 0; row < values.length; row++) {
            byte[] now = sent.isPresent() ? text(field, sent.get(), row) : new byte[] {'{', '}'};
            values[row] = storedAt[row] == NEW ? now : joined(field, before[storedAt[row]], now);
        }
        Column column = new Column.JsonColumn(values);
        return new NamedColumn(field.name(), field.type(), Optional.empty(), column, Optional.empty(), true);
    }

    private static byte[] text(FieldSchema field, NamedColumn sent, int row) {
        if (sent.column() instanceof Column.JsonColumn json) {
            return json.values()[row];
        }
        throw DatabaseException.invalid("the field data type of %s is not JSON", field.name());
    }

    /** Returns an object with the members of both; of two with one name the later object's. */
    private static byte[] joined(FieldSchema field, byte[] before, byte[] now) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(before.length + now.length);
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            out.writeStartObject();
            Set<String> written = new HashSet<>();
            copy(now, written, out);
            copy(before, written, out);
            out.writeEndObject();
        } catch (JacksonException malformed) {
            throw DatabaseException.invalid(
                    "field %s: %s is no JSON object", field.name(), new String(now, StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** Copies the members whose names were not written yet, numbers digit by digit. */
    private static void copy(byte[] object, Set<String> written, JsonGenerator out) {
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), object)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw DatabaseException.invalid("%s is no JSON object", new String(object, StandardCharsets.UTF_8));
            }
            while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = in.currentName();
                in.nextToken();
                if (written.add(name)) {
                    out.writeName(name);
                    out.copyCurrentStructureExact(in);
                } else {
                    in.skipChildren();
                }
            }
        }
    }
}
