package io.windhover.proxy.read;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.FieldId;
import io.windhover.model.PartitionId;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.IndexDefinition;
import io.windhover.model.expr.Expr;
import io.windhover.model.role.QueryRole.ShardRead;
import io.windhover.model.row.Column;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.search.Guarantee;
import io.windhover.model.search.SearchParams;
import io.windhover.model.search.SearchPlan;
import io.windhover.model.search.ShardHits;
import io.windhover.proxy.check.VectorIndexFamily;
import io.windhover.proxy.filter.FilterParser;
import io.windhover.proxy.request.Limits;
import io.windhover.proxy.request.Ranker;
import io.windhover.proxy.request.SearchInput;
import io.windhover.proxy.request.SearchOptions;
import io.windhover.proxy.request.SearchRequest;
import io.windhover.proxy.request.SearchResult;
import io.windhover.proxy.route.Roles;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** Vector searches. */
public final class Searches {
    private final Roles roles;
    private final StoredVectors storedVectors;

    /** Creates the searches of one proxy. */
    public Searches(Roles roles) {
        this.roles = roles;
        this.storedVectors = new StoredVectors(roles);
    }

    /** What one search of a request needs: its plan, and how its hits are cut. */
    record Planned(
            Collection collection,
            FieldSchema vectorField,
            SearchPlan plan,
            OutputFields output,
            int offset,
            int limit,
            boolean everywhere) {
        boolean smallerIsNearer() {
            return Scores.smallerIsNearer(plan.params().metric());
        }

        /** Returns the same search with nothing cut off before. */
        Planned fromTheFirst() {
            return new Planned(collection, vectorField, plan, output, 0, offset + limit, everywhere);
        }
    }

    /** Finds the nearest rows. */
    public SearchResult search(SearchRequest request) {
        request.options().score().ranker().ifPresent(ranker -> Rankers.check(ranker, 1));
        return roles.refreshing(() -> {
            Catalog catalog = roles.catalog();
            Planned planned = plan(catalog, request, request.partitions());
            Guarantee guarantee = Guarantees.resolve(
                    request.consistency(),
                    planned.collection().settings().consistency(),
                    roles.runtime().epochMs());
            Optional<Ranker> ranker = request.options().score().ranker();
            ShardHits hits = ranker.isEmpty()
                    ? ask(catalog, planned, guarantee)
                    : RankedHits.of(
                            List.of(planned),
                            List.of(ask(catalog, planned.fromTheFirst(), guarantee)),
                            ranker.get(),
                            new RankedHits.Cut(planned.offset(), planned.limit(), Ranker.Merge.MAX));
            Scores.round(hits.scores(), request.options().roundDecimal());
            return result(planned, hits);
        });
    }

    /** Asks all shards and reduces their answers. */
    ShardHits ask(Catalog catalog, Planned planned, Guarantee guarantee) {
        List<ShardHits> shards = roles.fanOut(
                planned.collection(),
                "search",
                shard -> roles.query()
                        .search(
                                new ShardRead(shard, catalog.version(), guarantee, planned.everywhere()),
                                planned.plan()));
        int groupSize = planned.plan()
                .params()
                .grouping()
                .map(SearchParams.Grouping::size)
                .orElse(0);
        return HitLists.reduce(
                shards, planned.smallerIsNearer(), new HitLists.Cut(planned.offset(), planned.limit(), groupSize));
    }

    /** Returns hits as the user asked for them. */
    static SearchResult result(Planned planned, ShardHits hits) {
        Collection collection = planned.collection();
        Optional<FieldSchema> groupField = planned.plan()
                .params()
                .grouping()
                .flatMap(g -> collection.schema().field(g.field()));
        return new SearchResult(
                collection.name(),
                collection.schema().primaryKey().name(),
                hits.hitCounts(),
                hits.keys(),
                hits.scores(),
                planned.output().named(hits.rows()),
                planned.output().names(),
                groupField.flatMap(field -> hits.groups().map(column -> OutputFields.named(field, column))),
                hits.servedAt());
    }

