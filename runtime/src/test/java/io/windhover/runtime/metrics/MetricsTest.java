package io.windhover.runtime.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.runtime.metrics.Metrics.FamilyReading;
import io.windhover.runtime.metrics.Metrics.Reading;
import org.junit.jupiter.api.Test;

/** Goal: what is counted is read, by name and labels, and what is gone is given back. Method: one registry. */
class MetricsTest {
    private final Metrics metrics = new Metrics();

    @Test
    void seriesAreFoundAgainByTheirLabelsAndReadInOrder() {
        metrics.counter("b_total", "second", Labels.of("kind", "y")).add(2);
        metrics.counter("b_total", "second", Labels.of("kind", "x")).increment();
        metrics.counter("b_total", "second", Labels.of("kind", "x")).increment();
        metrics.counter("a_total", "first", Labels.NONE).add(7);
        assertThat(metrics.families()).extracting(FamilyReading::name).containsExactly("a_total", "b_total");
        assertThat(metrics.families().getLast().series())
                .containsExactly(
                        new Metrics.Series(Labels.of("kind", "x"), new Reading.Count(2)),
                        new Metrics.Series(Labels.of("kind", "y"), new Reading.Count(2)));
    }

    @Test
    void valuesFallIntoTheBucketWhoseEndTheyDoNotExceed() {
        Histogram histogram = metrics.histogram("h", "help", new double[] {1, 2}, Labels.NONE);
        for (double value : new double[] {0.5, 1, 1.5, 2, 2.5}) {
            histogram.observe(value);
        }
        assertThat(histogram.spread().counts()).containsExactly(2, 2, 1);
        assertThat(histogram.spread().sum()).isEqualTo(7.5);
        assertThat(histogram.spread().count()).isEqualTo(5);
    }

    @Test
    void gaugeIsAskedWhenReadAndGoneWhenClosed() {
        double[] level = {1};
        Metrics.Registration gauge = metrics.gauge("g", "help", Labels.NONE, () -> level[0]);
        level[0] = 5;
        assertThat(metrics.families().getFirst().series().getFirst().reading()).isEqualTo(new Reading.Level(5));
        assertThatThrownBy(() -> metrics.gauge("g", "help", Labels.NONE, () -> 0))
                .isInstanceOf(IllegalStateException.class);
        gauge.close();
        assertThat(metrics.families().getFirst().series()).isEmpty();
    }
}
