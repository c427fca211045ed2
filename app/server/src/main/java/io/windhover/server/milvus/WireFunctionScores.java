package io.windhover.server.milvus;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.search.Boosting.Mode;
import io.windhover.proto.schema.FunctionSchema;
import io.windhover.proto.schema.FunctionType;
import io.windhover.proxy.request.Boosts;
import io.windhover.proxy.request.FunctionScore;
import io.windhover.proxy.request.HybridSearchRequest;
import io.windhover.proxy.request.Ranker;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** How searches score and rank: functions with parameters, or a strategy with JSON parameters. */
final class WireFunctionScores {
    private static final String BOOST = "boost";
    private static final double RRF_K = 60;
    private static final String DECAY_HALF = "0.5";

    private WireFunctionScores() {}

    /** Reads {@code strategy} and {@code params} of a hybrid search; none means reciprocal ranks. */
    static Ranker ranker(Map<String, String> rankParams) {
        Map<String, String> params = WireParams.jsonObject(rankParams.getOrDefault("params", ""), "rank params");
        String strategy = rankParams.getOrDefault("strategy", "rrf").toLowerCase(Locale.ROOT);
        return switch (strategy) {
            case "rrf" -> rrf(params);
            case "weighted" -> weighted(params, !params.containsKey("norm_score") || normalised(params));
            default ->
                throw new DatabaseException(
                        ErrorCode.PARAMETER_INVALID, "unsupported rank strategy or reranker: \"" + strategy + "\"");
        };
    }

    /** Reads the one ranker of a hybrid search. */
    static Ranker ranker(io.windhover.proto.schema.FunctionScore score) {
        FunctionScore read = read(score);
        if (read.boosts().isPresent()) {
            throw DatabaseException.invalid("%s cannot rank a hybrid search: give it to one of its searches", BOOST);
        }
        return read.ranker()
                .orElseThrow(() -> DatabaseException.invalid("a function score of a hybrid search has no function"));
    }

    /** Reads the functions of a search. */
    static FunctionScore read(io.windhover.proto.schema.FunctionScore score) {
        List<Boosts.Boost> boosts = new ArrayList<>();
        Optional<Ranker> ranker = Optional.empty();
        for (FunctionSchema function : score.getFunctionsList()) {
            checkForm(function);
            Map<String, String> params = lowerKeys(WireParams.map(function.getParamsList()));
            if (name(params).equals(BOOST)) {
                boosts.add(boost(params));
                continue;
            }
            if (ranker.isPresent()) {
                throw DatabaseException.invalid("Currently only supports one rerank");
            }
            ranker = Optional.of(ranker(function, params));
        }
        if (boosts.isEmpty()) {
            return new FunctionScore(Optional.empty(), ranker);
        }
        Map<String, String> params = lowerKeys(WireParams.map(score.getParamsList()));
        Mode combine = mode(params, "function_mode", "function mode");
        return new FunctionScore(
                Optional.of(new Boosts(boosts, combine, mode(params, "boost_mode", "boost mode"))), ranker);
    }

    private static void checkForm(FunctionSchema function) {
        if (function.getType() != FunctionType.Rerank) {
            throw DatabaseException.invalid("%s is not rerank function.", function.getType());
        }
        if (function.getOutputFieldNamesCount() > 0) {
            throw DatabaseException.invalid(
                    "Rerank function should not have output field, but now is %d", function.getOutputFieldNamesCount());
        }
    }

    private static String name(Map<String, String> params) {
        return params.getOrDefault("reranker", "").toLowerCase(Locale.ROOT);
    }

    private static Ranker ranker(FunctionSchema function, Map<String, String> params) {
        return switch (name(params)) {
            case "rrf" -> {
                checkNoInput(function, "rrf");
                yield rrf(params);
            }
            case "weighted" -> {
                checkNoInput(function, "weighted");
                if (!params.containsKey("weights")) {
                    throw DatabaseException.invalid("weights not found");
                }
                yield weighted(params, normalised(params));
            }
            case "decay" -> decay(function, params);
            default ->
                throw DatabaseException.invalid(
                        "Unsupported rerank function: [%s] , list of supported [decay,rrf,weighted,boost]",
                        name(params));
        };
    }

    private static void checkNoInput(FunctionSchema function, String name) {
        if (function.getInputFieldNamesCount() > 0) {
            throw DatabaseException.invalid(
                    "The %s function does not support input parameters, but got %s",
                    name, function.getInputFieldNamesList());
        }
    }

