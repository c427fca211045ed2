package io.windhover.proxy.request;

import io.windhover.model.row.Value;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldTraits;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A field as the user wants it; nothing is checked yet.
 *
 * @param name         anything
 * @param type         of its values
 * @param elementType  of an array's elements
 * @param traits       its yes-or-no properties
 * @param params       type parameters by Milvus's names (dim, max_length, max_capacity…)
 * @param defaultValue for rows that bring none
 * @param description  free text
 */
public record FieldSpec(
        String name,
        DataType type,
        Optional<DataType> elementType,
        FieldTraits traits,
        Map<String, String> params,
        Optional<Value> defaultValue,
        String description) {
    /** Copies the parameters. */
    public FieldSpec {
        params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
    }

    /** A field without element type, default and description. */
    public FieldSpec(String name, DataType type, FieldTraits traits, Map<String, String> params) {
        this(name, type, Optional.empty(), traits, params, Optional.empty(), "");
    }
}
