package io.windhover.proxy.read;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.PartitionId;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.IndexDefinition;
import io.windhover.model.expr.Expr;
import io.windhover.model.role.QueryRole.ShardRead;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.search.Guarantee;
import io.windhover.model.search.SearchParams;
import io.windhover.model.search.SearchPlan;
import io.windhover.model.search.ShardHits;
import io.windhover.proxy.filter.FilterParser;
import io.windhover.proxy.request.HybridSearchRequest;
import io.windhover.proxy.request.HybridSearchRequest.Ranker;
import io.windhover.proxy.request.Limits;
import io.windhover.proxy.request.SearchOptions;
import io.windhover.proxy.request.SearchRequest;
import io.windhover.proxy.request.SearchResult;
import io.windhover.proxy.route.Roles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Vector searches, alone and ranked together. */
public final class Searches {
    private final Roles roles;

    /** Creates the searches of one proxy. */
    public Searches(Roles roles) {
        this.roles = roles;
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
    }

    /** Finds the nearest rows. */
    public SearchResult search(SearchRequest request) {
        return roles.refreshing(() -> {
            Catalog catalog = roles.catalog();
            Planned planned = plan(catalog, request, request.partitions());
            Guarantee guarantee = Guarantees.resolve(
                    request.consistency(),
                    planned.collection().settings().consistency(),
                    roles.runtime().epochMs());
            ShardHits hits = ask(catalog, planned, guarantee);
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
        return HitLists.reduce(shards, planned.smallerIsNearer(), planned.offset(), planned.limit());
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
        QueryVectors.check(field, request.queries(), limits.queries());
        OutputFields output = OutputFields.resolve(collection.schema(), request.outputFields(), false);
        Optional<Expr> filter = filter(roles, collection, request.filter(), request.templates());
        List<PartitionId> partitions = KeyPartitions.reached(collection, partitionNames, filter);
        SearchPlan plan = new SearchPlan(
                collection.id(),
                partitions,
                field.id(),
                request.queries(),
                params(collection, field, options),
                filter,
                output.ids(),
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

    /** Parses a filter; a blank one lets every row pass. */
    static Optional<Expr> filter(
            Roles roles, Collection collection, String text, Map<String, io.windhover.model.row.Value> templates) {
        return text.isBlank()
                ? Optional.empty()
                : Optional.of(FilterParser.parse(text, collection.schema(), templates, roles::seed));
    }

    /** Throws COLLECTION_NOT_LOADED unless something of the collection is loaded. */
    static void requireLoaded(Collection collection) {
        if (!collection.load().isLoaded()) {
            throw DatabaseException.of(ErrorCode.COLLECTION_NOT_LOADED, "collection", collection.name());
        }
    }

    private static void checkWindow(long limit, long offset, Limits limits) {
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

    private SearchParams params(Collection collection, FieldSchema field, SearchOptions options) {
        Optional<IndexDefinition> index = collection
                .indexes()
                .values()
                .filter(i -> i.field().equals(field.id()))
                .findFirst();
        String metric = metric(field, index, options);
        Optional<SearchParams.Grouping> grouping = options.grouping().map(g -> grouping(collection, field, g));
        checkIndexParams(index, options);
        checkRange(metric, options);
        return new SearchParams(
                (int) (options.limit() + options.offset()),
                metric,
                options.radius(),
                options.rangeFilter(),
                options.indexParams(),
                options.ignoreGrowing(),
                grouping);
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
        switch (index.map(IndexDefinition::indexType).orElse("")) {
            case "HNSW", "HNSW_SQ", "HNSW_PQ", "HNSW_PRQ" -> {
                if (indexParam(options, "ef", Integer.MAX_VALUE).orElse(topK) < topK) {
                    throw DatabaseException.invalid(
                            "ef(%s) should be larger than k(%d)",
                            options.indexParams().get("ef").trim(), topK);
                }
            }
            case "DISKANN" -> {
                if (indexParam(options, "search_list", Integer.MAX_VALUE).orElse(topK) < topK) {
                    throw DatabaseException.invalid(
                            "search_list_size(%s) should be larger than k(%d)",
                            options.indexParams().get("search_list").trim(), topK);
                }
            }
            case "IVF_FLAT",
                    "IVF_SQ8",
                    "IVF_PQ",
                    "IVF_RABITQ",
                    "SCANN",
                    "GPU_IVF_FLAT",
                    "GPU_IVF_PQ",
                    "BIN_IVF_FLAT" -> {
                indexParam(options, "nprobe", 65_536);
                if (indexParam(options, "reorder_k", Integer.MAX_VALUE).orElse(topK) < topK) {
                    throw DatabaseException.invalid(
                            "reorder_k(%s) should be larger than k(%d)",
                            options.indexParams().get("reorder_k").trim(), topK);
                }
            }
            default -> {}
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

    /** Finds rows by several searches ranked together. */
    public SearchResult hybrid(HybridSearchRequest request) {
        checkHybrid(request);
        return roles.refreshing(() -> {
            Catalog catalog = roles.catalog();
            List<Planned> plans = new ArrayList<>();
            for (SearchRequest part : request.searches()) {
                plans.add(plan(catalog, withOutput(part, request), request.partitions()));
            }
            Guarantee guarantee = Guarantees.resolve(
                    request.consistency(),
                    plans.getFirst().collection().settings().consistency(),
                    roles.runtime().epochMs());
            List<ShardHits> answers = new ArrayList<>();
            for (Planned planned : plans) {
                answers.add(ask(catalog, planned, guarantee));
            }
            return fuse(request, plans, answers);
        });
    }

    private static SearchRequest withOutput(SearchRequest part, HybridSearchRequest request) {
        return new SearchRequest(
                request.collection(),
                request.partitions(),
                part.queries(),
                part.options(),
                part.filter(),
                part.templates(),
                request.outputFields(),
                request.consistency());
    }

    private void checkHybrid(HybridSearchRequest request) {
        int searches = request.searches().size();
        if (searches == 0 || searches > roles.limits().hybridSearches()) {
            throw DatabaseException.invalid(
                    "maximum of ann search requests is %d, got %d",
                    roles.limits().hybridSearches(), searches);
        }
        checkWindow(request.limit(), request.offset(), roles.limits());
        int queries = request.searches().getFirst().queries().rowCount();
        for (SearchRequest part : request.searches()) {
            if (part.queries().rowCount() != queries) {
                throw DatabaseException.invalid(
                        "nq should be the same in search request: %d and %d",
                        queries, part.queries().rowCount());
            }
        }
        switch (request.ranker()) {
            case Ranker.Rrf rrf -> {
                if (!(rrf.k() > 0 && rrf.k() < 16_384)) {
                    throw DatabaseException.invalid(
                            "The rank params k should be in range (0, 16384), but got %s", rrf.k());
                }
            }
            case Ranker.Weighted weighted -> checkWeights(weighted, searches);
        }
    }

    private static void checkWeights(Ranker.Weighted weighted, int searches) {
        if (weighted.weights().size() != searches) {
            throw new DatabaseException(
                    ErrorCode.PARAMETER_INVALID,
                    "the length of weights param mismatch with ann search requests: invalid parameter[expected="
                            + searches + "][actual=" + weighted.weights().size() + "]");
        }
        for (double weight : weighted.weights()) {
            if (!(weight >= 0 && weight <= 1)) {
                throw DatabaseException.invalid("rank param weight should be in range [0, 1], but got %s", weight);
            }
        }
    }

    private static SearchResult fuse(HybridSearchRequest request, List<Planned> plans, List<ShardHits> answers) {
        ShardHits all = HitLists.concat(answers);
        int queries = answers.getFirst().hitCounts().length;
        int[] counts = new int[queries];
        List<Ranking.Fused> kept = new ArrayList<>();
        int[] from = new int[answers.size()];
        for (int query = 0; query < queries; query++) {
            List<Ranking.HitList> lists = new ArrayList<>();
            int base = 0;
            for (int i = 0; i < answers.size(); i++) {
                int count = answers.get(i).hitCounts()[query];
                String metric = plans.get(i).plan().params().metric();
                lists.add(new Ranking.HitList(base + from[i], base + from[i] + count, metric));
                from[i] += count;
                base += answers.get(i).scores().length;
            }
            List<Ranking.Fused> best = Ranking.fuse(lists, all.keys(), all.scores(), request.ranker()).stream()
                    .skip(request.offset())
                    .limit(request.limit())
                    .toList();
            counts[query] = best.size();
            kept.addAll(best);
        }
        return fusedResult(request, plans.getFirst(), all, kept, counts);
    }

    private static SearchResult fusedResult(
            HybridSearchRequest request, Planned planned, ShardHits all, List<Ranking.Fused> kept, int[] counts) {
        int[] rows = kept.stream().mapToInt(Ranking.Fused::row).toArray();
        ShardHits chosen = HitLists.select(all, rows, counts);
        for (int i = 0; i < rows.length; i++) {
            chosen.scores()[i] = (float) kept.get(i).score();
        }
        Scores.round(chosen.scores(), request.roundDecimal());
        return result(planned, chosen);
    }
}
