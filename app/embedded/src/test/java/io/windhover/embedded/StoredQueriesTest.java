package io.windhover.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.model.row.PrimaryKeys;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.ReadConsistency;
import io.windhover.proxy.request.SearchInput;
import io.windhover.proxy.request.SearchOptions;
import io.windhover.proxy.request.SearchRequest;
import io.windhover.proxy.request.SearchResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a search by keys looks for the vectors of their rows. Method: rows of two shards, half of them in files, each
 * nearest to itself.
 */
class StoredQueriesTest {
    private static final int ROWS = 20;

    @TempDir
    private Path directory;

    private Windhover database;

    @BeforeEach
    void open() {
        database = Windhover.open(directory);
        database.createCollection(
                CollectionSpec.named("docs").textKey("id", 10).vector("v", 2).shards(2));
        CollectionHandle docs = database.collection("docs");
        docs.createIndex("v", "FLAT", Map.of("metric_type", "L2"));
        docs.load();
        for (int from : new int[] {0, ROWS / 2}) {
            List<Map<String, Object>> rows = new ArrayList<>();
            for (int i = from; i < from + ROWS / 2; i++) {
                rows.add(Map.of("id", "k" + i, "v", new float[] {i, 1}));
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

    private SearchResult search(PrimaryKeys keys) {
        return database.requests()
                .search(new SearchRequest(
                        new CollectionRef("docs"),
                        List.of(),
                        new SearchInput.Stored(keys),
                        SearchOptions.of("v", 1),
                        "",
                        Map.of(),
                        List.of(),
                        ReadConsistency.STRONG));
    }

    private SearchResult search(String... keys) {
        return search(new PrimaryKeys.StringKeys(keys));
    }

    @Test
    void rowsFindThemselvesInTheOrderAsked() {
        SearchResult result = search("k17", "k2", "k11", "k0");
        assertThat(((PrimaryKeys.StringKeys) result.keys()).values()).containsExactly("k17", "k2", "k11", "k0");
        assertThat(result.scores()).containsOnly(0f);
    }

    @Test
    void keysThatAreNotThereOrNotKeysAreRefused() {
        assertThatThrownBy(() -> search("k1", "none", "gone"))
                .hasMessageContaining("do not exist: missing IDs = [none, gone]");
        assertThatThrownBy(() -> search("k1", "k1")).hasMessageContaining("duplicate IDs found in search request");
        assertThatThrownBy(() -> search(new PrimaryKeys.LongKeys(new long[] {1})))
                .hasMessageContaining("primary key is varchar, but IDs type mismatch");
        assertThatThrownBy(() -> search()).hasMessageContaining("nq (number of search vector");
    }
}
