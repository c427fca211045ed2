package io.windhover.index.quantgraph;

import io.windhover.index.kernel.CodeTable;
import io.windhover.index.kernel.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** A query in the forms that a walk compares it in. One thread's working memory, filled anew for each query. */
final class PlacedQuery {
    private final Layout layout;
    private final CodeTable table;
    private final float[] place;
    private final float[] scratch;
    private final MemorySegment memory;
    private float square;

    PlacedQuery(Layout layout) {
        this.layout = layout;
        this.table = new CodeTable(layout.codebook(), layout.shape());
        this.place = new float[Math.max(layout.shape().codedDim(), layout.paddedDim())];
        this.scratch = new float[layout.dim()];
        this.memory = Arena.ofAuto().allocate(4L * layout.paddedDim(), 64);
    }

    /** Returns where the caller puts the place of the query, the first {@code dim} elements, before {@link #prepare}. */
    float[] place() {
        return place;
    }

    /** Returns memory for computing a place. */
    float[] scratch() {
        return scratch;
    }

    /** Computes the other forms from the place. */
    void prepare() {
        Arrays.fill(place, layout.dim(), place.length, 0);
        square = 0;
        for (int i = 0; i < layout.paddedDim(); i++) {
            Memory.putFloat(memory.address() + 4L * i, place[i]);
            square += place[i] * place[i];
        }
        table.fill(place);
    }

    /** Returns what codes are worth. */
    CodeTable table() {
        return table;
    }

    /** Returns the squared distance to the origin. */
    float square() {
        return square;
    }

    /** Returns the squared distance to the row of a record. */
    float distance(Records records, long record) {
        return records.distance(record, memory.address(), square);
    }
}