    /** Checks a search and turns it into a plan. */
    Planned plan(Catalog catalog, SearchRequest request, List<String> partitionNames) {
        Collection collection = catalog.requireCollection(
                request.collection().database(), request.collection().name());
        requireLoaded(collection);
        SearchOptions options = request.options();
        Limits limits = roles.limits();
        checkWindow(options.limit(), options.offset(), limits);
        FieldSchema field = vectorField(collection, options.annsField());
        QueryVectors.checkCount(request.input().count(), limits.queries());
        OutputFields output = OutputFields.resolve(collection.schema(), request.outputFields(), false);
        Optional<Expr> filter = filter(roles::seed, collection, request.filter(), request.templates());
        List<PartitionId> partitions = KeyPartitions.reached(collection, partitionNames, filter);
        Column queries = switch (request.input()) {
            case SearchInput.Vectors vectors -> vectors.rows();
            case SearchInput.Stored stored -> storedVectors.of(catalog, collection, field, stored.keys(), request);
        };
        QueryVectors.check(field, queries);
        SearchPlan plan = new SearchPlan(
                collection.id(),
                partitions,
                field.id(),
                queries,
                params(collection, field, request),
                filter,
                fetched(collection, output, options.score().ranker()),
                roles.expiredUpTo(collection));
        return new Planned(
                collection,
                field,
                plan,
                output,
                (int) options.offset(),
                (int) options.limit(),
                KeyPartitions.isEverywhere(collection, partitionNames));
    }

    /** Returns the fields that each hit comes with: those to be answered, and what the ranker reads. */
    private static List<FieldId> fetched(Collection collection, OutputFields output, Optional<Ranker> ranker) {
        Set<FieldId> fields = new LinkedHashSet<>(output.ids());
        ranker.flatMap(r -> Rankers.field(r, collection.schema())).ifPresent(field -> fields.add(field.id()));
        return List.copyOf(fields);
    }

    /** Parses a filter; a blank one lets every row pass. */
    static Optional<Expr> filter(
            LongSupplier seeds,
            Collection collection,
            String text,
            Map<String, io.windhover.model.row.Value> templates) {
        return text.isBlank()
                ? Optional.empty()
                : Optional.of(FilterParser.parse(text, collection.schema(), templates, seeds));
    }

    /** Throws COLLECTION_NOT_LOADED unless something of the collection is loaded. */
    static void requireLoaded(Collection collection) {
        if (!collection.load().isLoaded()) {
            throw DatabaseException.of(ErrorCode.COLLECTION_NOT_LOADED, "collection", collection.name());
        }
    }

    static void checkWindow(long limit, long offset, Limits limits) {
        if (limit < 1 || limit > limits.topK()) {
            throw DatabaseException.invalid(
                    "topk [%d] is invalid, it should be in range [1, %d], but got %d", limit, limits.topK(), limit);
        }
        if (offset < 0 || offset > limits.topK()) {
            throw DatabaseException.invalid(
                    "offset [%d] is invalid, it should be in range [0, %d], but got %d", offset, limits.topK(), offset);
        }
        if (limit + offset > limits.topK()) {
            throw DatabaseException.invalid(
                    "(offset+limit) should be in range [1, %d], but got %d", limits.topK(), limit + offset);
        }
    }

    private static FieldSchema vectorField(Collection collection, String name) {
        if (!name.isEmpty()) {
            FieldSchema field = collection
                    .schema()
                    .field(name)
                    .orElseThrow(() -> DatabaseException.invalid(
                            "failed to get field schema by name: fieldName(%s) not found", name));
            if (!field.type().isVector()) {
                throw DatabaseException.invalid(
                        "field (%s) to search is not of vector type, but %s",
                        name, field.type().wireName());
            }
            return field;
        }
        List<FieldSchema> vectors = collection.schema().vectorFields();
        if (vectors.size() != 1) {
            throw DatabaseException.invalid("multiple anns_fields exist, please specify a anns_field in search_params");
        }
        return vectors.getFirst();
    }

    private SearchParams params(Collection collection, FieldSchema field, SearchRequest request) {
        SearchOptions options = request.options();
        Optional<IndexDefinition> index = collection
                .indexes()
                .values()
                .filter(i -> i.field().equals(field.id()))
                .findFirst();
        String metric = metric(field, index, options);
        Optional<SearchParams.Grouping> grouping = options.grouping().map(g -> grouping(collection, field, g));
        if (grouping.isPresent() && options.score().boosts().isPresent()) {
            throw DatabaseException.invalid("don't support use segment scorer with group_by or search_iterator");
        }
        checkIndexParams(index, options);
        checkRange(metric, options);
        return new SearchParams(
                (int) (options.limit() + options.offset()),
                metric,
                options.radius(),
                options.rangeFilter(),
                options.indexParams(),
                options.ignoreGrowing(),
                grouping,
                options.score()
                        .boosts()
                        .map(boosts -> Boostings.resolve(collection, boosts, request.templates(), roles::seed)));
    }

