package io.windhover.server.milvus;

import io.windhover.model.DatabaseException;
import io.windhover.proto.milvus.SearchResults;
import io.windhover.proto.schema.SearchIteratorV2Results;
import io.windhover.proxy.Requests;
import io.windhover.proxy.request.SearchPage;
import io.windhover.proxy.request.SearchRequest;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.UUID;

/**
 * The second protocol of search iterators: the client sends the length of a page and the last score it has, and gets a
 * page, its last score and a token that stays the same. The server keeps nothing between two pages.
 */
final class WireIteration {
    private WireIteration() {}

    /** Answers one page. */
    static SearchResults answer(Requests requests, SearchRequest search, Map<String, String> params) {
        String bound = params.getOrDefault("search_iter_last_bound", "").trim();
        OptionalDouble after = bound.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(WireParams.decimal(bound, "search_iter_last_bound"));
        long length = WireParams.number(
                params, "search_iter_batch_size", search.options().limit());
        SearchPage page = requests.searchPage(withLimit(search, length), after);
        SearchResults.Builder response = ReadRpcs.write(page.hits());
        response.getResultsBuilder()
                .setSearchIteratorV2Results(SearchIteratorV2Results.newBuilder()
                        .setToken(token(params))
                        .setLastBound(page.lastScore()));
        return response.build();
    }

    private static String token(Map<String, String> params) {
        String given = params.getOrDefault("search_iter_id", "").trim();
        if (given.isEmpty()) {
            return UUID.randomUUID().toString();
        }
        try {
            return UUID.fromString(given).toString();
        } catch (IllegalArgumentException _) {
            throw DatabaseException.invalid("search_iter_id [%s] is invalid, it should be a UUID", given);
        }
    }

    private static SearchRequest withLimit(SearchRequest search, long limit) {
        return new SearchRequest(
                search.collection(),
                search.partitions(),
                search.input(),
                search.options().withLimit(limit),
                search.filter(),
                search.templates(),
                search.outputFields(),
                search.consistency());
    }
}
