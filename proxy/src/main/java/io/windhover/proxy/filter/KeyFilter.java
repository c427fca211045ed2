package io.windhover.proxy.filter;

import io.windhover.model.FieldId;
import io.windhover.model.expr.Comparison;
import io.windhover.model.expr.Expr;
import io.windhover.model.expr.Operand;
import io.windhover.model.expr.ValueSet;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.row.Value;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a filter says about the keys of the rows that it lets through, so that they need not be searched for. */
public final class KeyFilter {
    private KeyFilter() {}

    /**
     * Returns the primary keys that a filter lists, if it says nothing else: a row passes exactly if it has one of them.
     * Each once, ascending.
     */
    public static Optional<PrimaryKeys> exactPrimaryKeys(Expr filter, CollectionSchema schema) {
        return listed(filter, schema.primaryKey()).map(set -> keys(set, schema.primaryKey()));
    }

    /** Returns primary keys that every row which passes must have one of, if the filter limits them to a list. */
    public static Optional<PrimaryKeys> possiblePrimaryKeys(Expr filter, CollectionSchema schema) {
        return possible(filter, schema.primaryKey()).map(set -> keys(set, schema.primaryKey()));
    }

    /** Returns partition keys that every row which passes must have one of, if the filter limits them to a list. */
    public static Optional<List<Value>> possiblePartitionKeys(Expr filter, CollectionSchema schema) {
        return schema.partitionKey().flatMap(field -> possible(filter, field).map(ValueSets::values));
    }

    private static PrimaryKeys keys(ValueSet set, FieldSchema field) {
        if (field.type() == DataType.VARCHAR) {
            List<String> keys = set instanceof ValueSet.Strings(List<String> values) ? values : List.of();
            return new PrimaryKeys.StringKeys(keys.toArray(String[]::new));
        }
        return new PrimaryKeys.LongKeys(set instanceof ValueSet.Longs(long[] values) ? values.clone() : new long[0]);
    }

    private static Optional<ValueSet> possible(Expr filter, FieldSchema field) {
        return switch (filter) {
            case Expr.And(List<Expr> terms) ->
                terms.stream()
                        .flatMap(term -> possible(term, field).stream())
                        .min((a, b) -> Integer.compare(a.count(), b.count()));
            case Expr.Or(List<Expr> terms) -> union(terms, field);
            case Expr.Constant(boolean value) ->
                value ? Optional.empty() : Optional.of(new ValueSet.Longs(new long[0]));
            case Expr.Compare _, Expr.In _ -> listed(filter, field);
            case Expr.Not _,
                    Expr.CompareOperands _,
                    Expr.Range _,
                    Expr.Like _,
                    Expr.Matches _,
                    Expr.TextMatch _,
                    Expr.PhraseMatch _,
                    Expr.Sample _,
                    Expr.Contains _,
                    Expr.Exists _,
                    Expr.IsNull _ -> Optional.empty();
        };
    }

    private static Optional<ValueSet> union(List<Expr> terms, FieldSchema field) {
        List<Value> values = new ArrayList<>();
        for (Expr term : terms) {
            Optional<ValueSet> set = possible(term, field);
            if (set.isEmpty()) {
                return Optional.empty();
            }
            values.addAll(ValueSets.values(set.get()));
        }
        return Optional.of(values.isEmpty() ? new ValueSet.Longs(new long[0]) : ValueSets.of(values));
    }

    private static Optional<ValueSet> listed(Expr filter, FieldSchema field) {
        FieldId id = field.id();
        return switch (filter) {
            case Expr.In(Operand operand, ValueSet values) when isField(operand, id) -> Optional.of(values);
            case Expr.Compare(Operand operand, Comparison comparison, Value value)
            when comparison == Comparison.EQ && isField(operand, id) -> Optional.of(ValueSets.of(List.of(value)));
            default -> Optional.empty();
        };
    }

    private static boolean isField(Operand operand, FieldId id) {
        return operand instanceof Operand.Field field && field.id().equals(id);
    }
}
