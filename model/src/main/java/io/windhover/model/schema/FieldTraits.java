package io.windhover.model.schema;

/**
 * The yes-or-no properties of a field.
 *
 * @param primaryKey    its values identify rows
 * @param autoId        the server gives the primary key
 * @param nullable      a row may have no value
 * @param partitionKey  its hash chooses the partition
 * @param clusteringKey rows may be clustered by it
 * @param dynamic       it is the hidden JSON field of keys that the schema does not name
 */
public record FieldTraits(
        boolean primaryKey,
        boolean autoId,
        boolean nullable,
        boolean partitionKey,
        boolean clusteringKey,
        boolean dynamic) {
    /** An ordinary field. */
    public static final FieldTraits PLAIN = new FieldTraits(false, false, false, false, false, false);

    /** A field that may be null. */
    public static final FieldTraits NULLABLE = new FieldTraits(false, false, true, false, false, false);

    /** The hidden dynamic field. */
    public static final FieldTraits DYNAMIC = new FieldTraits(false, false, false, false, false, true);

    /** Returns the traits of a primary key. */
    public static FieldTraits key(boolean autoId) {
        return new FieldTraits(true, autoId, false, false, false, false);
    }
}
