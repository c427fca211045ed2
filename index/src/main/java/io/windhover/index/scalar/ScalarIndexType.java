package io.windhover.index.scalar;

import io.windhover.model.DatabaseException;
import io.windhover.model.schema.DataType;
import java.util.Locale;
import java.util.Optional;

/** The kinds of scalar index, by their names on the wire. */
public enum ScalarIndexType {
    /** One compressed bitmap per distinct value: for few distinct values. */
    BITMAP("BITMAP"),
    /** Dictionary and compressed posting lists: for everything. */
    INVERTED("INVERTED"),
    /** Rows in the order of their values: the fastest ranges. */
    STL_SORT("STL_SORT"),
    /** Dictionary that stores shared beginnings once: for long text. */
    TRIE("Trie"),
    /** The build chooses by type and number of distinct values. */
    AUTOINDEX("AUTOINDEX");

    private final String wireName;

    ScalarIndexType(String wireName) {
        this.wireName = wireName;
    }

    /** Returns the name on the wire. */
    public String wireName() {
        return wireName;
    }

    /** Returns the type for a name on the wire, aliases included; an empty name and HYBRID are AUTOINDEX. */
    public static Optional<ScalarIndexType> ofWireName(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "BITMAP" -> Optional.of(BITMAP);
            case "INVERTED" -> Optional.of(INVERTED);
            case "STL_SORT", "ASCENEDING", "ASCENDING" -> Optional.of(STL_SORT);
            case "TRIE", "MARISA-TRIE" -> Optional.of(TRIE);
            case "", "AUTOINDEX", "HYBRID" -> Optional.of(AUTOINDEX);
            default -> Optional.empty();
        };
    }

    /**
     * Checks that a field may have this index.
     *
     * @param type       of the field
     * @param element    of its elements, if it is an array
     * @param primaryKey whether it is the primary key
     * @throws DatabaseException PARAMETER_INVALID
     */
    public void checkField(DataType type, Optional<DataType> element, boolean primaryKey) {
        switch (this) {
            case BITMAP -> checkBitmap(type, element, primaryKey);
            case STL_SORT ->
                require(
                        type.isNumeric() || type == DataType.VARCHAR,
                        "STL_SORT are only supported on numeric or varchar field, got " + type.wireName());
            case TRIE -> require(type == DataType.VARCHAR, "TRIE are only supported on varchar field");
            case INVERTED ->
                require(
                        isScalar(type)
                                || type == DataType.ARRAY
                                        && element.filter(ScalarIndexType::isScalar)
                                                .isPresent(),
                        "INVERTED are not supported on " + type.wireName() + " field");
            case AUTOINDEX ->
                require(
                        isScalar(type) || type == DataType.ARRAY,
                        "HYBRID index are not supported on " + type.wireName() + " field");
        }
    }

    private static void checkBitmap(DataType type, Optional<DataType> element, boolean primaryKey) {
        require(!primaryKey, "create bitmap index on primary key not supported");
        require(
                isDiscrete(type) || type == DataType.ARRAY,
                "bitmap index are only supported on bool, int, string and array field");
        require(
                type != DataType.ARRAY
                        || element.filter(ScalarIndexType::isDiscrete).isPresent(),
                "bitmap index are only supported on bool, int, string for array field");
    }

    private static boolean isDiscrete(DataType type) {
        return type == DataType.BOOL || type.isInteger() || type == DataType.VARCHAR;
    }

    private static boolean isScalar(DataType type) {
        return isDiscrete(type) || type.isNumeric();
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw DatabaseException.invalid("%s", message);
        }
    }
}
