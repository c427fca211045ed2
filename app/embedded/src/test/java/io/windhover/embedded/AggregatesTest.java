package io.windhover.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.model.schema.DataType;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.QueryRequest;
import io.windhover.proxy.request.QueryResult;
import io.windhover.proxy.request.ReadConsistency;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: rows of all shards, in files and not, are measured as one table. Method: rows whose sums are known, of two shards,
 * half of them in files, some deleted, with nulls in the field to group by and in the one to measure.
 */
class AggregatesTest {
    private static final int ROWS = 60;

    @TempDir
    private Path directory;

    private Windhover database;

    @BeforeEach
    void open() {
        database = Windhover.open(directory);
        database.createCollection(CollectionSpec.named("docs")
                .longKey("id")
                .nullable("kind", DataType.INT8)
                .nullable("price", DataType.INT64)
                .field("weight", DataType.FLOAT)
                .text("name", 20)
                .field("on", DataType.BOOL)
                .vector("v", 2)
                .shards(2));
        CollectionHandle docs = database.collection("docs");
        docs.createIndex("v", "FLAT", Map.of("metric_type", "L2"));
        docs.load();
        for (int from : new int[] {0, ROWS / 2}) {
            docs.insert(IntStream.range(from, from + ROWS / 2)
                    .mapToObj(AggregatesTest::row)
                    .toList());
            if (from == 0) {
                docs.flush();
            }
        }
        docs.delete("id in [3, 4, 33]");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Map<String, Object> row(int i) {
        Map<String, Object> row = new HashMap<>();
        row.put("id", (long) i);
        row.put("kind", i % 4 == 3 ? null : i % 4);
        row.put("price", i % 5 == 0 ? null : (long) i);
        row.put("weight", i / 2f);
        row.put("name", "n" + i);
        row.put("on", i % 2 == 0);
        row.put("v", new float[] {i, 0});
        return row;
    }

    private static List<Integer> rows(int kind) {
        return IntStream.range(0, ROWS)
                .filter(i -> i % 4 == kind && i != 3 && i != 4 && i != 33)
                .boxed()
                .toList();
    }

    private QueryResult query(String filter, long limit, long offset, List<String> groupBy, String... outputs) {
        return database.requests()
                .query(new QueryRequest(
                        new CollectionRef("docs"),
                        List.of(),
                        filter,
                        Map.of(),
                        Optional.empty(),
                        List.of(outputs),
                        limit,
                        offset,
                        ReadConsistency.STRONG,
                        groupBy));
    }

    private static List<List<Object>> table(QueryResult result) {
        List<List<Object>> table = new ArrayList<>();
        for (int row = 0; row < result.rowCount(); row++) {
            Map<String, Object> values = ColumnRows.row(result.columns(), row);
            List<Object> cells = new ArrayList<>();
            result.outputFields().forEach(name -> cells.add(values.get(name)));
            table.add(cells);
        }
        return table;
    }

    @Test
    void groupsAreMeasuredOverAllShardsWithNullFirst() {
        List<List<Object>> table = table(query(
                "id >= 0", -1, 0, List.of("kind"), "kind", "count(*)", "count(price)", "sum(price)", "avg(weight)"));
        assertThat(table).hasSize(4);
        for (int i = 0; i < 4; i++) {
            int kind = (i + 3) % 4;
            List<Integer> rows = rows(kind);
            List<Integer> priced = rows.stream().filter(row -> row % 5 != 0).toList();
            List<Object> cells = table.get(i);
            assertThat(cells.get(0)).as("kind").isEqualTo(kind == 3 ? null : (Object) kind);
            assertThat(cells.get(1)).isEqualTo((long) rows.size());
            assertThat(cells.get(2)).isEqualTo((long) priced.size());
            assertThat(cells.get(3))
                    .isEqualTo(priced.stream().mapToLong(Integer::longValue).sum());
            assertThat((double) cells.get(4))
                    .isEqualTo(rows.stream()
                            .mapToDouble(row -> row / 2.0)
                            .average()
                            .orElseThrow());
        }
    }

    @Test
    void limitAndOffsetCountGroups() {
        List<String> by = List.of("on", "kind");
        List<List<Object>> all = table(query("id >= 0", -1, 0, by, "on", "kind", "max(name)"));
        assertThat(all.stream().map(cells -> cells.get(0))).containsExactly(false, false, true, true);
        assertThat(table(query("id >= 0", 2, 1, by, "on", "kind", "max(name)"))).isEqualTo(all.subList(1, 3));
    }

    @Test
    void withoutGroupingAllRowsAreOneGroupEvenNone() {
        assertThat(table(query("", -1, 0, List.of(), "min(name)", "Max(price)", "sum(weight)", "min(weight)")))
                .containsExactly(List.of("n0", 59L, (59 * 60 / 2 - 40) / 2.0, 0f));
        List<Object> none = table(query("id < 0", -1, 0, List.of(), "count(id)", "sum(price)", "avg(price)"))
                .getFirst();
        assertThat(none).containsExactly(0L, null, null);
        assertThat(table(query("id < 0", -1, 0, List.of("kind"), "kind", "count(id)")))
                .isEmpty();
    }

    @Test
    void whatCannotBeGroupedOrMeasuredIsRefused() {
        assertThatThrownBy(() -> query("id >= 0", -1, 0, List.of("weight"), "weight", "count(id)"))
                .hasMessageContaining("group by field weight has unsupported data type Float");
        assertThatThrownBy(() -> query("id >= 0", -1, 0, List.of("none"), "none"))
                .hasMessageContaining("group by field none does not exist");
        assertThatThrownBy(() -> query("id >= 0", -1, 0, List.of("kind"), "kind", "avg(name)"))
                .hasMessageContaining("aggregation operator avg does not support data type VarChar");
        assertThatThrownBy(() -> query("id >= 0", -1, 0, List.of("kind"), "kind", "price"))
                .hasMessageContaining("no indices found for output field: price");
        assertThatThrownBy(() -> query("id >= 0", -1, 0, List.of("kind"), "kind", "median(price)"))
                .hasMessageContaining("median(price)");
        assertThatThrownBy(() -> query("id >= 0", -1, 0, List.of(), "sum(none)"))
                .hasMessageContaining("field none not exist");
        assertThatThrownBy(() -> query("id >= 0", 10, 0, List.of("kind"), "kind", "count(*)"))
                .hasMessageContaining("count entities with pagination is not allowed");
        assertThatThrownBy(() -> query("", -1, 0, List.of("kind"), "kind", "count(id)"))
                .hasMessageContaining("empty expression should be used with limit");
    }
}
