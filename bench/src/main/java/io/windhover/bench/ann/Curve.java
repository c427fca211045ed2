package io.windhover.bench.ann;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Recall and queries a CPU second of one subject on one data set, for each {@code ef}: the best of all rounds. */
final class Curve {
    private final Map<Integer, Point> points = new TreeMap<>();

    /**
     * One measurement.
     *
     * @param recall share of the exact ten nearest that were found
     * @param cpuUs of a query
     */
    record Point(double recall, double cpuUs) {
        double queriesPerSecond() {
            return 1e6 / cpuUs;
        }
    }

    void add(int ef, Point point) {
        points.merge(ef, point, (old, next) -> next.cpuUs < old.cpuUs ? next : old);
    }

    Map<Integer, Point> points() {
        return points;
    }

    /** Returns the points that none beats in both, by ascending recall. */
    List<Point> frontier() {
        List<Point> sorted = points.values().stream()
                .sorted(Comparator.comparingDouble(Point::recall).reversed())
                .toList();
        List<Point> frontier = new ArrayList<>();
        double least = Double.POSITIVE_INFINITY;
        for (Point point : sorted) {
            if (point.cpuUs < least) {
                least = point.cpuUs;
                frontier.addFirst(point);
            }
        }
        return frontier;
    }

    /** Returns the queries a CPU second at a recall, between two points on a logarithmic scale; none outside of them. */
    OptionalDouble queriesPerSecond(double recall) {
        List<Point> frontier = frontier();
        for (int i = 1; i < frontier.size(); i++) {
            Point low = frontier.get(i - 1);
            Point high = frontier.get(i);
            if (low.recall < recall && recall <= high.recall) {
                double share = (recall - low.recall) / (high.recall - low.recall);
                double log = Math.log(low.queriesPerSecond()) * (1 - share) + Math.log(high.queriesPerSecond()) * share;
                return OptionalDouble.of(Math.exp(log));
            }
        }
        return OptionalDouble.empty();
    }
}
