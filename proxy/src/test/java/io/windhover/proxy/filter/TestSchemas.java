package io.windhover.proxy.filter;

import io.windhover.model.FieldId;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.schema.FieldTraits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Schemas with a field of every type, named after it. */
final class TestSchemas {
    private TestSchemas() {}

    static CollectionSchema everyType(boolean dynamic) {
        List<FieldSchema> fields = new ArrayList<>();
        fields.add(field(100, "pk", DataType.INT64, FieldTraits.key(false)));
        fields.add(field(101, "b", DataType.BOOL, FieldTraits.NULLABLE));
        fields.add(field(102, "i8", DataType.INT8, FieldTraits.NULLABLE));
        fields.add(field(103, "i64", DataType.INT64, FieldTraits.NULLABLE));
        fields.add(field(104, "f", DataType.FLOAT, FieldTraits.NULLABLE));
        fields.add(field(105, "d", DataType.DOUBLE, FieldTraits.NULLABLE));
        fields.add(field(106, "s", DataType.VARCHAR, FieldTraits.NULLABLE));
        fields.add(field(107, "meta", DataType.JSON, FieldTraits.NULLABLE));
        fields.add(array(108, "ints", DataType.INT64));
        fields.add(array(109, "floats", DataType.FLOAT));
        fields.add(array(110, "texts", DataType.VARCHAR));
        fields.add(new FieldSchema(
                new FieldId(111), "vector", DataType.FLOAT_VECTOR, FieldTraits.PLAIN, Map.of("dim", "4")));
        FieldTraits partitionKey = new FieldTraits(false, false, false, true, false, false);
        fields.add(field(112, "tenant", DataType.VARCHAR, partitionKey));
        if (dynamic) {
            fields.add(field(113, FieldSchema.DYNAMIC_NAME, DataType.JSON, FieldTraits.DYNAMIC));
        }
        return new CollectionSchema("", fields, 0);
    }

    private static FieldSchema field(long id, String name, DataType type, FieldTraits traits) {
        return new FieldSchema(new FieldId(id), name, type, traits, Map.of());
    }

    private static FieldSchema array(long id, String name, DataType element) {
        return new FieldSchema(
                new FieldId(id),
                name,
                DataType.ARRAY,
                Optional.of(element),
                FieldTraits.NULLABLE,
                Map.of(),
                Optional.empty(),
                "");
    }
}
