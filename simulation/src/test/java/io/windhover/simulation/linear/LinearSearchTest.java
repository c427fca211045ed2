package io.windhover.simulation.linear;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.simulation.linear.LinearSearch.Verdict;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Goal: the search accepts every history that has an order and no other. Method: a register, histories by hand, and
 * random ones made from an order, then with one answer made wrong.
 */
class LinearSearchTest {
    private static final int TRIES = 100_000;

    /** Writes a number, or reads it. */
    private record Access(boolean write, int value) {}

    private static final SequentialObject<Integer, Access, Integer> REGISTER = (before, access, answer) -> {
        int after = access.write() ? access.value() : before;
        return answer.filter(told -> told != after).isPresent() ? Optional.empty() : Optional.of(after);
    };

    private final History<Access, Integer> history = new History<>();

    private void write(int value, long from, long to) {
        history.answered(history.begins(new Access(true, value), from), value, to);
    }

    private Call<Access, Integer> writeUnanswered(int value, long from) {
        return history.begins(new Access(true, value), from);
    }

    private void read(int value, long from, long to) {
        history.answered(history.begins(new Access(false, 0), from), value, to);
    }

    private Verdict<Integer> verdict() {
        return LinearSearch.of(REGISTER, 0, history, TRIES);
    }

    @Test
    void callsOneAfterAnotherMustFit() {
        write(1, 1, 2);
        read(1, 3, 4);
        assertThat(verdict()).isEqualTo(new Verdict.Linear<>(1));
        read(0, 5, 6);
        assertThat(verdict()).isInstanceOf(Verdict.NotLinear.class);
    }

    @Test
    void callsBesideEachOtherMayComeInAnyOrder() {
        write(1, 1, 10);
        read(0, 2, 3);
        read(1, 4, 5);
        write(2, 6, 9);
        read(2, 11, 12);
        assertThat(verdict()).isEqualTo(new Verdict.Linear<>(2));
    }

    @Test
    void whatWasSeenIsNotUndone() {
        // A read sees the new value, and one that begins after its answer the old one.
        write(1, 1, 10);
        read(1, 2, 3);
        read(0, 4, 5);
        assertThat(verdict()).isInstanceOf(Verdict.NotLinear.class);
    }

    @Test
    void anUnansweredCallActsOnceOrNever() {
        writeUnanswered(7, 1);
        read(0, 2, 3);
        write(1, 4, 5);
        assertThat(verdict()).isEqualTo(new Verdict.Linear<>(1));
        read(7, 6, 7);
        assertThat(verdict()).isEqualTo(new Verdict.Linear<>(7));
        read(1, 8, 9);
        assertThat(verdict()).isInstanceOf(Verdict.NotLinear.class);
    }

    @Test
    void anUnansweredCallDoesNotActAfterItsEnd() {
        writeUnanswered(7, 1);
        history.close(2);
        read(0, 3, 4);
        assertThat(verdict()).isEqualTo(new Verdict.Linear<>(0));
        read(7, 5, 6);
        assertThat(verdict()).isInstanceOf(Verdict.NotLinear.class);
    }

    @Test
    void aWithdrawnCallNeverActs() {
        Call<Access, Integer> call = writeUnanswered(7, 1);
        history.withdrawn(call);
        read(7, 2, 3);
        assertThat(verdict()).isInstanceOf(Verdict.NotLinear.class);
    }

    @Test
    void randomHistoriesHaveAnOrderUntilOneAnswerIsWrong() {
        for (long seed = 1; seed <= 300; seed++) {
            history.clear();
            randomHistory(new SplittableRandom(seed), -1);
            assertThat(verdict()).as("seed %s", seed).isInstanceOf(Verdict.Linear.class);
            history.clear();
            randomHistory(new SplittableRandom(seed), 40);
            assertThat(verdict()).as("seed %s", seed).isInstanceOf(Verdict.NotLinear.class);
        }
    }

    /** Makes 80 calls, each acting at its own instant, up to eight of them beside each other; one may answer nonsense. */
    private void randomHistory(SplittableRandom chance, int wrong) {
        int value = 0;
        for (int i = 0; i < 80; i++) {
            long instant = 1_000L + i * 100L;
            boolean write = chance.nextBoolean();
            value = write ? chance.nextInt(5) : value;
            long from = instant - chance.nextInt(99);
            long to = instant + 1 + chance.nextInt(400);
            Call<Access, Integer> call = history.begins(new Access(write, write ? value : 0), from);
            if (chance.nextInt(10) > 0 || i == wrong) {
                history.answered(call, i == wrong ? 99 : value, to);
            }
        }
    }

    @Test
    void tooManyOrdersAreToldApartFromNone() {
        for (int i = 0; i < 30; i++) {
            writeUnanswered(i + 1, i + 1L);
        }
        read(99, 1_000, 1_001);
        assertThat(LinearSearch.of(REGISTER, 0, history, 1_000)).isInstanceOf(Verdict.Undecided.class);
    }
}
