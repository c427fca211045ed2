package io.windhover.index.sparse;

import io.windhover.index.vector.Hits;
import io.windhover.index.vector.Metric;
import io.windhover.index.vector.TopHits;
import io.windhover.model.row.Column.SparseVectorColumn;
import java.util.OptionalDouble;

/** Search by looking at every row: for growing segments, and the truth that indexes are tested against. */
public final class SparseScan {
    private SparseScan() {}

    /**
     * Finds the best rows, exactly; the drop ratio is not used.
     *
     * @param rows    one vector per row; a null row has none
     * @param allowed bit per row, 64 to a word, set = may be returned; null for all rows
     * @return at most {@code topK} rows that share a dimension with the query, best first, ties by smaller row
     */
    public static Hits search(SparseVectorColumn rows, SparseQuery query, long[] allowed) {
        TopHits hits = new TopHits(query.topK(), query.bounds());
        for (int row = 0; row < rows.rowCount(); row++) {
            if (allowed == null || (allowed[row >>> 6] & 1L << row) != 0) {
                OptionalDouble score = score(rows, row, query.vector());
                if (score.isPresent()) {
                    hits.offer(-(float) score.getAsDouble(), row);
                }
            }
        }
        return hits.toHits(Metric.IP);
    }

    /**
     * Returns the inner product of one row and a query, summed in order of dimensions, or nothing if they share no
     * dimension in which both are not zero.
     */
    public static OptionalDouble score(SparseVectorColumn rows, int row, SparseVector query) {
        int at = rows.offsets()[row];
        int end = rows.offsets()[row + 1];
        double sum = 0;
        boolean shares = false;
        for (int i = 0; i < query.dimensions().length && at < end; i++) {
            int dimension = query.dimensions()[i];
            while (at < end && Integer.compareUnsigned(rows.dimensions()[at], dimension) < 0) {
                at++;
            }
            if (at < end && rows.dimensions()[at] == dimension && rows.values()[at] != 0 && query.values()[i] != 0) {
                sum += (double) query.values()[i] * rows.values()[at];
                shares = true;
            }
        }
        return shares ? OptionalDouble.of(sum) : OptionalDouble.empty();
    }
}
