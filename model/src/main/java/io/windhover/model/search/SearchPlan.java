package io.windhover.model.search;

import io.windhover.model.CollectionId;
import io.windhover.model.FieldId;
import io.windhover.model.PartitionId;
import io.windhover.model.Timestamp;
import io.windhover.model.expr.Expr;
import io.windhover.model.row.Column;
import java.util.List;
import java.util.Optional;

/**
 * A vector search, resolved against one catalog version.
 *
 * @param collection   what
 * @param partitions   which of its partitions, none empty
 * @param vectorField  the field searched
 * @param queries      one row a query, of the field's type
 * @param params       how
 * @param filter       which rows may be found
 * @param outputFields fields returned with each hit
 * @param expiredUpTo  rows of this time or before are expired and not found; ZERO = none is
 */
public record SearchPlan(
        CollectionId collection,
        List<PartitionId> partitions,
        FieldId vectorField,
        Column queries,
        SearchParams params,
        Optional<Expr> filter,
        List<FieldId> outputFields,
        Timestamp expiredUpTo) {
    /** Copies the lists. */
    public SearchPlan {
        partitions = List.copyOf(partitions);
        outputFields = List.copyOf(outputFields);
    }
}
