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
                Map.of("index_type", "IVF_FLAT", "metric_type", "L2", "nlist", "65537"),
                "param 'nlist' (65537) should be in range [1, 65536]");
        assertRefused(
                DataType.FLOAT_VECTOR,
                Map.of("index_type", "IVF_PQ", "metric_type", "L2", "m", "3"),
                "should be a multiple of the number of subquantizers (m). Dimension:8, m:3");
        assertRefused(
                DataType.FLOAT_VECTOR,
                Map.of("index_type", "HNSW_SQ", "metric_type", "L2", "sq_type", "SQ5"),
                "invalid scalar quantizer type: SQ5, optional types are [SQ4U, SQ6, SQ8, BF16, FP16]");
        assertRefused(
                DataType.BINARY_VECTOR,
                Map.of("index_type", "BIN_IVF_FLAT", "metric_type", "SUBSTRUCTURE"),
                "metric type SUBSTRUCTURE not found or not supported, supported: [HAMMING JACCARD]");
        assertRefused(
                DataType.BINARY_VECTOR,
                Map.of("index_type", "MINHASH_LSH", "metric_type", "HAMMING"),
                "MINHASH_LSH is not supported in this version");
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
