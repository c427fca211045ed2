package io.windhover.proxy.read;

import io.windhover.model.DatabaseException;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.model.role.QueryRole.ShardRead;
import io.windhover.model.row.Column;
import io.windhover.model.row.Columns;
import io.windhover.model.row.FieldColumn;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.search.Guarantee;
import io.windhover.model.search.QueryPlan;
import io.windhover.model.search.ShardRows;
import io.windhover.proxy.request.SearchRequest;
import io.windhover.proxy.route.Roles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The vectors of rows that a search names by their keys. */
final class StoredVectors {
    private static final long UNLIMITED = -1;

    private final Roles roles;

    StoredVectors(Roles roles) {
        this.roles = roles;
    }

    /**
     * Reads the vectors in the order of their keys, from the partitions of the search and as fresh as it wants to be.
     *
     * @return one row a key, without those whose row has no vector
     * @throws DatabaseException PARAMETER_INVALID for keys that are of another type, repeated or not there, or when no
     *     row has a vector
     */
    Column of(Catalog catalog, Collection collection, FieldSchema field, PrimaryKeys keys, SearchRequest request) {
        check(collection.schema().primaryKey(), keys);
        QueryPlan plan = new QueryPlan(
                collection.id(),
                KeyPartitions.reached(collection, request.partitions(), Optional.empty()),
                Optional.empty(),
                Optional.of(keys),
                List.of(field.id()),
                UNLIMITED,
                false,
                roles.expiredUpTo(collection));
        Guarantee guarantee = Guarantees.resolve(
                request.consistency(),
                collection.settings().consistency(),
                roles.runtime().epochMs());
        boolean everywhere = KeyPartitions.isEverywhere(collection, request.partitions());
        List<ShardRows> shards = roles.fanOut(
                collection,
                "query",
                shard -> roles.query().query(new ShardRead(shard, catalog.version(), guarantee, everywhere), plan));
        return ordered(keys, field, shards);
    }

    private static void check(FieldSchema primaryKey, PrimaryKeys keys) {
        boolean fits = (primaryKey.type() == DataType.INT64) == keys instanceof PrimaryKeys.LongKeys;
        if (!fits) {
            throw DatabaseException.invalid(
                    "primary key is %s, but IDs type mismatch",
                    primaryKey.type() == DataType.INT64 ? "int64" : "varchar");
        }
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < keys.count(); i++) {
            if (!seen.add(keys.at(i))) {
                throw DatabaseException.invalid("duplicate IDs found in search request: %s", keys.at(i));
            }
        }
    }

    static Column ordered(PrimaryKeys asked, FieldSchema field, List<ShardRows> shards) {
        PrimaryKeys found =
                Columns.concatKeys(shards.stream().map(ShardRows::keys).toList());
        FieldColumn vectors = Columns.concat(
                        shards.stream().map(ShardRows::rows).toList())
                .column(field.id())
                .orElseThrow();
        Map<Object, Integer> rowOf = new HashMap<>();
        for (int row = 0; row < found.count(); row++) {
            rowOf.put(found.at(row), row);
        }
        List<Object> missing = new ArrayList<>();
        List<Integer> rows = new ArrayList<>();
        for (int i = 0; i < asked.count(); i++) {
            Integer row = rowOf.get(asked.at(i));
            if (row == null) {
                missing.add(asked.at(i));
            } else if (!vectors.isNull(row)) {
                rows.add(row);
            }
        }
        if (!missing.isEmpty()) {
            throw DatabaseException.invalid(
                    "some of the provided primary key IDs do not exist: missing IDs = %s", missing);
        }
        if (rows.isEmpty()) {
            throw DatabaseException.invalid("all provided IDs have null vector values");
        }
        return Columns.select(
                vectors.column(), rows.stream().mapToInt(Integer::intValue).toArray());
    }
}
