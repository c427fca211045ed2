package io.windhover.storm.play;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvus.v2.common.DataType;
import io.windhover.storm.play.MemoryEndpoint.Lie;
import io.windhover.storm.play.Scene.Play;
import io.windhover.storm.stage.Field;
import io.windhover.storm.stage.Rows;
import io.windhover.storm.tally.Journal;
import io.windhover.storm.tally.Kind;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Goal: a storm is clean against a right server and finds each kind of wrong one. Method: all scenes, the base rows and the
 * last look against a server in memory that tells one lie at a time.
 */
class SceneTest {
    private static final long SEED = 20260101;
    private static final int BASE_ROWS = 2_000;

    private static Journal play(Lie... lies) {
        Rows rows = new Rows(SEED, 16, BASE_ROWS, Stock.SETS * 300);
        List<Field> fields = rows.fields().stream()
                .filter(field -> !field.isVector() || field.type() == DataType.FloatVector)
                .toList();
        // Filters other than by id are left to real servers.
        Company company = Company.of(new Setting(rows, BASE_ROWS, 300, 300, 0, true), fields, List.of());
        Journal journal = new Journal();
        MemoryEndpoint server = new MemoryEndpoint(rows, lies);
        Calls calls = new Calls(server, journal, Weather.CALM, new Random(SEED));
        server.createCollection(fields);
        fields.forEach(server::createIndex);
        server.load(Setting.BASE, 1);
        try {
            Scene.insert(calls, company, Setting.BASE, 0, BASE_ROWS);
            for (Play play : Play.values()) {
                new Scene(calls, company, play, "p" + play, new Random(SEED)).run();
            }
            new Finale(calls, company).check();
        } finally {
            server.close();
        }
        return journal;
    }

    @Test
    void aRightServerIsClean() {
        Journal journal = play();
        assertThat(journal.wrong()).isEmpty();
        assertThat(journal.failures(Kind.UNEXPECTED)).isEmpty();
        assertThat(journal.failureCount(Kind.REFUSED)).isEqualTo(5);
        assertThat(journal.count("cycles WRITE") + journal.count("cycles SEARCH") + journal.count("cycles HYBRID"))
                .isEqualTo(3);
    }

    @Test
    void eachLieIsFound() {
        for (Lie lie : Lie.values()) {
            Journal journal = play(lie);
            boolean isMissedVector = journal.count("own vector missed") > 0;
            assertThat(journal.faults() > 0 || isMissedVector).as(lie.name()).isTrue();
        }
    }

    @Test
    void lostBaseRowsAreCounted() {
        assertThat(play(Lie.LOSES_A_ROW).count("rows lost")).isGreaterThanOrEqualTo(BASE_ROWS / 300);
    }
}
