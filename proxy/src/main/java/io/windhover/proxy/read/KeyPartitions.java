package io.windhover.proxy.read;

import io.windhover.model.Invariant;
import io.windhover.model.PartitionId;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.Partition;
import io.windhover.model.expr.Expr;
import io.windhover.model.row.Value;
import io.windhover.proxy.filter.KeyFilter;
import io.windhover.proxy.route.Roles;
import io.windhover.proxy.write.Routing;
import java.util.List;
import java.util.Optional;

/** Chooses the partitions a read must look into. */
final class KeyPartitions {
    private KeyPartitions() {}

    /** Tells whether a read is of all partitions, also of ones that come into being while it is planned. */
    static boolean isEverywhere(Collection collection, List<String> names) {
        return names.isEmpty() && collection.settings().keyPartitions() == 0;
    }

    /** Returns the named partitions (none named: all), or those that the filter's partition keys hash to. */
    static List<PartitionId> reached(Collection collection, List<String> names, Optional<Expr> filter) {
        List<PartitionId> all =
                Roles.partitions(collection, names).stream().map(Partition::id).toList();
        if (!names.isEmpty() || collection.settings().keyPartitions() == 0) {
            return all;
        }
        Optional<List<Value>> keys = filter.flatMap(f -> KeyFilter.possiblePartitionKeys(f, collection.schema()));
        return keys.map(values -> values.stream()
                        .map(value -> bucket(value, all.size()))
                        .distinct()
                        .sorted()
                        .map(all::get)
                        .toList())
                .orElse(all);
    }

    private static int bucket(Value value, int buckets) {
        return switch (value) {
            case Value.LongValue number -> Routing.bucket(number.value(), buckets);
            case Value.StringValue text -> Routing.bucket(text.value(), buckets);
            case Value.BoolValue _, Value.DoubleValue _, Value.ListValue _ ->
                throw Invariant.unreachable("{} is no partition key", value);
        };
    }
}
