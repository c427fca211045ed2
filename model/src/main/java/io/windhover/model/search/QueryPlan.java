package io.windhover.model.search;

import io.windhover.model.CollectionId;
import io.windhover.model.FieldId;
import io.windhover.model.PartitionId;
import io.windhover.model.Timestamp;
import io.windhover.model.expr.Expr;
import io.windhover.model.row.PrimaryKeys;
import java.util.List;
import java.util.Optional;

/**
 * A read of rows by condition, resolved against one catalog version. Rows come in ascending order of the primary key.
 *
 * @param collection   what
 * @param partitions   which of its partitions
 * @param filter       which rows; empty = all
 * @param keys         set when only these keys can match: the filter still applies
 * @param outputFields fields returned
 * @param limit        rows wanted, offset included; negative = all
 * @param countOnly    return only how many rows match
 * @param expiredUpTo  rows of this time or before are expired and not found; ZERO = none is
 * @param aggregation  set when groups are returned instead of rows
 */
public record QueryPlan(
        CollectionId collection,
        List<PartitionId> partitions,
        Optional<Expr> filter,
        Optional<PrimaryKeys> keys,
        List<FieldId> outputFields,
        long limit,
        boolean countOnly,
        Timestamp expiredUpTo,
        Optional<Aggregation> aggregation) {
    /** Copies the lists. */
    public QueryPlan {
        partitions = List.copyOf(partitions);
        outputFields = List.copyOf(outputFields);
    }

    /** A read that returns rows, or how many there are. */
    public QueryPlan(
            CollectionId collection,
            List<PartitionId> partitions,
            Optional<Expr> filter,
            Optional<PrimaryKeys> keys,
            List<FieldId> outputFields,
            long limit,
            boolean countOnly,
            Timestamp expiredUpTo) {
        this(collection, partitions, filter, keys, outputFields, limit, countOnly, expiredUpTo, Optional.empty());
    }
}
