package io.windhover.index.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.index.vector.Metric;
import io.windhover.index.vector.VectorType;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IndexSpecTest {
    // Goal: AUTOINDEX and absent parameters mean what users of Milvus expect. Method: read a few requests.
    @Test
    void defaultsAreThoseOfMilvus() {
        IndexSpec auto = IndexSpec.parse(VectorType.FLOAT, Map.of("index_type", "AUTOINDEX"));
        assertThat(auto).isEqualTo(new IndexSpec(IndexType.HNSW, Metric.COSINE, HnswParams.of(18, 240)));
        assertThat(IndexSpec.parse(VectorType.BINARY, Map.of()).type()).isEqualTo(IndexType.BIN_FLAT);
        IndexSpec hnsw = IndexSpec.parse(
                VectorType.FLOAT,
                Map.of("index_type", "hnsw", "metric_type", "l2", "M", "16", "efConstruction", "200"));
        assertThat(hnsw).isEqualTo(IndexSpec.hnsw(Metric.L2, 16, 200));
        assertThat(IndexSpec.parse(VectorType.FLOAT, Map.of("index_type", "HNSW"))
                        .hnsw()
                        .m())
                .isEqualTo(30);
    }

    // Goal: bad parameters are refused in Milvus's words. Method: one request for each text.
    @Test
    void badParametersAreRefusedInMilvusWords() {
        assertRefused("M", "1", "Out of range in json: param 'M' (1) should be in range [2, 2048]");
        assertRefused("M", "2049", "Out of range in json: param 'M' (2049) should be in range [2, 2048]");
        assertRefused(
                "efConstruction",
                "-1",
                "Out of range in json: param 'efConstruction' (-1) should be in range [1, 2147483647]");
        assertRefused("M", "16.0", "wrong data type in json, key: 'M', value: '16.0'");
        assertRefused("M", "True", "invalid integer value, key: 'M', value: 'True'");
        assertRefused("metric_type", "HAMMING", "float vector index does not support metric type: HAMMING");
        assertRefused("index_type", "NOPE", "invalid parameter[expected=valid index][actual=invalid index type: NOPE]");
        assertRefused("index_type", "BIN_FLAT", "data type FloatVector can't build with this index BIN_FLAT");
    }

    private static void assertRefused(String name, String value, String message) {
        Map<String, String> params = new java.util.TreeMap<>(Map.of("index_type", "HNSW"));
        params.put(name, value);
        assertThatThrownBy(() -> IndexSpec.parse(VectorType.FLOAT, params))
                .isInstanceOfSatisfying(
                        DatabaseException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.PARAMETER_INVALID))
                .hasMessageStartingWith(message);
    }
}
