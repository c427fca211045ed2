package io.windhover.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.row.Column;
import io.windhover.model.schema.DataType;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.NamedColumn;
import io.windhover.proxy.request.WriteRequest;
import io.windhover.proxy.request.WriteResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: an upsert of some fields leaves the others as they were. Method: rows of two shards, half of them in files, with
 * nulls and keys that no field names.
 */
class PartialUpsertTest {
    private static final CollectionRef DOCS = new CollectionRef("docs");

    @TempDir
    private Path directory;

    private Windhover database;
    private CollectionHandle docs;

    @BeforeEach
    void open() {
        database = Windhover.open(directory);
        database.createCollection(CollectionSpec.named("docs")
                .longKey("id")
                .text("title", 100)
                .nullable("year", DataType.INT32)
                .array("tags", DataType.VARCHAR, 8, 20)
                .vector("v", 4)
                .dynamic()
                .shards(2));
        docs = database.collection("docs");
        docs.createIndex("v", "FLAT", Map.of("metric_type", "L2"));
        docs.load();
        for (long from : new long[] {0, 10}) {
            List<Map<String, Object>> rows = new ArrayList<>();
            for (long id = from; id < from + 10; id++) {
                rows.add(row(id));
            }
            docs.insert(rows);
            if (from == 0) {
                docs.flush();
            }
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Map<String, Object> row(long id) {
        Map<String, Object> row = new HashMap<>();
        row.put("id", id);
        row.put("title", "title " + id);
        row.put("year", id % 3 == 0 ? null : (int) (2000 + id));
        row.put("tags", List.of("t" + id));
        row.put("v", new float[] {id, 1, 2, 3});
        row.put("color", "red");
        row.put("size", 1.50);
        return row;
    }

    private WriteResult upsert(long[] ids, NamedColumn... columns) {
        List<NamedColumn> all = Stream.concat(
                        Stream.of(new NamedColumn("id", DataType.INT64, new Column.LongColumn(ids))),
                        Stream.of(columns))
                .toList();
        return database.requests().upsertPartially(new WriteRequest(DOCS, "", all, ids.length));
    }

    private static NamedColumn titles(String... titles) {
        return new NamedColumn("title", DataType.VARCHAR, new Column.StringColumn(titles));
    }

    private static NamedColumn extras(String... objects) {
        byte[][] values =
                Stream.of(objects).map(o -> o.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
        return new NamedColumn(
                "", DataType.JSON, Optional.empty(), new Column.JsonColumn(values), Optional.empty(), true);
    }

    private Map<String, Object> stored(long id) {
        List<Map<String, Object>> rows = docs.query("id == " + id, 10, "*");
        assertThat(rows).hasSize(1);
        return rows.getFirst();
    }

    @Test
    void fieldsThatWereNotSentStay() {
        List<Map<String, Object>> before = List.of(stored(3), stored(4), stored(13), stored(14), stored(5));
        assertThat(upsert(new long[] {3, 4, 13, 14}, titles("a", "b", "c", "d")).count())
                .isEqualTo(4);
        String[] titles = {"a", "b", "c", "d", "title 5"};
        for (int i = 0; i < titles.length; i++) {
            Map<String, Object> wanted = new HashMap<>(before.get(i));
            wanted.put("title", titles[i]);
            assertThat(stored((long) wanted.get("id")))
                    .usingRecursiveComparison()
                    .isEqualTo(wanted);
        }
        assertThat(docs.count("")).isEqualTo(20);
        assertThat(docs.search("v", new float[] {13, 1, 2, 3}, 1, "", "title")
                        .getFirst()
                        .fields())
                .containsEntry("title", "c");
    }

    @Test
    void keysThatNoFieldNamesAreJoined() {
        upsert(new long[] {7, 8}, extras("{\"color\": \"blue\", \"n\": {\"a\": [1, 2]}}", "{}"));
        assertThat(docs.query("color == \"blue\" and size == 1.5 and n[\"a\"][1] == 2", 10, "id"))
                .extracting(row -> row.get("id"))
                .containsExactly(7L);
        assertThat(docs.count("color == \"red\" and size == 1.5")).isEqualTo(19);
        assertThat(stored(7)).containsEntry("title", "title 7");
    }

    @Test
    void aNewRowNeedsEveryFieldThatCannotBeLeftOut() {
        assertThatThrownBy(() -> upsert(new long[] {5, 99}, titles("a", "b")))
                .isInstanceOfSatisfying(DatabaseException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(ErrorCode.PARAMETER_INVALID);
                    assertThat(refusal).hasMessageContaining("tags").hasMessageContaining("99");
                });
        assertThat(stored(5)).containsEntry("title", "title 5");
        assertThat(docs.count("")).isEqualTo(20);
        Column vectors = new Column.FloatVectorColumn(new float[8], 4);
        Column tags = new Column.ArrayColumn(new int[] {0, 1, 2}, new Column.StringColumn(new String[] {"x", "y"}));
        upsert(
                new long[] {5, 99},
                titles("a", "b"),
                new NamedColumn("v", DataType.FLOAT_VECTOR, vectors),
                new NamedColumn("tags", DataType.ARRAY, Optional.of(DataType.VARCHAR), tags, Optional.empty(), false));
        assertThat(stored(99)).containsEntry("title", "b").containsEntry("year", null);
        assertThat(stored(5)).containsEntry("title", "a").containsEntry("year", 2005);
        assertThat(docs.count("")).isEqualTo(21);
    }

    @Test
    void whatCannotBeReadIsNotTakenForNew() {
        database.requests().createPartition(DOCS, "side");
        database.requests().release(DOCS, List.of("side"));
        assertThatThrownBy(() -> upsert(new long[] {1}, titles("a")))
                .isInstanceOfSatisfying(
                        DatabaseException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.PARTITION_NOT_LOADED));
        docs.release();
        assertThatThrownBy(() -> upsert(new long[] {1}, titles("a")))
                .isInstanceOfSatisfying(
                        DatabaseException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.COLLECTION_NOT_LOADED));
        docs.load();
        assertThat(stored(1)).containsEntry("title", "title 1");
    }
}
