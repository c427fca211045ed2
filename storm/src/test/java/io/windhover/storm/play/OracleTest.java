package io.windhover.storm.play;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvus.v2.common.IndexParam.MetricType;
import io.windhover.storm.endpoint.Hit;
import io.windhover.storm.play.Oracle.Searched;
import io.windhover.storm.stage.Field;
import io.windhover.storm.stage.Filter;
import io.windhover.storm.stage.Rows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Goal: no wrong answer passes. Method: right answers by brute force pass; each is then spoilt in one way and must not. */
class OracleTest {
    private static final int ROWS = 2_000;
    private static final int LIMIT = 10;
    private final Rows rows = new Rows(7, 16, 1_000_000, 1_000);
    private final Oracle oracle = new Oracle(rows, rows.fields());

    private Field field(String name) {
        return rows.fields().stream()
                .filter(f -> f.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<Hit> right(Field field, long query, Filter filter) {
        LongToDoubleFunction scores = rows.scores(field, query);
        Comparator<Hit> best = Comparator.comparingDouble(Hit::score);
        return LongStream.range(0, ROWS)
                .filter(filter.matches())
                .mapToObj(id -> new Hit(id, scores.applyAsDouble(id)))
                .filter(hit -> field.metric() != MetricType.IP || hit.score() > 0)
                .sorted(field.metric() == MetricType.IP ? best.reversed() : best)
                .limit(LIMIT)
                .toList();
    }

    private boolean isWrong(Field field, Filter filter, List<Hit> hits) {
        return oracle.search(new Searched(field, 5, 0, ROWS, filter, LIMIT), hits)
                .isPresent();
    }

    @Test
    void rightAnswersOfEveryVectorFieldPass() {
        Filter odd = new Filter("odd", id -> id % 2 == 1);
        for (Field field : rows.fields().stream().filter(Field::isVector).toList()) {
            for (Filter filter : List.of(Filter.ALL, odd)) {
                assertThat(isWrong(field, filter, right(field, 5, filter)))
                        .as(field.name())
                        .isFalse();
            }
        }
    }

    @Test
    void aWrongScoreAMissingHitAStrangerATwinAndDisorderAreFound() {
        for (Field field : rows.fields().stream().filter(Field::isVector).toList()) {
            List<Hit> right = right(field, 5, Filter.ALL);
            Hit first = right.getFirst();
            assertThat(isWrong(field, Filter.ALL, with(right, 0, new Hit(first.id(), first.score() + 0.5))))
                    .as("score of %s", field.name())
                    .isTrue();
            assertThat(isWrong(field, Filter.ALL, right.subList(0, LIMIT - 1)))
                    .as("missing hit of %s", field.name())
                    .isTrue();
            assertThat(isWrong(
                            field,
                            Filter.ALL,
                            with(right, 3, new Hit(ROWS, right.get(3).score()))))
                    .as("stranger of %s", field.name())
                    .isTrue();
            assertThat(isWrong(field, Filter.ALL, with(right, 1, first)))
                    .as("twin of %s", field.name())
                    .isTrue();
            assertThat(isWrong(field, Filter.ALL, right.reversed()))
                    .as("disorder of %s", field.name())
                    .isTrue();
        }
    }

    @Test
    void aHitThatTheFilterForbidsIsFound() {
        Filter odd = new Filter("odd", id -> id % 2 == 1);
        Field field = field(Rows.PLAIN);
        assertThat(isWrong(field, odd, right(field, 5, Filter.ALL))).isTrue();
    }

    @Test
    void anExactIndexMustFindTheBestAndAnApproximateOneNeedNot() {
        for (Field field : rows.fields().stream().filter(Field::isVector).toList()) {
            List<Hit> withoutBest = right(field, 5, new Filter("not 5", id -> id != 5));
            assertThat(isWrong(field, Filter.ALL, withoutBest)).as(field.name()).isEqualTo(field.isExact());
        }
    }

    @Test
    void aFetchedRowWithAnyOtherValueIsFound() {
        List<Long> ids = List.of(3L);
        for (Field field : rows.fields()) {
            if (field.isVector()) {
                continue;
            }
            Map<String, Object> row = row(3);
            assertThat(withoutVectors().fetched(ids, List.of(row))).isEmpty();
            row.put(field.name(), field.value().apply(differing(field)));
            assertThat(withoutVectors().fetched(ids, List.of(row)))
                    .as(field.name())
                    .isPresent();
        }
        assertThat(withoutVectors().fetched(ids, List.of())).isPresent();
        assertThat(withoutVectors().fetched(List.of(3L, 4L), List.of(row(3), row(3))))
                .isPresent();
    }

    private Oracle withoutVectors() {
        return new Oracle(
                rows, rows.fields().stream().filter(f -> !f.isVector()).toList());
    }

    private Map<String, Object> row(long id) {
        Map<String, Object> row = new HashMap<>(Map.of("id", id));
        rows.fields().forEach(field -> row.put(field.name(), field.value().apply(id)));
        return row;
    }

    private static long differing(Field field) {
        return LongStream.range(4, 1_000)
                .filter(id -> !String.valueOf(field.value().apply(id))
                        .equals(String.valueOf(field.value().apply(3))))
                .findFirst()
                .orElseThrow();
    }

    private static List<Hit> with(List<Hit> hits, int index, Hit hit) {
        List<Hit> spoilt = new ArrayList<>(hits);
        spoilt.set(index, hit);
        return spoilt;
    }
}
