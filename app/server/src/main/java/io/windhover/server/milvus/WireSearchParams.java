package io.windhover.server.milvus;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.proto.common.KeyValuePair;
import io.windhover.proxy.request.FunctionScore;
import io.windhover.proxy.request.SearchOptions;
import io.windhover.proxy.request.SearchOptions.GroupBy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Parameters of a search: what every search has at the top, what its index wants in the JSON under {@code params}. */
final class WireSearchParams {
    /** What no index reads, wherever it stands. */
    private static final Set<String> COMMON = Set.of(
            "anns_field",
            "topk",
            "limit",
            "offset",
            "metric_type",
            "round_decimal",
            "ignore_growing",
            "group_by_field",
            "group_size",
            "strict_group_size",
            "radius",
            "range_filter",
            "hints",
            "iterator",
            "collection_id",
            "page_retain_order",
            "analyzer_name",
            "timezone",
            "time_fields",
            "search_iter_v2",
            "search_iter_batch_size",
            "search_iter_last_bound",
            "search_iter_id",
            "json_path",
            "json_type",
            "strict_cast",
            "order_by_fields");

    private WireSearchParams() {}

    /** Reads the parameters of one search; {@code score} comes beside them. */
    static SearchOptions read(List<KeyValuePair> pairs, FunctionScore score) {
        Map<String, String> all = WireParams.flattened(pairs);
        if (all.containsKey("order_by_fields")) {
            throw new DatabaseException(
                    ErrorCode.OPERATION_NOT_SUPPORTED, "ordering a search is not supported in this version");
        }
        Map<String, String> ofIndex = new LinkedHashMap<>(all);
        ofIndex.keySet().removeAll(COMMON);
        return new SearchOptions(
                all.getOrDefault("anns_field", ""),
                WireParams.number(all, "topk", WireParams.number(all, "limit", 0)),
                WireParams.number(all, "offset", 0),
                Optional.ofNullable(all.get("metric_type")).filter(m -> !m.isEmpty()),
                decimal(all, "radius"),
                decimal(all, "range_filter"),
                ofIndex,
                (int) WireParams.number(all, "round_decimal", -1),
                WireParams.flag(all, "ignore_growing"),
                grouping(all),
                score);
    }

    private static OptionalDouble decimal(Map<String, String> params, String key) {
        String text = params.get(key);
        return text == null || text.isBlank() || text.equals("null")
                ? OptionalDouble.empty()
                : OptionalDouble.of(WireParams.decimal(text, key));
    }

    /** Reads by what field hits are grouped, if they are. */
    static Optional<GroupBy> grouping(Map<String, String> params) {
        String field = params.getOrDefault("group_by_field", "");
        if (field.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new GroupBy(
                field, (int) WireParams.number(params, "group_size", 1), WireParams.flag(params, "strict_group_size")));
    }
}
