package io.windhover.index.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

/** Goal: a score has the same bits however often it was computed before. Method: the same sums, written out, many times. */
class LanesTest {
    private static final long SEED = Long.getLong("seed", 11L);

    @Test
    void theOrderOfASumNeverChanges() {
        // Goal: interpreted and compiled code agree to the last bit. Method: 300,000 sums beside halves added by hand.
        System.out.println("seed " + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        int lanes = SimdFloat.S.length();
        float[] values = new float[lanes];
        for (int turn = 0; turn < 300_000; turn++) {
            for (int i = 0; i < lanes; i++) {
                values[i] = (float) random.nextDouble(-1, 1);
            }
            float sum = Lanes.sum(FloatVector.fromArray(SimdFloat.S, values, 0));
            float[] rest = values.clone();
            for (int half = lanes / 2; half > 0; half /= 2) {
                for (int i = 0; i < half; i++) {
                    rest[i] += rest[i + half];
                }
            }
            assertThat(Float.floatToRawIntBits(sum)).as("turn " + turn).isEqualTo(Float.floatToRawIntBits(rest[0]));
        }
    }
}
