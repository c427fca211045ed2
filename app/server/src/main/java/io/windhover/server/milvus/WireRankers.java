package io.windhover.server.milvus;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.proto.schema.FunctionScore;
import io.windhover.proxy.request.HybridSearchRequest.Ranker;
import java.util.Locale;
import java.util.Map;

/** How a hybrid search ranks: as a strategy with JSON parameters, or as a reranking function. */
final class WireRankers {
    private static final double RRF_K = 60;

    private WireRankers() {}

    /** Reads {@code strategy} and {@code params}; none means reciprocal ranks. */
    static Ranker read(Map<String, String> rankParams) {
        Map<String, String> params = WireParams.jsonObject(rankParams.getOrDefault("params", ""), "rank params");
        return ranker(rankParams.getOrDefault("strategy", "rrf"), params);
    }

    /** Reads the one reranking function of a function score. */
    static Ranker read(FunctionScore score) {
        if (score.getFunctionsCount() != 1) {
            throw DatabaseException.invalid(
                    "a hybrid search takes one ranking function, but got %d", score.getFunctionsCount());
        }
        Map<String, String> params = WireParams.map(score.getFunctions(0).getParamsList());
        return ranker(params.getOrDefault("reranker", ""), params);
    }

    private static Ranker ranker(String name, Map<String, String> params) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "rrf" -> new Ranker.Rrf(params.containsKey("k") ? WireParams.decimal(params.get("k"), "k") : RRF_K);
            case "weighted" ->
                new Ranker.Weighted(
                        WireParams.numbers(params.getOrDefault("weights", "[]"), "weights"),
                        !params.containsKey("norm_score") || WireParams.flag(params, "norm_score"));
            default ->
                throw new DatabaseException(
                        ErrorCode.PARAMETER_INVALID, "unsupported rank strategy or reranker: \"" + name + "\"");
        };
    }
}
