package io.windhover.proxy.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.model.DatabaseException;
import io.windhover.model.FieldId;
import io.windhover.model.catalog.IndexedPath;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.schema.FieldTraits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Goal: what a user leaves open is resolved, what does not fit is refused. Method: one case each. */
class IndexCheckTest {
    private static FieldSchema field(DataType type) {
        Map<String, String> params = type.isDenseVector() ? Map.of("dim", "8") : Map.of("max_length", "9");
        return new FieldSchema(new FieldId(100), "f", type, FieldTraits.PLAIN, params);
    }

    private static IndexCheck.Resolved resolve(FieldSchema field, Map<String, String> params) {
        FieldSchema key = new FieldSchema(new FieldId(1), "id", DataType.INT64, FieldTraits.key(false), Map.of());
        FieldSchema json = new FieldSchema(new FieldId(2), "other", DataType.JSON, FieldTraits.PLAIN, Map.of());
        return IndexCheck.resolve(new CollectionSchema("", List.of(key, json, field), 0), field, params);
    }

    @Test
    void autoindexBecomesATypeAndAMetric() {
        IndexCheck.Resolved dense = resolve(field(DataType.FLOAT_VECTOR), Map.of("index_type", "AUTOINDEX"));
        assertThat(dense.indexType()).isEqualTo("HNSW");
        assertThat(dense.params()).containsEntry("metric_type", "COSINE").containsEntry("M", "18");
        assertThat(resolve(field(DataType.SPARSE_FLOAT_VECTOR), Map.of()).params())
                .containsEntry("metric_type", "IP");
        assertThat(resolve(field(DataType.BINARY_VECTOR), Map.of()).params()).containsEntry("metric_type", "HAMMING");
        assertThat(resolve(field(DataType.BOOL), Map.of()).indexType()).isEqualTo("BITMAP");
        assertThat(resolve(field(DataType.VARCHAR), Map.of("index_type", "Trie"))
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

    @Test
    void hybridIsTakenWhereTheBuildCanChoose() {
        for (DataType type : List.of(DataType.BOOL, DataType.INT8, DataType.INT64, DataType.VARCHAR)) {
            assertThat(resolve(field(type), Map.of("index_type", "HYBRID", "bitmap_cardinality_limit", "1000"))
                            .indexType())
                    .isEqualTo("HYBRID");
        }
        assertRefused(
                DataType.DOUBLE,
                Map.of("index_type", "HYBRID"),
                "hybrid index are only supported on bool, int, string and array field");
        for (String wrong : List.of("0", "1001", "many")) {
            assertRefused(
                    DataType.INT64,
                    Map.of("index_type", "HYBRID", "bitmap_cardinality_limit", wrong),
                    "failed to check bitmap cardinality limit, should be larger than 0 and smaller than 1000");
        }
    }

    @Test
    void ngramsNeedTwoLengthsInOrder() {
        assertThat(resolve(field(DataType.VARCHAR), ngram("2", "4")).indexType())
                .isEqualTo("NGRAM");
        String both = "Ngram index must specify both min_gram and max_gram";
        assertRefused(DataType.VARCHAR, Map.of("index_type", "NGRAM", "min_gram", "2"), both);
        assertRefused(DataType.VARCHAR, Map.of("index_type", "NGRAM", "max_gram", "2"), both);
        String wrong = "invalid min_gram or max_gram value for Ngram index, min_gram: ";
        assertRefused(DataType.VARCHAR, ngram("0", "2"), wrong + "0, max_gram: 2");
        assertRefused(DataType.VARCHAR, ngram("-1", "2"), wrong + "-1, max_gram: 2");
        assertRefused(DataType.VARCHAR, ngram("3", "2"), wrong + "3, max_gram: 2");
        assertRefused(DataType.VARCHAR, ngram("2", "2.5"), "max_gram for Ngram index must be an integer, got: 2.5");
        Map<String, String> json = new LinkedHashMap<>(ngram("2", "3"));
        assertRefused(DataType.JSON, json, "JSON field with ngram index must specify json_cast_type");
        json.put("json_path", "f['a']");
        json.put("json_cast_type", "double");
        assertRefused(DataType.JSON, json, "JSON field with ngram index only supports VARCHAR cast type, got: DOUBLE");
        json.put("json_cast_type", "varchar");
        assertThat(IndexedPath.of(resolve(field(DataType.JSON), json).params()))
                .isEqualTo(new IndexedPath(List.of("a"), IndexedPath.Cast.VARCHAR));
        assertRefused(DataType.INT64, ngram("2", "3"), "Ngram index can only be created on VARCHAR or JSON field");
    }

    private static Map<String, String> ngram(String min, String max) {
        return Map.of("index_type", "NGRAM", "min_gram", min, "max_gram", max);
    }

    @Test
    void aJsonPathBecomesAPointerAndItsCastUpperCase() {
        for (String type : List.of("", "AUTOINDEX", "INVERTED")) {
            IndexCheck.Resolved resolved =
                    resolve(field(DataType.JSON), onPath(type, "f['a'][0][\"b/c\"]", "array_Bool"));
            assertThat(resolved.indexType()).isEqualTo("INVERTED");
            assertThat(IndexedPath.of(resolved.params()))
                    .isEqualTo(new IndexedPath(List.of("a", "0", "b/c"), IndexedPath.Cast.ARRAY_BOOL));
        }
        Map<String, String> whole = new LinkedHashMap<>(onPath("INVERTED", "f", "DOUBLE"));
        whole.put("json_cast_function", "string_to_double");
        assertThat(IndexedPath.of(resolve(field(DataType.JSON), whole).params()))
                .isEqualTo(new IndexedPath(List.of(), IndexedPath.Cast.DOUBLE));
    }

    @Test
    void aJsonIndexWithoutAPathOrACastThatFitIsRefused() {
        DataType json = DataType.JSON;
        assertRefused(
                json,
                Map.of("index_type", "INVERTED", "json_path", "f['a']"),
                "json index must specify cast type: missing parameter[missing_param=json_cast_type]: "
                        + "invalid parameter[expected=valid index params][actual=invalid index params]");
        assertRefused(
                json,
                Map.of("index_type", "INVERTED", "json_cast_type", "DOUBLE"),
                "json index must specify json path: missing parameter[missing_param=json_path]");
        assertRefused(json, onPath("INVERTED", "f['a']", "int64"), "json_cast_type INT64 is not supported");
        assertRefused(
                json, onPath("INVERTED", "f['a']", "json"), "json_cast_type JSON is not supported in this version");
        assertRefused(json, onPath("INVERTED", "f[", "BOOL"), "cannot parse identifier: f[");
        assertRefused(json, onPath("INVERTED", "f['a'] > 1", "BOOL"), "cannot parse identifier: f['a'] > 1");
        assertRefused(json, onPath("INVERTED", "nobody['a']", "BOOL"), "field nobody not exist");
        assertRefused(json, onPath("INVERTED", "id", "BOOL"), "cannot parse identifier: id");
        assertRefused(json, onPath("INVERTED", "f['" + "a".repeat(1100) + "']", "BOOL"), "cannot parse identifier");
        assertRefused(json, onPath("INVERTED", "other['a']", "BOOL"), "fieldID not match with field name");
        assertRefused(json, onPath("BITMAP", "f['a']", "BOOL"), "bitmap index are only supported");
        assertRefused(json, onPath("STL_SORT", "f['a']", "DOUBLE"), "STL_SORT are only supported");
        Map<String, String> function = new LinkedHashMap<>(onPath("INVERTED", "f['a']", "BOOL"));
        function.put("json_cast_function", "STRING_TO_DOUBLE");
        assertRefused(json, function, "json_cast_function STRING_TO_DOUBLE is not supported for json_cast_type BOOL");
        function.put("json_cast_function", "UPPER");
        assertRefused(json, function, "json_cast_function UPPER is not supported");
    }

    private static Map<String, String> onPath(String type, String path, String cast) {
        return Map.of("index_type", type, "json_path", path, "json_cast_type", cast);
    }

    private static void assertRefused(DataType type, Map<String, String> params, String text) {
        assertThatThrownBy(() -> resolve(field(type), params))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining(text);
    }
}
