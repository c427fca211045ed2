package io.windhover.storm.tally;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Goal: quantiles are right within 1 %. Method: against sorted lists of random durations of all sizes. */
class LatenciesTest {
    private static final long SEED = 20260101;

    @Test
    void quantilesAreAtMostOnePercentTooLong() {
        Random random = new Random(SEED);
        Latencies latencies = new Latencies();
        long[] all = new long[10_000];
        for (int i = 0; i < all.length; i++) {
            all[i] = random.nextLong(1L << (1 + random.nextInt(45)));
            latencies.add(all[i]);
        }
        Arrays.sort(all);
        for (double quantile : new double[] {0.01, 0.5, 0.9, 0.99, 1}) {
            long exact = all[(int) Math.ceil(quantile * all.length) - 1];
            assertThat(latencies.quantileNs(quantile))
                    .as("seed %d, quantile %s", SEED, quantile)
                    .isBetween(exact, exact + exact / 100 + 1);
        }
        assertThat(latencies.maxNs()).isEqualTo(all[all.length - 1]);
        assertThat(latencies.count()).isEqualTo(all.length);
    }

    @Test
    void nothingHasNoLatency() {
        assertThat(new Latencies().quantileNs(0.99)).isZero();
    }
}
