package io.windhover.server.milvus;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.Timestamp;
import io.windhover.model.row.Column;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.schema.DataType;
import io.windhover.proto.milvus.HybridSearchRequest;
import io.windhover.proto.milvus.MilvusServiceGrpc;
import io.windhover.proto.milvus.QueryRequest;
import io.windhover.proto.milvus.QueryResults;
import io.windhover.proto.milvus.SearchRequest;
import io.windhover.proto.milvus.SearchResults;
import io.windhover.proxy.Requests;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.NamedColumn;
import io.windhover.proxy.request.QueryResult;
import io.windhover.proxy.request.Ranker;
import io.windhover.proxy.request.ReadConsistency;
import io.windhover.proxy.request.SearchResult;
import java.util.Map;
import java.util.Optional;

/** Searches and queries. */
record ReadRpcs(Requests requests) {
    private static final int KEEP_ALL_DIGITS = -1;

    void addTo(RpcTable table) {
        table.put(MilvusServiceGrpc.getSearchMethod(), this::search);
        table.put(MilvusServiceGrpc.getHybridSearchMethod(), this::hybridSearch);
        table.put(MilvusServiceGrpc.getQueryMethod(), this::query);
    }

    private SearchResults search(Caller caller, SearchRequest request) {
        refuseIf(request.hasHighlighter(), "a highlighter");
        refuseIf(request.hasSearchAggregation(), "a search aggregation");
        refuseIf(request.getFunctionChainsCount() > 0, "a function chain");
        io.windhover.proxy.request.SearchRequest search =
                read(caller.collection(request.getDbName(), request.getCollectionName()), request);
        Map<String, String> params = WireParams.flattened(request.getSearchParamsList());
        checkCollection(search.collection(), params);
        return WireParams.flag(params, "search_iter_v2")
                ? WireIteration.answer(requests, search, params)
                : write(requests.search(search)).build();
    }

    /** An iterator goes on in the collection it began in, whatever its alias names by now. */
    private void checkCollection(CollectionRef collection, Map<String, String> params) {
        long wanted = WireParams.flag(params, "iterator") ? WireParams.number(params, "collection_id", 0) : 0;
        if (wanted == 0) {
            return;
        }
        long found = requests.describeCollection(collection).collection().id().value();
        if (found != wanted) {
            throw DatabaseException.invalid(
                    "the iterator began in collection %d, but %s is collection %d now",
                    wanted, collection.name(), found);
        }
    }

    private static void refuseIf(boolean asked, String what) {
        if (asked) {
            throw new DatabaseException(ErrorCode.OPERATION_NOT_SUPPORTED, what + " is not supported in this version");
        }
    }

    private static io.windhover.proxy.request.SearchRequest read(CollectionRef collection, SearchRequest request) {
        return new io.windhover.proxy.request.SearchRequest(
                collection,
                request.getPartitionNamesList(),
                WireQueries.input(request),
                WireSearchParams.read(
                        request.getSearchParamsList(), WireFunctionScores.read(request.getFunctionScore())),
                request.getDsl(),
                WireParams.templates(request.getExprTemplateValuesMap()),
                request.getOutputFieldsList(),
                consistency(
                        request.getUseDefaultConsistency(),
                        request.getConsistencyLevelValue(),
                        request.getGuaranteeTimestamp()));
    }

    private static ReadConsistency consistency(boolean useDefault, int level, long guarantee) {
        if (useDefault) {
            return ReadConsistency.DEFAULT;
        }
        return new ReadConsistency(Optional.of(WireSchema.consistency(level)), new Timestamp(Math.max(0, guarantee)));
    }

    private SearchResults hybridSearch(Caller caller, HybridSearchRequest request) {
        refuseIf(request.getFunctionChainsCount() > 0, "a function chain");
        CollectionRef collection = caller.collection(request.getDbName(), request.getCollectionName());
        Map<String, String> params = WireParams.map(request.getRankParamsList());
        Ranker ranker = request.hasFunctionScore()
                ? WireFunctionScores.ranker(request.getFunctionScore())
                : WireFunctionScores.ranker(params);
        return write(requests.hybridSearch(new io.windhover.proxy.request.HybridSearchRequest(
                        collection,
                        request.getPartitionNamesList(),
                        request.getRequestsList().stream()
                                .map(r -> read(collection, r))
                                .toList(),
                        ranker,
                        WireFunctionScores.grouping(params),
                        WireParams.number(params, "limit", 0),
                        WireParams.number(params, "offset", 0),
                        (int) WireParams.number(params, "round_decimal", KEEP_ALL_DIGITS),
                        request.getOutputFieldsList(),
                        consistency(
                                request.getUseDefaultConsistency(),
                                request.getConsistencyLevelValue(),
                                request.getGuaranteeTimestamp()))))
                .build();
    }

    /** Returns the answer of a search, to be added to. */
    static SearchResults.Builder write(SearchResult result) {
        return SearchResults.newBuilder()
                .setStatus(WireStatus.OK)
                .setResults(WireResults.hits(result))
                .setCollectionName(result.collection())
                .setSessionTs(result.servedAt().value());
    }

    private QueryResults query(Caller caller, QueryRequest request) {
        Map<String, String> params = WireParams.map(request.getQueryParamsList());
        CollectionRef collection = caller.collection(request.getDbName(), request.getCollectionName());
        checkCollection(collection, params);
        QueryResult result = requests.query(new io.windhover.proxy.request.QueryRequest(
                collection,
                request.getPartitionNamesList(),
                request.getExpr(),
                WireParams.templates(request.getExprTemplateValuesMap()),
                Optional.<PrimaryKeys>empty(),
                request.getOutputFieldsList(),
                WireParams.number(params, "limit", -1),
                WireParams.number(params, "offset", 0),
                consistency(
                        request.getUseDefaultConsistency(),
                        request.getConsistencyLevelValue(),
                        request.getGuaranteeTimestamp()),
                WireParams.names(params, "group_by_fields")));
        QueryResults.Builder response = QueryResults.newBuilder()
                .setStatus(WireStatus.OK)
                .setCollectionName(result.collection())
                .setPrimaryFieldName(result.primaryField())
                .setSessionTs(result.servedAt().value())
                .addAllOutputFields(result.outputFields());
        result.count()
                .ifPresent(count -> response.addFieldsData(WireResults.column(
                        new NamedColumn("count(*)", DataType.INT64, new Column.LongColumn(new long[] {count})))));
        for (NamedColumn column : result.columns()) {
            response.addFieldsData(WireResults.column(column));
        }
        return response.build();
    }
}
