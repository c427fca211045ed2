package io.windhover.proxy.read;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.FieldId;
import io.windhover.model.PartitionId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.ConsistencyLevel;
import io.windhover.model.catalog.Partition;
import io.windhover.model.expr.Expr;
import io.windhover.model.role.QueryRole.ShardRead;
import io.windhover.model.row.Columns;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.row.RowBatch;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.search.Group;
import io.windhover.model.search.Guarantee;
import io.windhover.model.search.QueryPlan;
import io.windhover.model.search.ShardRows;
import io.windhover.proxy.filter.FilterParser;
import io.windhover.proxy.filter.KeyFilter;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.DeleteRequest;
import io.windhover.proxy.request.QueryRequest;
import io.windhover.proxy.request.QueryResult;
import io.windhover.proxy.request.WriteRequest;
import io.windhover.proxy.request.WriteResult;
import io.windhover.proxy.route.Roles;
import io.windhover.proxy.write.PartialRows;
import io.windhover.proxy.write.Writes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Reads of rows by condition, and deletes, which find their rows the same way. */
public final class Queries {
    private static final String COUNT = "count(*)";
    private static final long UNLIMITED = -1;

    private final Roles roles;
    private final Writes writes;

    /** Creates the queries of one proxy. */
    public Queries(Roles roles, Writes writes) {
        this.roles = roles;
        this.writes = writes;
    }

    /** Reads rows. */
    public QueryResult query(QueryRequest request) {
        boolean counting = request.groupBy().isEmpty()
                && request.outputFields().size() == 1
                && request.outputFields().getFirst().equalsIgnoreCase(COUNT);
        checkWindow(request);
        return roles.refreshing(() -> {
            Catalog catalog = roles.catalog();
            Collection collection = catalog.requireCollection(
                    request.collection().database(), request.collection().name());
            Searches.requireLoaded(collection);
            Guarantee guarantee = Guarantees.resolve(
                    request.consistency(),
                    collection.settings().consistency(),
                    roles.runtime().epochMs());
            if (!counting && Aggregates.areAsked(request)) {
                return grouped(catalog, collection, request, guarantee);
            }
            OutputFields output =
                    OutputFields.resolve(collection.schema(), counting ? List.of() : request.outputFields(), !counting);
            QueryPlan plan = plan(collection, request, output, counting);
            boolean everywhere = KeyPartitions.isEverywhere(collection, request.partitions());
            List<ShardRows> shards = ask(catalog, collection, plan, guarantee, everywhere);
            return counting ? counted(collection, shards) : rows(collection, request, output, shards);
        });
    }

    private static void checkWindow(QueryRequest request) {
        boolean limited = request.limit() >= 0;
        if (Aggregates.countRows(request) && (limited || request.offset() > 0)) {
            throw DatabaseException.invalid("count entities with pagination is not allowed");
        }
        if (request.offset() < 0) {
            throw DatabaseException.invalid("offset [%d] is invalid, should be gte than 0", request.offset());
        }
        if (limited && (request.limit() == 0 || request.limit() + request.offset() > 16_384)) {
            throw DatabaseException.invalid(
                    "(offset+limit) should be in range [1, 16384], but got %d", request.limit() + request.offset());
        }
        if (!limited) {
            checkBounded(request);
        }
    }

    /** Reads without a limit must be of some rows, or return one. */
    private static void checkBounded(QueryRequest request) {
        boolean everything = request.filter().isBlank() && request.keys().isEmpty();
        boolean oneRow = request.groupBy().isEmpty() && Aggregates.areAsked(request);
        if (everything && !oneRow) {
            throw DatabaseException.invalid("empty expression should be used with limit");
        }
    }

