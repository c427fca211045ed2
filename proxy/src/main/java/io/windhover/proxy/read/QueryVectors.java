package io.windhover.proxy.read;

import io.windhover.model.DatabaseException;
import io.windhover.model.row.Column;
import io.windhover.model.schema.FieldSchema;
import io.windhover.proxy.write.ValueCheck;
import java.util.Optional;

/** Checks that query vectors fit the field they are to search. */
final class QueryVectors {
    private QueryVectors() {}

    /** Throws PARAMETER_INVALID unless so many queries may be asked at once. */
    static void checkCount(int count, int queriesMax) {
        if (count < 1 || count > queriesMax) {
            throw DatabaseException.invalid(
                    "nq (number of search vector per search request) should be in range [1, %d], but got %d",
                    queriesMax, count);
        }
    }

    /** Throws PARAMETER_INVALID naming the first value that does not fit. */
    static void check(FieldSchema field, Column queries) {
        if (field.fixedBytes() > 0) {
            checkBytes(field, queries);
        }
        ValueCheck.check(field, queries, Optional.empty());
    }

    private static void checkBytes(FieldSchema field, Column queries) {
        int bytes = switch (queries) {
            case Column.FloatVectorColumn floats -> 4 * floats.dim();
            case Column.ByteVectorColumn vectors -> vectors.rowBytes();
            default -> field.fixedBytes();
        };
        if (bytes != field.fixedBytes()) {
            throw DatabaseException.invalid(
                    "vector dimension mismatch, expected vector size(byte) %d, actual %d", field.fixedBytes(), bytes);
        }
    }
}
