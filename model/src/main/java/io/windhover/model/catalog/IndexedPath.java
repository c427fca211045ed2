package io.windhover.model.catalog;

import io.windhover.model.Invariant;
import io.windhover.model.schema.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What an index on a JSON field has: those values that a path leads to which are of one kind. Every other row is without
 * a value in it.
 *
 * @param path keys of objects and positions in arrays, as in a filter; empty = the whole document
 * @param cast the kind of value
 */
public record IndexedPath(List<String> path, Cast cast) {
    /** The parameter that names the path: as a filter names it where a user gives it, resolved as a {@link #pointer}. */
    public static final String PATH = "json_path";

    /** The parameter that names the {@link Cast}. */
    public static final String CAST = "json_cast_type";

    /** The kinds of value, by their names on the wire. */
    public enum Cast {
        /** True and false. */
        BOOL(DataType.BOOL, false),
        /** Numbers; a whole one as the double nearest to it. */
        DOUBLE(DataType.DOUBLE, false),
        /** Texts. */
        VARCHAR(DataType.VARCHAR, false),
        /** Arrays, with those of their elements that are true or false. */
        ARRAY_BOOL(DataType.BOOL, true),
        /** Arrays, with those of their elements that are numbers. */
        ARRAY_DOUBLE(DataType.DOUBLE, true),
        /** Arrays, with those of their elements that are texts. */
        ARRAY_VARCHAR(DataType.VARCHAR, true);

        private final DataType element;
        private final boolean isArray;

        Cast(DataType element, boolean isArray) {
            this.element = element;
            this.isArray = isArray;
        }

        /** Returns the type of a value, or of an element of an array. */
        public DataType element() {
            return element;
        }

        /** Tells whether values are arrays. */
        public boolean isArray() {
            return isArray;
        }
    }

    /** Copies the path. */
    public IndexedPath {
        path = List.copyOf(path);
    }

    /** Reads the resolved parameters of an index. */
    public static IndexedPath of(Map<String, String> params) {
        String pointer = params.getOrDefault(PATH, "");
        Invariant.check(pointer.isEmpty() || pointer.startsWith("/"), "the JSON pointer {}", pointer);
        List<String> path = new ArrayList<>();
        if (!pointer.isEmpty()) {
            for (String step : pointer.substring(1).split("/", -1)) {
                path.add(step.replace("~1", "/").replace("~0", "~"));
            }
        }
        return new IndexedPath(path, Cast.valueOf(params.get(CAST)));
    }

    /**
     * Returns a path as one text.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc6901">JSON pointers</a>
     */
    public static String pointer(List<String> path) {
        StringBuilder pointer = new StringBuilder();
        path.forEach(step -> pointer.append('/').append(step.replace("~", "~0").replace("/", "~1")));
        return pointer.toString();
    }
}
