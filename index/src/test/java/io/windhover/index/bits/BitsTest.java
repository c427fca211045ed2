package io.windhover.index.bits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BitsTest {
    @Test
    void operationsAgreeWithTheBitSetOfTheJdk() {
        // Goal: every operation at every size around word borders. Method: random twin in java.util.BitSet.
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("BitsTest -Dseed=" + seed);
        Random random = new Random(seed);
        for (int size : new int[] {0, 1, 63, 64, 65, 127, 128, 129, 1000}) {
            for (int round = 0; round < 50; round++) {
                Bits a = randomBits(random, size);
                Bits b = randomBits(random, size);
                checkOperations(a, b);
                checkRange(random, a);
            }
        }
    }

    private static void checkOperations(Bits a, Bits b) {
        int size = a.size();
        BitSet and = twin(a);
        and.and(twin(b));
        assertThat(twin(a.copy().and(b))).isEqualTo(and);
        BitSet or = twin(a);
        or.or(twin(b));
        assertThat(twin(a.copy().or(b))).isEqualTo(or);
        BitSet andNot = twin(a);
        andNot.andNot(twin(b));
        assertThat(twin(a.copy().andNot(b))).isEqualTo(andNot);
        BitSet xor = twin(a);
        xor.xor(twin(b));
        assertThat(twin(a.copy().xor(b))).isEqualTo(xor);
        BitSet not = twin(a);
        not.flip(0, size);
        assertThat(twin(a.copy().not())).isEqualTo(not);
        assertThat(a.cardinality()).isEqualTo(twin(a).cardinality());
        assertThat(a.isEmpty()).isEqualTo(twin(a).isEmpty());
        for (int from = 0; from <= size; from++) {
            assertThat(a.nextSet(from)).isEqualTo(twin(a).nextSetBit(from));
        }
        assertThat(a.toArray()).isEqualTo(twin(a).stream().toArray());
        assertThat(a.resized(size / 2).cardinality())
                .isEqualTo(twin(a).get(0, size / 2).cardinality());
        assertThat(a.resized(size + 70).toArray()).isEqualTo(a.toArray());
    }

    private static void checkRange(Random random, Bits a) {
        int from = random.nextInt(a.size() + 1);
        int to = from + random.nextInt(a.size() - from + 1);
        BitSet range = twin(a);
        range.set(from, to);
        assertThat(twin(a.copy().setRange(from, to))).isEqualTo(range);
    }

    @Test
    void rowsBeyondTheEndAreRefused() {
        // Goal: no silent write into the slack of the last word. Method: touch it.
        Bits bits = new Bits(10);
        assertThatThrownBy(() -> bits.set(10)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> bits.and(new Bits(11))).isInstanceOf(IllegalArgumentException.class);
        assertThat(Bits.wrap(10, new long[] {-1L}).cardinality()).isEqualTo(10);
        assertThat(Bits.all(10).isAll()).isTrue();
    }

    @Test
    void truthFollowsKleene() {
        // Goal: three-valued AND, OR, NOT. Method: all nine pairs of values as nine rows, against min, max, negation
        // of false = 0, unknown = 1, true = 2.
        Bits trueA = new Bits(9);
        Bits nullA = new Bits(9);
        Bits trueB = new Bits(9);
        Bits nullB = new Bits(9);
        for (int row = 0; row < 9; row++) {
            trueA.set(row, row / 3 == 2);
            nullA.set(row, row / 3 == 1);
            trueB.set(row, row % 3 == 2);
            nullB.set(row, row % 3 == 1);
        }
        TriBits a = new TriBits(trueA, nullA);
        TriBits b = new TriBits(trueB, nullB);
        for (int row = 0; row < 9; row++) {
            assertThat(level(a.and(b), row)).isEqualTo(Math.min(row / 3, row % 3));
            assertThat(level(a.or(b), row)).isEqualTo(Math.max(row / 3, row % 3));
            assertThat(level(a.not(), row)).isEqualTo(2 - row / 3);
        }
    }

    private static int level(TriBits truth, int row) {
        return truth.isTrue().get(row) ? 2 : truth.isNull().get(row) ? 1 : 0;
    }

    private static Bits randomBits(Random random, int size) {
        Bits bits = new Bits(size);
        int density = 1 + random.nextInt(4);
        for (int row = 0; row < size; row++) {
            bits.set(row, random.nextInt(density) == 0);
        }
        return bits;
    }

    private static BitSet twin(Bits bits) {
        return BitSet.valueOf(bits.words());
    }
}
