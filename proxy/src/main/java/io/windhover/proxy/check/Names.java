package io.windhover.proxy.check;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import java.nio.charset.StandardCharsets;

/** The rules for names: at most 255 bytes, a letter or underscore first, then letters, digits and underscores. */
public final class Names {
    private static final int BYTES_MAX = 255;

    private Names() {}

    /** Checks the name of a new collection. */
    public static void checkCollection(String name) {
        checkCollectionOrAlias(name, "name");
    }

    /** Checks a new alias. */
    public static void checkAlias(String alias) {
        checkCollectionOrAlias(alias, "alias");
    }

    private static void checkCollectionOrAlias(String name, String kind) {
        if (name.isEmpty()) {
            throw DatabaseException.invalid("collection %s should not be empty", kind);
        }
        String prefix = "Invalid collection " + kind + ": " + name + ". ";
        if (bytes(name) > BYTES_MAX) {
            throw DatabaseException.invalid(
                    "%sthe length of a collection %s must be less than %d characters", prefix, kind, BYTES_MAX);
        }
        if (!startsWell(name)) {
            throw DatabaseException.invalid(
                    "%sthe first character of a collection %s must be an underscore or letter", prefix, kind);
        }
        if (!allOf(name, "")) {
            throw DatabaseException.invalid(
                    "%scollection %s can only contain numbers, letters and underscores", prefix, kind);
        }
    }

    /** Checks the name of a new partition, which may start with a digit and contain hyphens. */
    public static void checkPartition(String name) {
        String prefix = "Invalid partition name: " + name + ". ";
        if (name.isBlank()) {
            throw DatabaseException.invalid("%sPartition name should not be empty.", prefix);
        }
        if (bytes(name) > BYTES_MAX) {
            throw DatabaseException.invalid(
                    "%sThe length of a partition name must be less than %d characters.", prefix, BYTES_MAX);
        }
        if (!startsWell(name) && !Character.isDigit(name.charAt(0))) {
            throw DatabaseException.invalid(
                    "%sThe first character of a partition name must be an underscore or letter.", prefix);
        }
        if (!allOf(name, "-")) {
            throw DatabaseException.invalid(
                    "%sPartition name can only contain numbers, letters and underscores.", prefix);
        }
    }

    /** Checks the name of a new database. */
    public static void checkDatabase(String name) {
        if (name.isEmpty()) {
            throw DatabaseException.because(ErrorCode.DATABASE_INVALID_NAME, "database name couldn't be empty");
        }
        String prefix = "the database name " + name + " ";
        if (bytes(name) > BYTES_MAX) {
            throw DatabaseException.because(
                    ErrorCode.DATABASE_INVALID_NAME, "%sis longer than %d characters", prefix, BYTES_MAX);
        }
        if (!startsWell(name)) {
            throw DatabaseException.because(
                    ErrorCode.DATABASE_INVALID_NAME,
                    "the first character of a database name must be an underscore or letter: %s",
                    name);
        }
        if (!allOf(name, "")) {
            throw DatabaseException.because(
                    ErrorCode.DATABASE_INVALID_NAME,
                    "database name can only contain numbers, letters and underscores: %s",
                    name);
        }
    }

    /** Checks the name of a new field. */
    public static void checkField(String name) {
        String prefix = "Invalid field name: " + name + ". ";
        if (name.isBlank()) {
            throw fieldName(name, "field name should not be empty");
        }
        if (bytes(name) > BYTES_MAX) {
            throw fieldName(name, prefix + "The length of a field name must be less than 255 characters.");
        }
        if (!startsWell(name)) {
            throw fieldName(name, prefix + "The first character of a field name must be an underscore or letter.");
        }
        if (!allOf(name, "")) {
            throw fieldName(name, prefix + "Field name cannot only contain numbers, letters, and underscores.");
        }
    }

    /** Checks the name of a new resource group. */
    public static void checkResourceGroup(String name) {
        if (name.isEmpty()) {
            throw DatabaseException.invalid("resource group name couldn't be empty");
        }
        String prefix = "Invalid resource group name " + name + ". ";
        if (bytes(name) > BYTES_MAX) {
            throw DatabaseException.invalid(
                    "%sthe length of a resource group name must be less than %d characters", prefix, BYTES_MAX);
        }
        if (!startsWell(name)) {
            throw DatabaseException.invalid(
                    "%sthe first character of a resource group name must be an underscore or letter", prefix);
        }
        if (!allOf(name, "")) {
            throw DatabaseException.invalid(
                    "%sresource group name can only contain numbers, letters and underscores", prefix);
        }
    }

    /** Checks the name of a new index. */
    public static void checkIndex(String name) {
        String prefix = "Invalid index name: " + name + ". ";
        if (bytes(name) > BYTES_MAX) {
            throw DatabaseException.invalid(
                    "%sThe length of a index name must be less than %d characters.", prefix, BYTES_MAX);
        }
        if (!name.isEmpty() && !startsWell(name)) {
            throw DatabaseException.invalid(
                    "%sThe first character of a index name must be an underscore or letter.", prefix);
        }
        if (!allOf(name, "[].-$")) {
            throw DatabaseException.invalid("%sIndex name can only contain numbers, letters, and underscores.", prefix);
        }
    }

    private static DatabaseException fieldName(String name, String reason) {
        return new DatabaseException(
                ErrorCode.FIELD_INVALID_NAME,
                reason + ": " + ErrorCode.FIELD_INVALID_NAME.text() + "[field=" + name + "]");
    }

    private static int bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }

    private static boolean startsWell(String name) {
        return isLetter(name.charAt(0)) || name.charAt(0) == '_';
    }

    private static boolean allOf(String name, String also) {
        return name.chars().allMatch(c -> isLetter(c) || c == '_' || (c >= '0' && c <= '9') || also.indexOf(c) >= 0);
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
