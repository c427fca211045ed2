package io.windhover.embedded;

import io.windhover.model.catalog.ConsistencyLevel;
import io.windhover.model.catalog.TimeToLive;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldTraits;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.CreateCollection;
import io.windhover.proxy.request.FieldSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Describes a new collection, field by field:
 *
 * <pre>{@code
 * CollectionSpec.named("docs").longKey("id").text("title", 200).vector("embedding", 384).dynamic()
 * }</pre>
 *
 * What is wrong in it is told when the collection is created.
 */
public final class CollectionSpec {
    private final String name;
    private final List<FieldSpec> fields = new ArrayList<>();
    private boolean dynamic;
    private int shardCount = 1;
    private Map<String, String> properties = Map.of();

    private CollectionSpec(String name) {
        this.name = name;
    }

    /** Starts the description of a collection. */
    public static CollectionSpec named(String name) {
        return new CollectionSpec(name);
    }

    /** Adds an Int64 primary key that every row brings. */
    public CollectionSpec longKey(String field) {
        return field(field, DataType.INT64, FieldTraits.key(false), Map.of());
    }

    /** Adds an Int64 primary key that the database gives. */
    public CollectionSpec autoKey(String field) {
        return field(field, DataType.INT64, FieldTraits.key(true), Map.of());
    }

    /** Adds a VarChar primary key of at most {@code bytesMax} bytes. */
    public CollectionSpec textKey(String field, int bytesMax) {
        return field(field, DataType.VARCHAR, FieldTraits.key(false), length(bytesMax));
    }

    /** Adds a field of a type without parameters: Bool, a number or JSON. */
    public CollectionSpec field(String field, DataType type) {
        return field(field, type, FieldTraits.PLAIN, Map.of());
    }

    /** Adds a nullable field of a type without parameters. */
    public CollectionSpec nullable(String field, DataType type) {
        return field(field, type, FieldTraits.NULLABLE, Map.of());
    }

    /** Adds a VarChar field of at most {@code bytesMax} bytes. */
    public CollectionSpec text(String field, int bytesMax) {
        return field(field, DataType.VARCHAR, FieldTraits.PLAIN, length(bytesMax));
    }

    /** Adds an array field of at most {@code elementsMax} elements; {@code bytesMax} counts for VarChar elements. */
    public CollectionSpec array(String field, DataType element, int elementsMax, int bytesMax) {
        Map<String, String> params =
                Map.of("max_capacity", Integer.toString(elementsMax), "max_length", Integer.toString(bytesMax));
        fields.add(new FieldSpec(
                field, DataType.ARRAY, Optional.of(element), FieldTraits.PLAIN, params, Optional.empty(), ""));
        return this;
    }

    /** Adds a FloatVector field. */
    public CollectionSpec vector(String field, int dim) {
        return vector(field, DataType.FLOAT_VECTOR, dim);
    }

    /** Adds a dense vector field of any type. */
    public CollectionSpec vector(String field, DataType type, int dim) {
        return field(field, type, FieldTraits.PLAIN, Map.of("dim", Integer.toString(dim)));
    }

    /** Adds a sparse vector field. */
    public CollectionSpec sparseVector(String field) {
        return field(field, DataType.SPARSE_FLOAT_VECTOR, FieldTraits.PLAIN, Map.of());
    }

    /** Adds a field with everything said. */
    public CollectionSpec field(String field, DataType type, FieldTraits traits, Map<String, String> params) {
        fields.add(new FieldSpec(field, type, traits, params));
        return this;
    }

    /** Keeps keys of rows that no field is named after. */
    public CollectionSpec dynamic() {
        dynamic = true;
        return this;
    }

    /** Spreads rows over several shards. */
    public CollectionSpec shards(int count) {
        shardCount = count;
        return this;
    }

    /** Lets rows expire so long after they were written; whole seconds count. */
    public CollectionSpec timeToLive(Duration life) {
        properties = Map.of(TimeToLive.PROPERTY, Long.toString(life.toSeconds()));
        return this;
    }

    private static Map<String, String> length(int bytesMax) {
        return Map.of("max_length", Integer.toString(bytesMax));
    }

    /** Returns the request that creates it. */
    public CreateCollection request() {
        return new CreateCollection(
                new CollectionRef(name), "", fields, dynamic, shardCount, ConsistencyLevel.STRONG, properties, 0);
    }

    /** Returns the name. */
    String name() {
        return name;
    }
}
