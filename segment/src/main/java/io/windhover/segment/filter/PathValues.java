package io.windhover.segment.filter;

import io.windhover.index.bits.Bits;
import io.windhover.index.scalar.ScalarValues;
import io.windhover.model.catalog.IndexedPath;
import io.windhover.model.schema.DataType;
import java.util.Arrays;

/**
 * Takes the values that an index on a JSON path has out of the documents of a segment. It reads them as a scan does, so
 * that the two agree on what every row has. Owned by one thread.
 */
public final class PathValues {
    private static final byte[] NO_TEXT = new byte[0];

    private final IndexedPath.Cast cast;
    private final JsonCursor.Step[] steps;
    private final JsonCursor cursor = new JsonCursor();
    private final JsonValue value = new JsonValue();
    private final Bits valid;
    private final int[] elementCounts;
    private double[] numbers = new double[0];
    private byte[][] texts = new byte[0][];
    private int elementCount;

    /**
     * Creates a collection of values in which no row has one.
     *
     * @param rowCount of the segment
     */
    public PathValues(IndexedPath path, int rowCount) {
        this.cast = path.cast();
        this.steps = JsonCursor.Step.of(path.path());
        this.valid = new Bits(rowCount);
        this.elementCounts = new int[rowCount];
    }

    /** Reads the document of a row; rows come in ascending order, those without a document not at all. */
    public void add(int row, byte[] document) {
        int place = cursor.find(cursor.start(document, 0, document.length), steps);
        if (cast.isArray()) {
            addArray(row, place);
        } else if (load(place)) {
            valid.set(row);
            put(row);
        }
    }

    private void addArray(int row, int place) {
        if (cursor.at(place) != '[') {
            return;
        }
        valid.set(row);
        int before = elementCount;
        for (int at = cursor.firstElement(place); at >= 0; at = cursor.nextElement(at)) {
            if (load(at)) {
                put(elementCount++);
            }
        }
        elementCounts[row] = elementCount - before;
    }

    /** Loads the value at a place; tells whether it is one that the index has. */
    private boolean load(int place) {
        value.load(cursor, place);
        return switch (value.kind) {
            case BOOL -> cast.element() == DataType.BOOL;
            case LONG, DOUBLE -> cast.element() == DataType.DOUBLE;
            case TEXT -> cast.element() == DataType.VARCHAR;
            case NONE, ARRAY, OBJECT -> false;
        };
    }

    private void put(int index) {
        if (value.kind == JsonValue.Kind.TEXT) {
            if (index >= texts.length) {
                texts = Arrays.copyOf(texts, sizeFor(index));
            }
            texts[index] = Arrays.copyOfRange(value.text, value.textFrom, value.textTo);
        } else {
            if (index >= numbers.length) {
                numbers = Arrays.copyOf(numbers, sizeFor(index));
            }
            numbers[index] = value.kind == JsonValue.Kind.BOOL ? value.bool ? 1 : 0 : value.asDouble();
        }
    }

    private int sizeFor(int index) {
        return Math.max(elementCounts.length, index + (index >> 1) + 1);
    }

    /** Returns the rows that have a value; not to be changed. */
    public Bits valid() {
        return valid;
    }

    /** Returns one value for each row. */
    public ScalarValues values() {
        int rowCount = elementCounts.length;
        if (!cast.isArray()) {
            return flat(rowCount);
        }
        int[] offsets = new int[rowCount + 1];
        for (int row = 0; row < rowCount; row++) {
            offsets[row + 1] = offsets[row] + elementCounts[row];
        }
        return new ScalarValues.Lists(offsets, flat(elementCount));
    }

    private ScalarValues flat(int size) {
        if (cast.element() == DataType.VARCHAR) {
            byte[][] all = Arrays.copyOf(texts, size);
            for (int i = 0; i < size; i++) {
                all[i] = all[i] == null ? NO_TEXT : all[i];
            }
            return new ScalarValues.Texts(all);
        }
        double[] all = Arrays.copyOf(numbers, size);
        return cast.element() == DataType.BOOL
                ? new ScalarValues.Wholes(
                        Arrays.stream(all).mapToLong(real -> (long) real).toArray())
                : new ScalarValues.Reals(all);
    }
}
