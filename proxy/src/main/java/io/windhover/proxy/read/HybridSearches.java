package io.windhover.proxy.read;

import io.windhover.model.DatabaseException;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.search.Guarantee;
import io.windhover.model.search.ShardHits;
import io.windhover.proxy.request.FunctionScore;
import io.windhover.proxy.request.HybridSearchRequest;
import io.windhover.proxy.request.Ranker;
import io.windhover.proxy.request.SearchRequest;
import io.windhover.proxy.request.SearchResult;
import io.windhover.proxy.route.Roles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Several vector searches of one collection, ranked together. */
public final class HybridSearches {
    private final Roles roles;
    private final Searches searches;

    /** Creates the hybrid searches of one proxy. */
    public HybridSearches(Roles roles, Searches searches) {
        this.roles = roles;
        this.searches = searches;
    }

    /** Finds rows by several searches ranked together. */
    public SearchResult search(HybridSearchRequest request) {
        check(request);
        return roles.refreshing(() -> {
            Catalog catalog = roles.catalog();
            List<Searches.Planned> plans = new ArrayList<>();
            for (SearchRequest part : request.searches()) {
                plans.add(searches.plan(catalog, asPart(part, request), request.partitions()));
            }
            Guarantee guarantee = Guarantees.resolve(
                    request.consistency(),
                    plans.getFirst().collection().settings().consistency(),
                    roles.runtime().epochMs());
            List<ShardHits> answers = new ArrayList<>();
            for (Searches.Planned planned : plans) {
                answers.add(searches.ask(catalog, planned, guarantee));
            }
            Ranker.Merge groupScore =
                    request.grouping().map(HybridSearchRequest.Grouping::score).orElse(Ranker.Merge.MAX);
            ShardHits hits = RankedHits.of(
                    plans,
                    answers,
                    request.ranker(),
                    new RankedHits.Cut(request.offset(), request.limit(), groupScore));
            Scores.round(hits.scores(), request.roundDecimal());
            return Searches.result(plans.getFirst(), hits);
        });
    }

    /** Every search of the request fetches what the whole request answers, ranks and groups by. */
    private static SearchRequest asPart(SearchRequest part, HybridSearchRequest request) {
        FunctionScore score = new FunctionScore(part.options().score().boosts(), Optional.of(request.ranker()));
        return new SearchRequest(
                request.collection(),
                request.partitions(),
                part.input(),
                part.options().asPart(score, request.grouping().map(HybridSearchRequest.Grouping::by)),
                part.filter(),
                part.templates(),
                request.outputFields(),
                request.consistency());
    }

    private void check(HybridSearchRequest request) {
        int count = request.searches().size();
        if (count == 0 || count > roles.limits().hybridSearches()) {
            throw DatabaseException.invalid(
                    "maximum of ann search requests is %d, got %d",
                    roles.limits().hybridSearches(), count);
        }
        Searches.checkWindow(request.limit(), request.offset(), roles.limits());
        int queries = request.searches().getFirst().input().count();
        for (SearchRequest part : request.searches()) {
            if (part.input().count() != queries) {
                throw DatabaseException.invalid(
                        "nq should be the same in search request: %d and %d",
                        queries, part.input().count());
            }
        }
        Rankers.check(request.ranker(), count);
    }
}
