package io.windhover.model.schema;

import io.windhover.model.FieldId;
import io.windhover.model.Invariant;
import io.windhover.model.row.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One field of a collection.
 *
 * @param id           100 and up in order of creation; never used again within the collection
 * @param name         as the user wrote it
 * @param type         of its values
 * @param elementType  of an array's elements; empty for other types
 * @param traits       its yes-or-no properties
 * @param params       type parameters by Milvus's names (dim, max_length, max_capacity, mmap.enabled…), in order
 * @param defaultValue for rows that bring none
 * @param description  free text
 */
public record FieldSchema(
        FieldId id,
        String name,
        DataType type,
        Optional<DataType> elementType,
        FieldTraits traits,
        Map<String, String> params,
        Optional<Value> defaultValue,
        String description) {
    /** Name of the hidden JSON field of dynamic keys. */
    public static final String DYNAMIC_NAME = "$meta";

    /** Copies the parameters. */
    public FieldSchema {
        Invariant.check(!name.isEmpty(), "field {} has no name", id);
        Invariant.check(
                type == DataType.ARRAY == elementType.isPresent(), "field {}: element type without array", name);
        params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
    }

    /** Creates a field without element type, default or description. */
    public FieldSchema(FieldId id, String name, DataType type, FieldTraits traits, Map<String, String> params) {
        this(id, name, type, Optional.empty(), traits, params, Optional.empty(), "");
    }

    /** Returns the dimensions of a dense vector field. */
    public int dim() {
        return intParam("dim");
    }

    /** Returns the most bytes a VarChar value (or a VarChar array's element) may have. */
    public int maxLength() {
        return intParam("max_length");
    }

    /** Returns the most elements an array value may have. */
    public int maxCapacity() {
        return intParam("max_capacity");
    }

    /** Returns the bytes of one value, 0 when the width varies. */
    public int fixedBytes() {
        return type.fixedBytes(type.isDenseVector() ? dim() : 0);
    }

    private int intParam(String key) {
        String text = params.get(key);
        Invariant.check(text != null, "field {} has no {}", name, key);
        return Integer.parseInt(text);
    }
}
