package io.windhover.proxy.read;

import io.windhover.model.DatabaseException;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.search.Guarantee;
import io.windhover.model.search.ShardHits;
import io.windhover.proxy.request.FunctionScore;
import io.windhover.proxy.request.SearchOptions;
import io.windhover.proxy.request.SearchPage;
import io.windhover.proxy.request.SearchRequest;
import io.windhover.proxy.route.Roles;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Searches of one query, page by page. Nothing is kept between two pages: a page is a range search that begins behind the
 * last score of the one before. So that no row is on two pages and none is lost between two, rows of one score are not
 * parted: a page ends before the first score that does not fit on it whole, and is longer than asked only if it has one
 * score.
 */
public final class SearchPages {
    private final Roles roles;
    private final Searches searches;

    /** Creates the pages of one proxy's searches. */
    public SearchPages(Roles roles, Searches searches) {
        this.roles = roles;
        this.searches = searches;
    }

    /** One page's work: what every search of it shares. */
    private record Work(Catalog catalog, Guarantee guarantee, SearchRequest request, Range range) {}

    /**
     * The scores a page may have.
     *
     * @param near first one; infinite = from the nearest
     * @param far  the one behind the last, in the direction away from the query
     */
    private record Range(boolean smallerIsNearer, double near, double far) {
        static Range of(SearchOptions options, boolean smallerIsNearer, OptionalDouble after) {
            double nearest = smallerIsNearer ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            double asked = options.rangeFilter().orElse(nearest);
            double far = options.radius().orElse(-nearest);
            if (after.isEmpty()) {
                return new Range(smallerIsNearer, asked, far);
            }
            float last = (float) after.getAsDouble();
            double behind = smallerIsNearer ? Math.nextUp(last) : Math.nextDown(last);
            return new Range(smallerIsNearer, smallerIsNearer ? Math.max(asked, behind) : Math.min(asked, behind), far);
        }

        boolean isEmpty() {
            return smallerIsNearer ? near >= far : near <= far;
        }

        boolean isAll() {
            return Double.isInfinite(near) && Double.isInfinite(far);
        }
    }

    /**
     * Finds the next page.
     *
     * @param request its limit is the length of a page
     * @param after   the last score of the page before; empty for the first
     * @throws DatabaseException PARAMETER_INVALID for several queries, an offset or grouping, or when more rows have one
     *     score than one search may return
     */
    public SearchPage page(SearchRequest request, OptionalDouble after) {
        check(request);
        return roles.refreshing(() -> {
            Catalog catalog = roles.catalog();
            Searches.Planned planned = searches.plan(catalog, request, request.partitions());
            Guarantee guarantee = Guarantees.resolve(
                    request.consistency(),
                    planned.collection().settings().consistency(),
                    roles.runtime().epochMs());
            Range range = Range.of(request.options(), planned.smallerIsNearer(), after);
            ShardHits hits = range.isEmpty()
                    ? firstOf(searches.ask(catalog, planned, guarantee), 0)
                    : page(new Work(catalog, guarantee, request, range));
            int count = hits.scores().length;
            float last = count == 0 ? (float) after.orElse(0) : hits.scores()[count - 1];
            Scores.round(hits.scores(), request.options().roundDecimal());
            return new SearchPage(Searches.result(planned, hits), last);
        });
    }

    private static void check(SearchRequest request) {
        SearchOptions options = request.options();
        if (request.input().count() != 1) {
            throw DatabaseException.invalid(
                    "a search iterator takes one query vector, but got %d",
                    request.input().count());
        }
        if (options.offset() != 0) {
            throw DatabaseException.invalid("a search iterator takes no offset, but got %d", options.offset());
        }
        if (options.grouping().isPresent()) {
            throw DatabaseException.invalid(
                    "a search iterator cannot group by field %s",
                    options.grouping().get().field());
        }
        if (!options.score().equals(FunctionScore.NONE)) {
            throw DatabaseException.invalid("don't support use segment scorer with group_by or search_iterator");
        }
    }

    private ShardHits page(Work work) {
        int most = roles.limits().topK();
        int asked = (int) Math.min(work.request().options().limit() + 1, most);
        ShardHits hits = find(work, asked);
        int count = hits.scores().length;
        if (count < asked) {
            return hits;
        }
        int whole = firstWithScore(hits.scores(), hits.scores()[count - 1]);
        return whole > 0 ? firstOf(hits, whole) : pageOfOneScore(work, most);
    }

    private ShardHits pageOfOneScore(Work work, int most) {
        ShardHits hits = find(work, most);
        float[] scores = hits.scores();
        int count = 0;
        while (count < scores.length && scores[count] == scores[0]) {
            count++;
        }
        if (count == most) {
            throw DatabaseException.invalid(
                    "a search iterator cannot go on: %d rows or more have the score %s", most, scores[0]);
        }
        return firstOf(hits, count);
    }

    private static int firstWithScore(float[] scores, float score) {
        int first = scores.length;
        while (first > 0 && scores[first - 1] == score) {
            first--;
        }
        return first;
    }

    private static ShardHits firstOf(ShardHits hits, int count) {
        return HitLists.select(hits, IntStream.range(0, count).toArray(), new int[] {count});
    }

    private ShardHits find(Work work, int limit) {
        SearchRequest request = work.request();
        SearchRequest found = new SearchRequest(
                request.collection(),
                request.partitions(),
                request.input(),
                options(request.options(), work.range(), limit),
                request.filter(),
                request.templates(),
                request.outputFields(),
                request.consistency());
        return searches.ask(
                work.catalog(), searches.plan(work.catalog(), found, request.partitions()), work.guarantee());
    }

    private static SearchOptions options(SearchOptions asked, Range range, int limit) {
        OptionalDouble far = range.isAll() ? OptionalDouble.empty() : OptionalDouble.of(range.far());
        OptionalDouble near =
                Double.isInfinite(range.near()) ? OptionalDouble.empty() : OptionalDouble.of(range.near());
        return new SearchOptions(
                asked.annsField(),
                limit,
                0,
                asked.metric(),
                far,
                near,
                wideEnough(asked.indexParams(), limit),
                asked.roundDecimal(),
                asked.ignoreGrowing(),
                asked.grouping(),
                asked.score());
    }

    /** A page may take more candidates than the user's length of it. */
    private static Map<String, String> wideEnough(Map<String, String> params, int limit) {
        Map<String, String> wide = new LinkedHashMap<>(params);
        wide.computeIfPresent("ef", (_, ef) -> Long.toString(Math.max(Long.parseLong(ef.trim()), limit)));
        return wide;
    }
}