    private static String metric(FieldSchema field, Optional<IndexDefinition> index, SearchOptions options) {
        String fallback = field.type() == DataType.BINARY_VECTOR
                ? "HAMMING"
                : field.type() == DataType.SPARSE_FLOAT_VECTOR ? "IP" : "COSINE";
        Optional<String> ofIndex = index.map(i -> i.params().get("metric_type"));
        Optional<String> asked =
                options.metric().filter(m -> !m.isEmpty()).map(m -> m.toUpperCase(java.util.Locale.ROOT));
        if (ofIndex.isPresent() && asked.isPresent() && !ofIndex.get().equals(asked.get())) {
            throw new DatabaseException(
                    ErrorCode.PARAMETER_INVALID,
                    "metric type not match: invalid parameter[expected=" + ofIndex.get() + "][actual=" + asked.get()
                            + "]");
        }
        return ofIndex.or(() -> asked).orElse(fallback);
    }

    private SearchParams.Grouping grouping(
            Collection collection, FieldSchema vectorField, SearchOptions.GroupBy group) {
        FieldSchema field = collection
                .schema()
                .field(group.field())
                .orElseThrow(() -> DatabaseException.invalid(
                        "groupBy field not found in schema: field not found[field=%s]", group.field()));
        if (vectorField.type() == DataType.BINARY_VECTOR) {
            throw DatabaseException.invalid("not support search_group_by operation based on binary vector column");
        }
        boolean groupable = switch (field.type()) {
            case BOOL, INT8, INT16, INT32, INT64, VARCHAR -> true;
            default -> false;
        };
        if (!groupable) {
            throw DatabaseException.invalid(
                    "not support group by field %s of type %s",
                    field.name(), field.type().wireName());
        }
        if (group.size() < 1 || group.size() > roles.limits().groupSize()) {
            throw DatabaseException.invalid(
                    "input group size:%d exceeds configured max group size:%d",
                    group.size(), roles.limits().groupSize());
        }
        return new SearchParams.Grouping(field.id(), group.size(), group.strict());
    }

    private static void checkIndexParams(Optional<IndexDefinition> index, SearchOptions options) {
        long topK = options.limit() + options.offset();
        switch (VectorIndexFamily.of(index.map(IndexDefinition::indexType).orElse(""))) {
            case GRAPH -> {
                if (indexParam(options, "ef", Integer.MAX_VALUE).orElse(topK) < topK) {
                    throw DatabaseException.invalid(
                            "ef(%s) should be larger than k(%d)",
                            options.indexParams().get("ef").trim(), topK);
                }
            }
            case DISK_GRAPH -> {
                if (indexParam(options, "search_list", Integer.MAX_VALUE).orElse(topK) < topK) {
                    throw DatabaseException.invalid(
                            "search_list_size(%s) should be larger than k(%d)",
                            options.indexParams().get("search_list").trim(), topK);
                }
            }
            case LISTS -> {
                indexParam(options, "nprobe", 65_536);
                if (indexParam(options, "reorder_k", Integer.MAX_VALUE).orElse(topK) < topK) {
                    throw DatabaseException.invalid(
                            "reorder_k(%s) should be larger than k(%d)",
                            options.indexParams().get("reorder_k").trim(), topK);
                }
            }
            case EXACT, GPU_GRAPH, SPARSE, UNSUPPORTED, NONE -> {}
        }
    }

    /** Returns a parameter of a search in an index, from 1 on, if it is there. */
    private static Optional<Long> indexParam(SearchOptions options, String name, int max) {
        String text = options.indexParams().get(name);
        if (text == null) {
            return Optional.empty();
        }
        long value;
        try {
            value = Long.parseLong(text.trim());
        } catch (NumberFormatException e) {
            throw new DatabaseException(
                    ErrorCode.PARAMETER_INVALID,
                    "Type conflict in json: param '" + name + "' (" + text + ") should be a integer",
                    e);
        }
        if (value < 1 || value > max) {
            throw DatabaseException.invalid(
                    "Out of range in json: param '%s' (%d) should be in range [1, %d]", name, value, max);
        }
        return Optional.of(value);
    }

    private static void checkRange(String metric, SearchOptions options) {
        if (options.rangeFilter().isEmpty()) {
            return;
        }
        if (options.radius().isEmpty()) {
            throw DatabaseException.invalid("range_filter is set, but radius is not");
        }
        double radius = options.radius().getAsDouble();
        double inner = options.rangeFilter().getAsDouble();
        if (Scores.smallerIsNearer(metric) && inner >= radius) {
            throw DatabaseException.invalid(
                    "metric type %s: range_filter(%s) must be less than radius(%s)", metric, inner, radius);
        }
        if (!Scores.smallerIsNearer(metric) && inner <= radius) {
            throw DatabaseException.invalid(
                    "metric type %s: range_filter(%s) must be greater than radius(%s)", metric, inner, radius);
        }
    }
}
