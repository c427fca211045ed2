package io.windhover.storm.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Goal: filters ask for something, of every field. Method: many random ones about every field; rows made twice. */
class QuestionsTest {
    private static final long SEED = 20260101;

    @Test
    void everyFieldHasFiltersThatTakeSomeRowsAndNotAll() {
        Rows rows = new Rows(SEED, 16, 1_000_000, 1_000);
        Questions questions = new Questions(rows);
        Random random = new Random(SEED);
        for (Field field : rows.fields()) {
            if (field.isVector()) {
                continue;
            }
            int telling = 0;
            for (int i = 0; i < 20; i++) {
                long count = questions.about(field, random).count(0, 5_000);
                telling += count > 0 && count < 5_000 ? 1 : 0;
            }
            assertThat(telling).as("seed %d, %s", SEED, field.name()).isGreaterThan(5);
        }
    }

    @Test
    void aRangeKeepsWhatIsInside() {
        Filter filter = new Filter("x", id -> id % 3 == 0).within(10, 20);
        assertThat(filter.count(0, 100)).isEqualTo(3);
        assertThat(filter.expression()).isEqualTo("(x) and id >= 10 and id < 20");
        assertThat(Filter.ALL.within(10, 20).expression()).isEqualTo("id >= 10 and id < 20");
    }

    @Test
    void rowsDependOnTheSeedAndNothingElse() {
        Field one = new Rows(1, 16, 1_000, 1_000).fields().getFirst();
        Field same = new Rows(1, 16, 1_000, 1_000).fields().getFirst();
        Field other = new Rows(2, 16, 1_000, 1_000).fields().getFirst();
        int differing = 0;
        for (long id = 0; id < 100; id++) {
            assertThat(one.value().apply(id)).isEqualTo(same.value().apply(id));
            differing += one.value().apply(id).equals(other.value().apply(id)) ? 0 : 1;
        }
        assertThat(differing).isGreaterThan(20);
    }
}
