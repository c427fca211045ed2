package io.windhover.segment.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.windhover.index.bits.Bits;
import io.windhover.index.bits.TriBits;
import io.windhover.model.expr.Expr;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FilterEvaluatorTest {
    private static final long SEED = Long.getLong("seed", 20260118L);

    // Goal: every condition means for every row what it should, unknown included. Method: random filters over random
    // rows with nulls, against an evaluator that goes row by row over plain objects.
    @Test
    void agreesWithTheNaiveEvaluator() {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        for (int round = 0; round < 60; round++) {
            TestColumns columns =
                    new TestColumns(random, round < 40 ? random.nextInt(200) : 1000 + random.nextInt(300));
            RandomExprs exprs = new RandomExprs(random);
            for (int i = 0; i < 200; i++) {
                check(exprs.expr(random.nextInt(4)), columns);
            }
        }
    }

    private static void check(Expr filter, TestColumns columns) {
        TriBits truth = FilterEvaluator.evaluate(filter, columns, columns.rowCount());
        for (int row = 0; row < columns.rowCount(); row++) {
            Optional<Boolean> expected = new NaiveEvaluator(columns, row).truth(filter);
            Optional<Boolean> actual = truth.isNull().get(row)
                    ? Optional.empty()
                    : Optional.of(truth.isTrue().get(row));
            if (!actual.equals(expected)) {
                assertThat(actual)
                        .as("seed %d, row %d, json %s, filter %s", SEED, row, columns.at(TestColumns.JSON, row), filter)
                        .isEqualTo(expected);
            }
        }
    }

    // Goal: a sample has about its share of the rows, other ones for another seed. Method: four shares of 20,000 rows.
    @Test
    void samplesHaveTheirShare() {
        TestColumns columns = new TestColumns(new Random(SEED), 20_000);
        for (double share : new double[] {0.01, 0.2, 0.5, 0.99}) {
            Bits sample = FilterEvaluator.passing(new Expr.Sample(share, SEED), columns, 20_000);
            assertThat(sample.cardinality() / 20_000.0).isCloseTo(share, within(0.015));
            assertThat(FilterEvaluator.passing(new Expr.Sample(share, SEED), columns, 20_000))
                    .isEqualTo(sample);
            assertThat(FilterEvaluator.passing(new Expr.Sample(share, SEED + 1), columns, 20_000))
                    .isNotEqualTo(sample);
        }
    }

    // Goal: only candidates are found, and all of them that pass. Method: random candidates against the whole.
    @Test
    void candidatesLimitTheRows() {
        Random random = new Random(SEED);
        TestColumns columns = new TestColumns(random, 5000);
        RandomExprs exprs = new RandomExprs(random);
        for (int i = 0; i < 200; i++) {
            Expr filter = exprs.expr(2);
            Bits candidates = new Bits(5000);
            for (int row = 0; row < 5000; row += 1 + random.nextInt(1 << random.nextInt(12))) {
                candidates.set(row);
            }
            Bits expected = FilterEvaluator.passing(filter, columns, 5000).and(candidates);
            assertThat(FilterEvaluator.passing(filter, columns, candidates)).isEqualTo(expected);
        }
    }
}
