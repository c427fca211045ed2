package io.windhover.segment.rows;

import io.windhover.index.graph.VectorIndex;
import io.windhover.index.scalar.NgramIndex;
import io.windhover.index.scalar.ScalarIndex;
import io.windhover.index.sparse.SparseIndex;
import io.windhover.model.catalog.IndexedPath;
import java.util.List;

/** An opened index on one field of a sealed segment. */
public sealed interface FieldIndex {
    /** On a dense vector field. */
    record OfVectors(VectorIndex index) implements FieldIndex {}

    /** On a sparse vector field. */
    record OfSparse(SparseIndex index) implements FieldIndex {}

    /** On a scalar or array field. */
    record OfScalars(ScalarIndex index) implements FieldIndex {}

    /** On the n-grams of a VarChar field, or of the texts at a path of a JSON field. */
    record OfNgrams(List<String> path, NgramIndex index) implements FieldIndex {
        /** Copies the path. */
        public OfNgrams {
            path = List.copyOf(path);
        }
    }

    /** On some values in a JSON field. */
    record OfPath(IndexedPath path, ScalarIndex index) implements FieldIndex {}
}
