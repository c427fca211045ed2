package io.windhover.runtime.port;

import io.windhover.model.DatabaseException;

/** The rule for names of files and objects: relative, slash-separated, never leading out of their folder. */
public final class DiskNames {
    private DiskNames() {}

    /**
     * Returns the name unchanged if it is well formed.
     *
     * @throws DatabaseException PARAMETER_INVALID naming it otherwise
     */
    public static String checked(String name) {
        boolean good = !name.isEmpty() && name.indexOf('\0') < 0 && name.indexOf('\\') < 0;
        for (String part : name.split("/", -1)) {
            good &= !part.isEmpty() && !part.equals(".") && !part.equals("..");
        }
        if (!good) {
            throw DatabaseException.invalid("file name \"%s\" is not a relative path inside its folder", name);
        }
        return name;
    }

    /** Returns the folder part of a name, "" if it has none. */
    public static String folder(String name) {
        int slash = name.lastIndexOf('/');
        return slash < 0 ? "" : name.substring(0, slash);
    }
}
