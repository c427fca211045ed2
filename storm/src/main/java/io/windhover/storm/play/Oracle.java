package io.windhover.storm.play;

import io.milvus.v2.common.IndexParam.MetricType;
import io.windhover.storm.endpoint.Hit;
import io.windhover.storm.endpoint.Received;
import io.windhover.storm.stage.Field;
import io.windhover.storm.stage.Filter;
import io.windhover.storm.stage.Rows;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.LongToDoubleFunction;

/** Knows every row, hence every right answer. Each check returns what is wrong, in words, or nothing. */
public final class Oracle {
    private static final double TOLERANCE = 1e-3;

    private final Rows rows;
    private final List<Field> fields;

    /** Knows rows with some of their fields. */
    public Oracle(Rows rows, List<Field> fields) {
        this.rows = rows;
        this.fields = fields;
    }

    /**
     * What was searched.
     *
     * @param field   that was searched
     * @param queryId whose vector was looked for
     * @param from    first id of the rows that could be found
     * @param to      id after the last
     * @param filter  of the search
     * @param limit   hits wanted
     */
    public record Searched(Field field, long queryId, long from, long to, Filter filter, int limit) {}

    /**
     * Checks the hits of a search: each must be a row that may be found, with its own score, best first, none twice; an
     * exact index must have found the best ones.
     */
    public Optional<String> search(Searched searched, List<Hit> hits) {
        LongToDoubleFunction scores = rows.scores(searched.field(), searched.queryId());
        Optional<String> strange = strangers(searched, hits);
        if (strange.isPresent()) {
            return strange;
        }
        double sign = searched.field().metric() == MetricType.IP ? -1 : 1;
        double last = Double.NEGATIVE_INFINITY;
        for (Hit hit : hits) {
            double real = scores.applyAsDouble(hit.id());
            if (Math.abs(real - hit.score()) > TOLERANCE * Math.max(1, Math.abs(real))) {
                return Optional.of("row " + hit.id() + " has score " + hit.score() + ", not " + real);
            }
            if (sign * hit.score() < last - TOLERANCE) {
                return Optional.of("hits are not in order: " + hits);
            }
            last = sign * hit.score();
        }
        return searched.field().isExact() ? best(searched, hits, scores, sign) : enough(searched, hits);
    }

    private static Optional<String> strangers(Searched searched, List<Hit> hits) {
        Set<Long> seen = new HashSet<>();
        for (Hit hit : hits) {
            boolean isMember = hit.id() >= searched.from() && hit.id() < searched.to();
            if (!isMember || !searched.filter().matches().test(hit.id())) {
                return Optional.of("row " + hit.id() + " cannot be among rows " + searched.from() + " to "
                        + searched.to() + " where " + searched.filter().expression());
            }
            if (!seen.add(hit.id())) {
                return Optional.of("row " + hit.id() + " was found twice");
            }
        }
        return hits.size() > searched.limit()
                ? Optional.of(hits.size() + " hits instead of " + searched.limit())
                : Optional.empty();
    }

    private static Optional<String> enough(Searched searched, List<Hit> hits) {
        long wanted = searched.filter().count(searched.from(), searched.to(), searched.limit());
        return hits.size() == wanted ? Optional.empty() : Optional.of(hits.size() + " hits instead of " + wanted);
    }

    private static Optional<String> best(Searched searched, List<Hit> hits, LongToDoubleFunction scores, double sign) {
        PriorityQueue<Double> worstFirst = new PriorityQueue<>(java.util.Comparator.reverseOrder());
        for (long id = searched.from(); id < searched.to(); id++) {
            double cost = sign * scores.applyAsDouble(id);
            boolean isFindable = sign > 0 || cost < 0;
            boolean isWanted = worstFirst.size() < searched.limit() || cost < worstFirst.peek();
            if (isFindable && isWanted && searched.filter().matches().test(id)) {
                worstFirst.add(cost);
                if (worstFirst.size() > searched.limit()) {
                    worstFirst.poll();
                }
            }
        }
        List<Double> best = new ArrayList<>(worstFirst);
        best.sort(null);
        if (best.size() != hits.size()) {
            return Optional.of(hits.size() + " hits instead of " + best.size());
        }
        for (int i = 0; i < best.size(); i++) {
            if (Math.abs(best.get(i) - sign * hits.get(i).score()) > TOLERANCE) {
                return Optional.of("hit " + i + " has score " + hits.get(i).score() + ", not " + sign * best.get(i));
            }
        }
        return Optional.empty();
    }

    /** Tells whether a search for a row's own vector has it, or an equal one, first; approximate indexes may miss it. */
    public boolean hasItself(Searched searched, List<Hit> hits) {
        if (searched.field().metric() == MetricType.IP) {
            return true;
        }
        return !hits.isEmpty() && Math.abs(hits.getFirst().score()) <= TOLERANCE;
    }

    /** Checks rows that were fetched by id against what was inserted, all fields of them. */
    public Optional<String> fetched(List<Long> ids, List<Map<String, Object>> found) {
        if (found.size() != ids.size()) {
            return Optional.of(found.size() + " rows instead of " + ids.size() + " by the keys " + ids);
        }
        Set<Long> missing = new HashSet<>(ids);
        for (Map<String, Object> row : found) {
            long id = (Long) row.get("id");
            if (!missing.remove(id)) {
                return Optional.of("row " + id + " was not asked for, or came twice");
            }
            for (Field field : fields) {
                Object inserted = field.value().apply(id);
                if (!Received.isSame(field, inserted, row.get(field.name()))) {
                    return Optional.of(field.name() + " of row " + id + " is " + row.get(field.name()) + ", not "
                            + Received.text(inserted));
                }
            }
        }
        return Optional.empty();
    }
}
