package io.windhover.index.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.index.kernel.Codebook;
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
        IndexSpec auto = IndexSpec.parse(VectorType.FLOAT, 128, Map.of("index_type", "AUTOINDEX"));
        assertThat(auto)
                .isEqualTo(new IndexSpec(IndexType.HNSW, Metric.COSINE, HnswParams.of(18, 240), IvfParams.DEFAULT));
        assertThat(IndexSpec.parse(VectorType.BINARY, 128, Map.of()).type()).isEqualTo(IndexType.BIN_FLAT);
        IndexSpec hnsw = IndexSpec.parse(
                VectorType.FLOAT,
                128,
                Map.of("index_type", "hnsw", "metric_type", "l2", "M", "16", "efConstruction", "200"));
        assertThat(hnsw).isEqualTo(IndexSpec.hnsw(Metric.L2, 16, 200));
        assertThat(IndexSpec.parse(VectorType.FLOAT, 128, Map.of("index_type", "HNSW"))
                        .hnsw()
                        .m())
                .isEqualTo(30);
    }

    // Goal: every name that Milvus has for dense vectors means an engine. Method: read a request with each.
    @Test
    void everyNameOfMilvusMeansAnEngine() {
        Map<String, IndexType> engines = Map.ofEntries(
                Map.entry("IVF_FLAT", IndexType.IVF),
                Map.entry("IVF_SQ8", IndexType.IVF),
                Map.entry("IVF_PQ", IndexType.IVF),
                Map.entry("IVF_RABITQ", IndexType.IVF),
                Map.entry("SCANN", IndexType.IVF),
                Map.entry("GPU_IVF_FLAT", IndexType.IVF),
                Map.entry("HNSW_SQ", IndexType.HNSW),
                Map.entry("HNSW_PQ", IndexType.HNSW),
                Map.entry("HNSW_PRQ", IndexType.HNSW),
                Map.entry("DISKANN", IndexType.HNSW),
                Map.entry("GPU_CAGRA", IndexType.HNSW),
                Map.entry("GPU_BRUTE_FORCE", IndexType.FLAT));
        engines.forEach((name, engine) -> assertThat(IndexSpec.parse(VectorType.FLOAT, 128, Map.of("index_type", name))
                        .type())
                .as(name)
                .isEqualTo(engine));
        assertThat(IndexSpec.parse(VectorType.BINARY, 128, Map.of("index_type", "BIN_IVF_FLAT"))
                        .type())
                .isEqualTo(IndexType.BIN_FLAT);
    }

    // Goal: parameters that a type does not have are no trouble, as when it was created. Method: nonsense in those of
    // others.
    @Test
    void parametersOfOtherTypesAreNotLookedAt() {
        Map<String, String> lists = Map.of("index_type", "IVF_FLAT", "M", "1", "efConstruction", "x", "nlist", "7");
        assertThat(IndexSpec.parse(VectorType.FLOAT, 128, lists).ivf().lists()).isEqualTo(7);
        Map<String, String> graph = Map.of("index_type", "HNSW", "M", "8", "nlist", "0", "nbits", "x");
        assertThat(IndexSpec.parse(VectorType.FLOAT, 128, graph).hnsw().m()).isEqualTo(8);
        Map<String, String> flat = Map.of("index_type", "FLAT", "M", "x", "nlist", "x");
        assertThat(IndexSpec.parse(VectorType.FLOAT, 128, flat).type()).isEqualTo(IndexType.FLAT);
        Map<String, String> cagra = Map.of("index_type", "GPU_CAGRA", "M", "x", "graph_degree", "32");
        assertThat(IndexSpec.parse(VectorType.FLOAT, 128, cagra).hnsw()).isEqualTo(HnswParams.DEFAULT);
    }

    // Goal: codes have about as many bits as their name promises. Method: product codes of several sizes, and RaBitQ.
    @Test
    void codesAreAsLongAsTheirNamePromises() {
        assertThat(codebook(Map.of("index_type", "IVF_SQ8"))).isEqualTo(Codebook.TWO);
        assertThat(codebook(Map.of("index_type", "IVF_RABITQ"))).isEqualTo(Codebook.FIVE);
        assertThat(codebook(Map.of("index_type", "IVF_PQ", "m", "32"))).isEqualTo(Codebook.TWO);
        assertThat(codebook(Map.of("index_type", "IVF_PQ", "m", "32", "nbits", "6")))
                .isEqualTo(Codebook.THREE);
        assertThat(codebook(Map.of("index_type", "IVF_PQ", "m", "16"))).isEqualTo(Codebook.FIVE);
    }

    private static Codebook codebook(Map<String, String> params) {
        return IndexSpec.parse(VectorType.FLOAT, 128, params).ivf().codebook(128);
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
        assertThatThrownBy(() -> IndexSpec.parse(VectorType.FLOAT, 128, Map.of("index_type", "IVF_FLAT", "nlist", "0")))
                .hasMessageStartingWith("Out of range in json: param 'nlist' (0) should be in range [1, 65536]");
        assertThatThrownBy(() -> IndexSpec.parse(VectorType.FLOAT, 128, Map.of("index_type", "IVF_PQ", "m", "3")))
                .hasMessageStartingWith("The dimension of a vector (dim) should be a multiple of the number of"
                        + " subquantizers (m). Dimension:128, m:3");
        assertRefused("M", "16.0", "wrong data type in json, key: 'M', value: '16.0'");
        assertRefused("M", "True", "invalid integer value, key: 'M', value: 'True'");
        assertRefused("metric_type", "HAMMING", "float vector index does not support metric type: HAMMING");
        assertRefused("index_type", "NOPE", "invalid parameter[expected=valid index][actual=invalid index type: NOPE]");
        assertRefused("index_type", "BIN_FLAT", "data type FloatVector can't build with this index BIN_FLAT");
    }

    private static void assertRefused(String name, String value, String message) {
        Map<String, String> params = new java.util.TreeMap<>(Map.of("index_type", "HNSW"));
        params.put(name, value);
        assertThatThrownBy(() -> IndexSpec.parse(VectorType.FLOAT, 128, params))
                .isInstanceOfSatisfying(
                        DatabaseException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.PARAMETER_INVALID))
                .hasMessageStartingWith(message);
    }
}
