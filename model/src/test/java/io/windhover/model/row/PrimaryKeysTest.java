package io.windhover.model.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PrimaryKeysTest {
    @Test
    void textsAreOrderedByTheirUtf8Bytes() {
        // Goal: the order of merged reads is the order of stored keys. Method: random texts of few code points of every
        // length in UTF-8, compared both ways.
        long seed = 42;
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        int[] points = {'a', 'b', 0x7F, 0xE4, 0x20AC, 0xD7FF, 0xE000, 0xFFFD, 0x1F600, 0x10FFFF};
        String[] texts = new String[300];
        for (int i = 0; i < texts.length; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(4); length > 0; length--) {
                text.appendCodePoint(points[random.nextInt(points.length)]);
            }
            texts[i] = text.toString();
        }
        PrimaryKeys keys = new PrimaryKeys.StringKeys(texts);
        for (int i = 0; i < texts.length; i++) {
            for (int j = 0; j < texts.length; j++) {
                int expected = Arrays.compareUnsigned(
                        texts[i].getBytes(StandardCharsets.UTF_8), texts[j].getBytes(StandardCharsets.UTF_8));
                assertThat(Integer.signum(PrimaryKeys.compare(keys, i, keys, j)))
                        .as("%s, %s", texts[i], texts[j])
                        .isEqualTo(Integer.signum(expected));
            }
        }
    }

    @Test
    void numbersAreOrderedAsNumbers() {
        PrimaryKeys keys = new PrimaryKeys.LongKeys(new long[] {-5, 3, Long.MAX_VALUE});
        assertThat(PrimaryKeys.compare(keys, 0, keys, 1)).isNegative();
        assertThat(PrimaryKeys.compare(keys, 2, keys, 1)).isPositive();
        assertThat(PrimaryKeys.compare(keys, 1, keys, 1)).isZero();
    }
}