    private QueryResult grouped(Catalog catalog, Collection collection, QueryRequest request, Guarantee guarantee) {
        Aggregates aggregates =
                Aggregates.resolve(collection.schema(), request, roles.limits().groups());
        OutputFields none = new OutputFields(List.of(), List.of());
        QueryPlan rows = plan(collection, request, none, false);
        QueryPlan plan = new QueryPlan(
                rows.collection(),
                rows.partitions(),
                rows.filter(),
                rows.keys(),
                List.of(),
                UNLIMITED,
                false,
                rows.expiredUpTo(),
                Optional.of(aggregates.aggregation()));
        boolean everywhere = KeyPartitions.isEverywhere(collection, request.partitions());
        List<ShardRows> shards = ask(catalog, collection, plan, guarantee, everywhere);
        List<Group> groups = aggregates
                .ordered(shards.stream().map(ShardRows::groups).toList())
                .stream()
                .skip(request.offset())
                .limit(request.limit() < 0 ? Long.MAX_VALUE : request.limit())
                .toList();
        return new QueryResult(
                collection.name(),
                collection.schema().primaryKey().name(),
                aggregates.columns(groups),
                request.outputFields(),
                groups.size(),
                OptionalLong.empty(),
                servedAt(shards));
    }

    private QueryPlan plan(Collection collection, QueryRequest request, OutputFields output, boolean counting) {
        Optional<Expr> filter = Searches.filter(roles::seed, collection, request.filter(), request.templates());
        List<PartitionId> partitions = KeyPartitions.reached(collection, request.partitions(), filter);
        long limit = request.limit() < 0 ? UNLIMITED : request.limit() + request.offset();
        return plan(collection, partitions, filter, request.keys(), new Wanted(output.ids(), limit, counting));
    }

    /** What a read returns of the rows it finds. */
    private record Wanted(List<FieldId> fields, long limit, boolean countOnly) {}

    /** A filter that only lists keys is answered by them alone; one that limits keys to a list looks at no other row. */
    private QueryPlan plan(
            Collection collection,
            List<PartitionId> partitions,
            Optional<Expr> filter,
            Optional<PrimaryKeys> asked,
            Wanted wanted) {
        Optional<PrimaryKeys> exact = asked.isPresent()
                ? Optional.empty()
                : filter.flatMap(f -> KeyFilter.exactPrimaryKeys(f, collection.schema()));
        Optional<PrimaryKeys> keys = asked.or(() -> exact)
                .or(() -> filter.flatMap(f -> KeyFilter.possiblePrimaryKeys(f, collection.schema())));
        return new QueryPlan(
                collection.id(),
                partitions,
                exact.isPresent() ? Optional.empty() : filter,
                keys,
                wanted.fields(),
                wanted.limit(),
                wanted.countOnly(),
                roles.expiredUpTo(collection));
    }

    private List<ShardRows> ask(
            Catalog catalog, Collection collection, QueryPlan plan, Guarantee guarantee, boolean everywhere) {
        return roles.fanOut(
                collection,
                "query",
                shard -> roles.query().query(new ShardRead(shard, catalog.version(), guarantee, everywhere), plan));
    }

    private static Timestamp servedAt(List<ShardRows> shards) {
        return shards.stream().map(ShardRows::servedAt).reduce(Timestamp.MAX, (a, b) -> a.isAfter(b) ? b : a);
    }

    private static QueryResult counted(Collection collection, List<ShardRows> shards) {
        long count = shards.stream().mapToLong(ShardRows::count).sum();
        return new QueryResult(
                collection.name(),
                collection.schema().primaryKey().name(),
                List.of(),
                List.of(COUNT),
                0,
                OptionalLong.of(count),
                servedAt(shards));
    }

    private static QueryResult rows(
            Collection collection, QueryRequest request, OutputFields output, List<ShardRows> shards) {
        RowBatch rows = page(shards, (int) request.offset(), request.limit());
        return new QueryResult(
                collection.name(),
                collection.schema().primaryKey().name(),
                output.named(rows),
                output.names(),
                rows.rowCount(),
                OptionalLong.empty(),
                servedAt(shards));
    }

    private static RowBatch page(List<ShardRows> shards, int offset, long limit) {
        if (shards.size() == 1 && offset == 0) {
            return shards.getFirst().rows();
        }
        PrimaryKeys keys =
                Columns.concatKeys(shards.stream().map(ShardRows::keys).toList());
        Integer[] order = IntStream.range(0, keys.count()).boxed().toArray(Integer[]::new);
        Arrays.sort(order, (a, b) -> PrimaryKeys.compare(keys, a, keys, b));
        int[] wanted = Arrays.stream(order)
                .skip(offset)
                .limit(limit < 0 ? Long.MAX_VALUE : limit)
                .mapToInt(Integer::intValue)
                .toArray();
        return Columns.select(
                Columns.concat(shards.stream().map(ShardRows::rows).toList()), wanted);
    }

