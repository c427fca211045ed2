package io.windhover.server.milvus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.model.DatabaseException;
import io.windhover.model.search.Boosting.Mode;
import io.windhover.proto.schema.FunctionSchema;
import io.windhover.proto.schema.FunctionScore;
import io.windhover.proto.schema.FunctionType;
import io.windhover.proxy.request.Boosts;
import io.windhover.proxy.request.HybridSearchRequest;
import io.windhover.proxy.request.Ranker;
import io.windhover.proxy.request.SearchOptions.GroupBy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Goal: what clients send becomes rankers and boosts, or a refusal in Milvus's words. Method: messages by hand. */
class WireFunctionScoresTest {
    private static FunctionSchema function(List<String> fields, Map<String, String> params) {
        return FunctionSchema.newBuilder()
                .setType(FunctionType.Rerank)
                .addAllInputFieldNames(fields)
                .addAllParams(WireParams.pairs(params))
                .build();
    }

    private static FunctionScore score(FunctionSchema... functions) {
        return FunctionScore.newBuilder().addAllFunctions(List.of(functions)).build();
    }

    private static FunctionSchema boost(Map<String, String> params) {
        Map<String, String> all = new LinkedHashMap<>(params);
        all.put("reranker", "boost");
        return function(List.of(), all);
    }

    private static final FunctionSchema RRF = function(List.of(), Map.of("reranker", "rrf"));

    @Test
    void decayHasItsDefaults() {
        FunctionSchema decay = function(
                List.of("year"),
                Map.of("reranker", "Decay", "function", "linear", "Origin", "2020", "scale", "1e3", "offset", "5"));
        assertThat(WireFunctionScores.read(score(decay)).ranker())
                .contains(new Ranker.Decay("year", Ranker.Curve.LINEAR, 2020, 1000, 5, 0.5, Ranker.Merge.MAX, false));
    }

    @Test
    void weightsAreNormalisedWhereThatIsAsked() {
        Map<String, String> weights = Map.of("reranker", "weighted", "weights", "[0.5, 1]");
        assertThat(WireFunctionScores.ranker(score(function(List.of(), weights))))
                .isEqualTo(new Ranker.Weighted(List.of(0.5, 1.0), false));
        Map<String, String> strategy = Map.of("strategy", "weighted", "params", "{\"weights\":[0.5,1]}");
        assertThat(WireFunctionScores.ranker(strategy)).isEqualTo(new Ranker.Weighted(List.of(0.5, 1.0), true));
        assertThat(WireFunctionScores.ranker(Map.of())).isEqualTo(new Ranker.Rrf(60));
    }

    @Test
    void boostsAreReadBesideOneRanker() {
        FunctionSchema random = boost(Map.of("weight", "2", "random_score", "{\"seed\": 126, \"field\": \"id\"}"));
        FunctionScore both = score(boost(Map.of("weight", "0.5", "filter", "a == 1")), RRF, random).toBuilder()
                .addAllParams(WireParams.pairs(Map.of("boost_mode", "Sum")))
                .build();
        Boosts boosts = new Boosts(
                List.of(
                        new Boosts.Boost("a == 1", 0.5, Optional.empty()),
                        new Boosts.Boost("", 2, Optional.of(new Boosts.RandomScore(OptionalLong.of(126), "id")))),
                Mode.MULTIPLY,
                Mode.SUM);
        assertThat(WireFunctionScores.read(both))
                .isEqualTo(new io.windhover.proxy.request.FunctionScore(
                        Optional.of(boosts), Optional.of(new Ranker.Rrf(60))));
        assertThat(WireFunctionScores.read(FunctionScore.getDefaultInstance()))
                .isEqualTo(io.windhover.proxy.request.FunctionScore.NONE);
    }

    @Test
    void groupingOfAHybridSearchIsReadFromItsRankParameters() {
        assertThat(WireFunctionScores.grouping(Map.of("limit", "3"))).isEmpty();
        Map<String, String> params = Map.of(
                "group_by_field", "kind", "group_size", "2", "strict_group_size", "True", "rank_group_scorer", "avg");
        assertThat(WireFunctionScores.grouping(params))
                .contains(new HybridSearchRequest.Grouping(new GroupBy("kind", 2, true), Ranker.Merge.AVG));
    }

    private static void refused(String words, FunctionSchema... functions) {
        assertThatThrownBy(() -> WireFunctionScores.read(score(functions)))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining(words);
    }

    private static FunctionSchema decay(String key, String value) {
        Map<String, String> params =
                new LinkedHashMap<>(Map.of("reranker", "decay", "function", "exp", "origin", "1", "scale", "1"));
        params.put(key, value);
        return function(List.of("year"), params);
    }

    @Test
    void wrongFunctionsAreRefusedByName() {
        refused("Currently only supports one rerank", RRF, RRF);
        refused("Unsupported rerank function: [model]", function(List.of(), Map.of("reranker", "model")));
        refused(
                "BM25 is not rerank function",
                RRF.toBuilder().setType(FunctionType.BM25).build());
        refused(
                "should not have output field",
                RRF.toBuilder().addOutputFieldNames("x").build());
        refused("The rrf function does not support input", function(List.of("x"), Map.of("reranker", "rrf")));
        refused("weights not found", function(List.of(), Map.of("reranker", "weighted")));
        refused("only supoorts single input", function(List.of(), Map.of("reranker", "decay")));
        refused("Invaild decay function: cubic", decay("function", "cubic"));
        refused("Param scale:wide is not a number", decay("scale", "wide"));
        refused("Unsupport score mode: [min]", decay("score_mode", "min"));
        refused("must set weight params", boost(Map.of()));
        assertThatThrownBy(() -> WireFunctionScores.ranker(score(boost(Map.of("weight", "1")))))
                .hasMessageContaining("boost cannot rank a hybrid search");
        assertThatThrownBy(() -> WireFunctionScores.grouping(Map.of("rank_group_scorer", "min")))
                .hasMessageContaining("input group scorer type: min is not supported!");
    }
}