    private static Ranker rrf(Map<String, String> params) {
        return new Ranker.Rrf(params.containsKey("k") ? WireParams.decimal(params.get("k"), "k") : RRF_K);
    }

    private static Ranker weighted(Map<String, String> params, boolean normalised) {
        return new Ranker.Weighted(WireParams.numbers(params.getOrDefault("weights", "[]"), "weights"), normalised);
    }

    private static boolean normalised(Map<String, String> params) {
        return WireParams.flag(params, "norm_score");
    }

    private static Ranker decay(FunctionSchema function, Map<String, String> params) {
        if (function.getInputFieldNamesCount() != 1) {
            throw DatabaseException.invalid(
                    "Decay function only supoorts single input, but gets [%s] input",
                    String.join(" ", function.getInputFieldNamesList()));
        }
        String mode = params.getOrDefault("score_mode", "max");
        return new Ranker.Decay(
                function.getInputFieldNames(0),
                curve(params.getOrDefault("function", "")),
                required(params, "origin"),
                required(params, "scale"),
                number(params.getOrDefault("offset", "0"), "offset"),
                number(params.getOrDefault("decay", DECAY_HALF), "decay"),
                merge(mode)
                        .orElseThrow(() -> DatabaseException.invalid(
                                "Unsupport score mode: [%s], only supports: [max, avg, sum]", mode)),
                normalised(params));
    }

    private static Ranker.Curve curve(String name) {
        return switch (name) {
            case "gauss" -> Ranker.Curve.GAUSS;
            case "linear" -> Ranker.Curve.LINEAR;
            case "exp" -> Ranker.Curve.EXP;
            default ->
                throw DatabaseException.invalid("Invaild decay function: %s, only support [gauss,linear,exp]", name);
        };
    }

    /** Reads how ranked hits are grouped, if they are. */
    static Optional<HybridSearchRequest.Grouping> grouping(Map<String, String> rankParams) {
        String scorer = rankParams.getOrDefault("rank_group_scorer", "max");
        Ranker.Merge score = merge(scorer)
                .orElseThrow(() -> DatabaseException.invalid("input group scorer type: %s is not supported!", scorer));
        return WireSearchParams.grouping(rankParams).map(by -> new HybridSearchRequest.Grouping(by, score));
    }

    private static Optional<Ranker.Merge> merge(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "max" -> Optional.of(Ranker.Merge.MAX);
            case "avg" -> Optional.of(Ranker.Merge.AVG);
            case "sum" -> Optional.of(Ranker.Merge.SUM);
            default -> Optional.empty();
        };
    }

    private static double required(Map<String, String> params, String key) {
        String text = params.get(key);
        if (text == null) {
            throw DatabaseException.invalid("Decay function lost param: %s", key);
        }
        return number(text, key);
    }

    private static double number(String text, String key) {
        try {
            return Double.parseDouble(text.trim());
        } catch (NumberFormatException _) {
            throw DatabaseException.invalid("Param %s:%s is not a number", key, text);
        }
    }

    private static Boosts.Boost boost(Map<String, String> params) {
        String weight = params.get("weight");
        if (weight == null) {
            throw DatabaseException.invalid("must set weight params for weight scorer");
        }
        return new Boosts.Boost(
                params.getOrDefault("filter", ""),
                WireParams.decimal(weight, "weight"),
                Optional.ofNullable(params.get("random_score")).map(WireFunctionScores::random));
    }

    private static Boosts.RandomScore random(String json) {
        Map<String, String> params = WireParams.jsonObject(json, "random_score");
        OptionalLong seed = params.containsKey("seed")
                ? OptionalLong.of(WireParams.number(params, "seed", 0))
                : OptionalLong.empty();
        return new Boosts.RandomScore(seed, params.getOrDefault("field", ""));
    }

    private static Mode mode(Map<String, String> params, String key, String what) {
        String name = params.getOrDefault(key, "multiply");
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "multiply" -> Mode.MULTIPLY;
            case "sum" -> Mode.SUM;
            default -> throw DatabaseException.invalid("unknown %s: %s", what, name);
        };
    }

    private static Map<String, String> lowerKeys(Map<String, String> params) {
        return params.entrySet().stream()
                .collect(Collectors.toMap(e -> e.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue, (a, b) -> b));
    }
}
