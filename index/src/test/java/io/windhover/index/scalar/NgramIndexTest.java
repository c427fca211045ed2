package io.windhover.index.scalar;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.index.bits.Bits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NgramIndexTest {
    private static final long SEED = Long.getLong("seed", 20261128L);
    private static final String[] CHARACTERS = {"a", "b", "c", " ", "é", "漢", "\uD83D\uDE00"};

    // Goal: no row is missed, and none without a text is named. Method: random texts of few characters of one to four
    // bytes,
    // null rows among them; pieces of them and other texts are looked for with several lengths, and in every text.
    @Test
    void everyRowThatContainsATextIsACandidate() {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        int right = 0;
        for (int round = 0; round < 60; round++) {
            int min = 1 + random.nextInt(3);
            NgramIndex.Lengths lengths = new NgramIndex.Lengths(min, min + random.nextInt(3));
            List<String> texts = new ArrayList<>();
            Bits valid = Bits.all(1 + random.nextInt(200));
            for (int row = 0; row < valid.size(); row++) {
                texts.add(text(random, random.nextInt(20)));
                if (random.nextInt(10) == 0) {
                    valid.clear(row);
                }
            }
            NgramIndex index = NgramIndex.build(row -> texts.get(row).getBytes(StandardCharsets.UTF_8), valid, lengths);
            assertThat(index.isNull()).isEqualTo(valid.copy().not());
            for (int i = 0; i < 50; i++) {
                String wanted = text(random, random.nextInt(8));
                Optional<Bits> found = index.candidates(List.of(wanted));
                assertThat(found.isPresent())
                        .as("seed %d, \"%s\" with %s", SEED, wanted, lengths)
                        .isEqualTo(wanted.codePointCount(0, wanted.length()) >= min);
                if (found.isPresent()) {
                    Bits expected = new Bits(valid.size());
                    for (int row = 0; row < valid.size(); row++) {
                        if (valid.get(row) && texts.get(row).contains(wanted)) {
                            expected.set(row);
                        }
                    }
                    assertThat(expected.copy().andNot(found.get()).isEmpty())
                            .as("seed %d, \"%s\" with %s", SEED, wanted, lengths)
                            .isTrue();
                    assertThat(found.get().copy().and(index.isNull()).isEmpty()).isTrue();
                    right += expected.cardinality();
                }
            }
        }
        assertThat(right).isGreaterThan(1_000);
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(CHARACTERS[random.nextInt(CHARACTERS.length)]);
        }
        return text.toString();
    }

    // Goal: what all of several texts rule out is ruled out. Method: two rows with one of two texts each, one with
    // both.
    @Test
    void severalTextsNarrowTheCandidates() {
        String[] texts = {"red wine", "white wine", "red and white", ""};
        NgramIndex index = NgramIndex.build(
                row -> texts[row].getBytes(StandardCharsets.UTF_8), Bits.all(4), new NgramIndex.Lengths(2, 4));
        assertThat(index.candidates(List.of("red", "white", "-")).orElseThrow().toArray())
                .containsExactly(2);
        assertThat(index.candidates(List.of("wine")).orElseThrow().toArray()).containsExactly(0, 1);
        assertThat(index.candidates(List.of("x", "y"))).isEmpty();
        assertThat(Arrays.asList(NgramIndex.Lengths.of(Map.of("min_gram", "2", "max_gram", "40"))))
                .containsExactly(new NgramIndex.Lengths(2, 8));
    }
}
