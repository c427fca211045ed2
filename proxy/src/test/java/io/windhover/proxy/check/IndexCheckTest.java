package io.windhover.proxy.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.model.DatabaseException;
import io.windhover.model.FieldId;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.schema.FieldTraits;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Goal: what a user leaves open is resolved, what does not fit is refused. Method: one case each. */
class IndexCheckTest {
    private static FieldSchema field(DataType type) {
        Map<String, String> params = type.isDenseVector() ? Map.of("dim", "8") : Map.of("max_length", "9");
        return new FieldSchema(new FieldId(100), "f", type, FieldTraits.PLAIN, params);
    }

    @Test
    void autoindexBecomesATypeAndAMetric() {
        IndexCheck.Resolved dense = IndexCheck.resolve(field(DataType.FLOAT_VECTOR), Map.of("index_type", "AUTOINDEX"));
        assertThat(dense.indexType()).isEqualTo("HNSW");
        assertThat(dense.params()).containsEntry("metric_type", "COSINE").containsEntry("M", "18");
        assertThat(IndexCheck.resolve(field(DataType.SPARSE_FLOAT_VECTOR), Map.of())
                        .params())
                .containsEntry("metric_type", "IP");
        assertThat(IndexCheck.resolve(field(DataType.BINARY_VECTOR), Map.of()).params())
                .containsEntry("metric_type", "HAMMING");
        assertThat(IndexCheck.resolve(field(DataType.BOOL), Map.of()).indexType())
                .isEqualTo("BITMAP");
        assertThat(IndexCheck.resolve(field(DataType.VARCHAR), Map.of("index_type", "Trie"))
                        .indexType())
                .isEqualTo("TRIE");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertRefused(DataType.FLOAT_VECTOR, Map.of("index_type", "HNSW", "metric_type", "HAMMING"), "HAMMING");
        assertRefused(
                DataType.FLOAT_VECTOR,
                Map.of("index_type", "BIN_FLAT", "metric_type", "L2"),
                "can't build with this index BIN_FLAT");
        assertRefused(
                DataType.FLOAT_VECTOR, Map.of("index_type", "NOPE", "metric_type", "L2"), "invalid index type: NOPE");
        assertRefused(
                DataType.FLOAT_VECTOR,
                Map.of("index_type", "HNSW", "metric_type", "L2", "M", "1"),
                "param 'M' (1) should be in range [2, 2048]");
        assertRefused(
                DataType.FLOAT_VECTOR,
                Map.of("index_type", "IVF_FLAT", "metric_type", "L2"),
                "IVF_FLAT is not supported in this version");
        assertRefused(DataType.FLOAT, Map.of("index_type", "BITMAP"), "bitmap index are only supported");
        assertRefused(DataType.INT32, Map.of("index_type", "TRIE"), "TRIE are only supported on varchar field");
        assertRefused(
                DataType.BOOL,
                Map.of("index_type", "STL_SORT"),
                "STL_SORT are only supported on numeric or varchar field");
    }

    private static void assertRefused(DataType type, Map<String, String> params, String text) {
        assertThatThrownBy(() -> IndexCheck.resolve(field(type), params))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining(text);
    }
}
