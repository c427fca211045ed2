package io.windhover.index.sparse;

import io.windhover.index.ByteSink;
import io.windhover.index.vector.Hits;
import io.windhover.index.vector.Metric;
import io.windhover.index.vector.RangeBounds;
import io.windhover.index.vector.TopHits;
import io.windhover.model.DatabaseException;
import io.windhover.model.row.Column.SparseVectorColumn;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the rows of one sealed segment with the greatest inner product with a sparse query (Milvus's
 * SPARSE_INVERTED_INDEX). Immutable and safe for any number of readers, as long as the memory it was opened on is
 * mapped.
 */
public final class SparseIndex {
    /** With dropped weights, as many times topK candidates are looked for and then scored in full. */
    private static final int REFINE_FACTOR = 3;

    private final SparsePostings postings;

    private SparseIndex(SparsePostings postings) {
        this.postings = postings;
    }

    /** Builds an index on the heap; write it out and open it mapped to keep it. A null row has no pairs. */
    public static SparseIndex build(SparseVectorColumn rows) {
        return new SparseIndex(SparsePostings.write(rows));
    }

    /**
     * Opens a serialised index in place: the result reads {@code bytes} as long as it lives.
     *
     * @throws DatabaseException DATA_INTEGRITY if the bytes are not a whole, unharmed index
     */
    public static SparseIndex open(MemorySegment bytes) {
        return new SparseIndex(SparsePostings.open(bytes));
    }

    /**
     * Finds the best rows: exactly, unless the query allows to drop weights.
     *
     * @param allowed bit per row, 64 to a word, set = may be returned; null for all rows
     * @return at most {@code topK} rows that share a dimension with the query, best first, ties by smaller row
     */
    public Hits search(SparseQuery query, long[] allowed) {
        SparseVector vector = query.vector().withoutSmallest(query.dropRatio());
        if (vector == query.vector()) {
            return searchExactly(vector, new TopHits(query.topK(), query.bounds()), allowed)
                    .toHits(Metric.IP);
        }
        int candidates = (int) Math.min(Math.max(1, rowCount()), (long) REFINE_FACTOR * query.topK());
        Hits found = searchExactly(vector, new TopHits(candidates, RangeBounds.ALL), allowed)
                .toHits(Metric.IP);
        return refine(query, found);
    }

    private TopHits searchExactly(SparseVector vector, TopHits hits, long[] allowed) {
        List<Term> terms = terms(vector);
        MaxScoreSearch search = new MaxScoreSearch(terms.toArray(Term[]::new), rowCount(), allowed, hits);
        search.run();
        return hits;
    }

    private Hits refine(SparseQuery query, Hits found) {
        List<Term> terms = terms(query.vector());
        TopHits hits = new TopHits(query.topK(), query.bounds());
        for (int i = 0; i < found.count(); i++) {
            double score = 0;
            for (Term term : terms) {
                score += term.contributionAnywhere(found.rows()[i]);
            }
            hits.offer(-(float) score, found.rows()[i]);
        }
        return hits.toHits(Metric.IP);
    }

    private List<Term> terms(SparseVector vector) {
        List<Term> terms = new ArrayList<>();
        for (int i = 0; i < vector.dimensions().length; i++) {
            int place = postings.find(vector.dimensions()[i]);
            if (place >= 0 && vector.values()[i] != 0) {
                terms.add(new Term(postings, place, vector.values()[i]));
            }
        }
        return terms;
    }

    /** Returns the number of rows, those without a vector included. */
    public int rowCount() {
        return postings.rowCount();
    }

    /** Returns the number of different dimensions. */
    public int dimensionCount() {
        return postings.dimensionCount();
    }

    /** Returns the bytes of its serialised form. */
    public long byteSize() {
        return postings.block().byteSize();
    }

    /** Writes the serialised form, for {@link #open}. */
    public void writeTo(ByteSink sink) {
        postings.block().writeTo(sink);
    }
}