    /** Deletes the rows that a filter matches: by key at once, otherwise those a read of the newest state finds. */
    public WriteResult delete(DeleteRequest request) {
        return roles.refreshing(() -> {
            Catalog catalog = roles.catalog();
            Collection collection = catalog.requireCollection(
                    request.collection().database(), request.collection().name());
            if (request.filter().isBlank()) {
                throw DatabaseException.invalid("expr cannot be empty");
            }
            List<String> names = request.partition().isEmpty() ? List.of() : List.of(request.partition());
            List<PartitionId> partitions = names.isEmpty()
                    ? List.of()
                    : Roles.partitions(collection, names).stream()
                            .map(Partition::id)
                            .toList();
            CollectionSchema schema = collection.schema();
            Expr filter = FilterParser.parse(request.filter(), schema, request.templates(), roles::seed);
            PrimaryKeys keys = KeyFilter.exactPrimaryKeys(filter, schema)
                    .orElseGet(() -> matching(catalog, collection, names, filter));
            Timestamp at = keys.count() == 0
                    ? Timestamp.ofMillis(roles.runtime().epochMs())
                    : writes.deleteKeys(catalog, collection, partitions, keys);
            return new WriteResult(keys, keys.count(), at);
        });
    }

    /**
     * Replaces some fields of rows: the others are read first. Another write of the same rows in between may be undone by
     * this one, so writers of one row have to take turns.
     */
    public WriteResult upsertPartially(WriteRequest request) {
        return roles.refreshing(() -> {
            Catalog catalog = roles.catalog();
            CollectionRef ref = request.collection();
            Collection collection = catalog.requireCollection(ref.database(), ref.name());
            requireWhollyLoaded(collection);
            CollectionSchema schema = collection.schema();
            PrimaryKeys keys = Writes.sentKeys(schema.primaryKey(), request);
            List<FieldId> fields = PartialRows.wanted(schema, request).stream()
                    .map(FieldSchema::id)
                    .toList();
            List<PartitionId> partitions =
                    collection.activePartitions().map(Partition::id).toList();
            QueryPlan plan = plan(
                    collection, partitions, Optional.empty(), Optional.of(keys), new Wanted(fields, UNLIMITED, false));
            List<ShardRows> stored = ask(catalog, collection, plan, new Guarantee.Newest(), true);
            PrimaryKeys storedKeys =
                    Columns.concatKeys(stored.stream().map(ShardRows::keys).toList());
            RowBatch rows = fields.isEmpty()
                    ? new RowBatch(List.of(), storedKeys.count())
                    : Columns.concat(stored.stream().map(ShardRows::rows).toList());
            return writes.upsert(PartialRows.completed(schema, request, keys, storedKeys, rows));
        });
    }

    /** A row that cannot be read would be taken for a new one. */
    private static void requireWhollyLoaded(Collection collection) {
        Searches.requireLoaded(collection);
        collection
                .activePartitions()
                .filter(partition -> !collection.load().covers(partition.id()))
                .findFirst()
                .ifPresent(partition -> {
                    throw DatabaseException.of(ErrorCode.PARTITION_NOT_LOADED, "partition", partition.name());
                });
    }

    private PrimaryKeys matching(Catalog catalog, Collection collection, List<String> partitionNames, Expr filter) {
        Searches.requireLoaded(collection);
        List<PartitionId> partitions = KeyPartitions.reached(collection, partitionNames, Optional.of(filter));
        QueryPlan plan = plan(
                collection, partitions, Optional.of(filter), Optional.empty(), new Wanted(List.of(), UNLIMITED, false));
        Guarantee newest = Guarantees.resolve(
                io.windhover.proxy.request.ReadConsistency.STRONG,
                ConsistencyLevel.STRONG,
                roles.runtime().epochMs());
        boolean everywhere = KeyPartitions.isEverywhere(collection, partitionNames);
        List<ShardRows> shards = ask(catalog, collection, plan, newest, everywhere);
        return Columns.concatKeys(shards.stream().map(ShardRows::keys).toList());
    }
}
