package io.windhover.storm.stage;

import io.milvus.v2.common.DataType;
import io.milvus.v2.common.IndexParam.IndexType;
import io.milvus.v2.common.IndexParam.MetricType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.function.LongToDoubleFunction;
import java.util.stream.IntStream;

/**
 * All rows there can be: each value is computed from the seed, the row's id and the field. Numbers in vectors are multiples
 * of 1/16 below 8, which 16 bits hold exactly, so distances can be compared to the last digit that a server returns.
 */
public final class Rows {
    /** The field that some rows lack. */
    public static final String NULLABLE = "maybe";

    /** The vector in 16 bits, the largest. */
    public static final String MAIN = "main";

    /** The vector that every server has: 32 bits, few dimensions. */
    public static final String PLAIN = "side";

    private static final int LATENT = 8;
    private static final int LATENT_VALUES = 64;
    private static final int SIDE_DIM = 16;
    private static final int BINARY_DIM = 64;
    private static final int SPARSE_WORDS = 500;
    private static final int SPARSE_TERMS = 4;
    private static final int TEXT_LENGTH = 64;
    private static final int CAPACITY = 8;

    private final Chance chance;
    private final int dim;
    private final long uniqueRows;
    private final long repeatedRows;
    private final List<Field> fields;

    /**
     * Prepares rows.
     *
     * @param dim          dimensions of the main vector
     * @param uniqueRows   how many rows from id 0 on have values of their own
     * @param repeatedRows after how many further rows the values repeat, so that they need not be made again
     */
    public Rows(long seed, int dim, long uniqueRows, long repeatedRows) {
        this.chance = new Chance(seed);
        this.dim = dim;
        this.uniqueRows = uniqueRows;
        this.repeatedRows = repeatedRows;
        List<Field> all = new ArrayList<>(scalars());
        all.addAll(arrays());
        all.addAll(vectors());
        this.fields = List.copyOf(all);
    }

    /** Returns all fields but the key {@code id}. */
    public List<Field> fields() {
        return fields;
    }

    /** Returns the first id whose row has the values of this one. */
    public long source(long id) {
        return id < uniqueRows ? id : uniqueRows + (id - uniqueRows) % repeatedRows;
    }

    private List<Field> scalars() {
        return List.of(
                scalar("flag", DataType.Bool, IndexType.BITMAP, id -> number(2, id, 1) == 1),
                scalar("tiny", DataType.Int8, IndexType.BITMAP, id -> number(100, id, 2) - 50),
                scalar("small", DataType.Int16, IndexType.BITMAP, id -> number(400, id, 3) - 200),
                scalar("medium", DataType.Int32, IndexType.BITMAP, id -> number(500, id, 4)),
                scalar("big", DataType.Int64, IndexType.BITMAP, id -> 1_000_000_000_000L + number(300, id, 5)),
                text("color", IndexType.BITMAP, id -> "c" + number(50, id, 6)),
                scalar("rank", DataType.Int64, IndexType.STL_SORT, id -> (long) number(1_000_000, id, 7)),
                scalar("weight", DataType.Float, IndexType.STL_SORT, id -> number(8_000, id, 8) / 8.0f),
                scalar("price", DataType.Double, IndexType.INVERTED, id -> number(10_000, id, 9) / 4.0),
                text("city", IndexType.INVERTED, id -> "city " + number(1_000, id, 10)),
                text("name", IndexType.TRIE, id -> "n" + Integer.toString(number(46_656, id, 11), 36)),
                scalar(NULLABLE, DataType.Int32, IndexType.INVERTED, this::maybe),
                scalar("doc", DataType.JSON, IndexType.None, this::document));
    }

    private List<Field> arrays() {
        return List.of(
                array("flags", DataType.Bool, IndexType.BITMAP, id -> elements(id, 20, v -> v % 2 == 1)),
                array("tinies", DataType.Int8, IndexType.BITMAP, id -> elements(id, 21, v -> v)),
                array("smalls", DataType.Int16, IndexType.BITMAP, id -> elements(id, 22, v -> v * 3)),
                array("mediums", DataType.Int32, IndexType.BITMAP, id -> elements(id, 23, v -> v * 1_000)),
                array("bigs", DataType.Int64, IndexType.BITMAP, id -> elements(id, 24, v -> v * 10_000_000_000L)),
                array("tags", DataType.VarChar, IndexType.BITMAP, id -> elements(id, 25, v -> "t" + v)),
                array("years", DataType.Int64, IndexType.INVERTED, id -> elements(id, 26, v -> 1_950L + v)));
    }

    private List<Field> vectors() {
        return List.of(
                vector(MAIN, DataType.Float16Vector, IndexType.HNSW, MetricType.L2, dim, id -> dense(id, dim)),
                vector(PLAIN, DataType.FloatVector, IndexType.HNSW, MetricType.L2, SIDE_DIM, id -> dense(id, SIDE_DIM)),
                vector("bits", DataType.BinaryVector, IndexType.BIN_FLAT, MetricType.HAMMING, BINARY_DIM, this::binary),
                vector(
                        "words",
                        DataType.SparseFloatVector,
                        IndexType.SPARSE_INVERTED_INDEX,
                        MetricType.IP,
                        0,
                        this::sparse));
    }

    private static Field scalar(String name, DataType type, IndexType index, LongFunction<Object> value) {
        return new Field(name, type, DataType.None, index, MetricType.INVALID, 0, value);
    }

    private static Field text(String name, IndexType index, LongFunction<Object> value) {
        return new Field(name, DataType.VarChar, DataType.None, index, MetricType.INVALID, TEXT_LENGTH, value);
    }

    private static Field array(String name, DataType element, IndexType index, LongFunction<Object> value) {
        return new Field(name, DataType.Array, element, index, MetricType.INVALID, CAPACITY, value);
    }

    private static Field vector(
            String name, DataType type, IndexType index, MetricType metric, int dim, LongFunction<Object> value) {
        return new Field(name, type, DataType.None, index, metric, dim, value);
    }

    /** Returns a number of a row, below a bound. */
    int number(int bound, long id, int salt) {
        return chance.below(bound, source(id), salt);
    }

    private Object maybe(long id) {
        return number(5, id, 12) == 0 ? null : number(200, id, 13);
    }

    private Map<String, Object> document(long id) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("n", (long) number(100, id, 14));
        document.put("nested", Map.of("word", "w" + number(20, id, 15)));
        document.put("list", List.of((long) number(10, id, 16), 10L));
        return document;
    }

    private List<Object> elements(long id, int salt, LongFunction<Object> of) {
        int count = number(4, id, salt);
        return IntStream.range(0, count)
                .mapToObj(i -> of.apply(number(60, id, 100 * salt + i)))
                .toList();
    }

    /** A few hidden numbers, spread over all dimensions by fixed signs: as hard to index as text embeddings, not harder. */
    private float[] dense(long id, int dimensions) {
        int[] hidden = new int[LATENT];
        for (int j = 0; j < LATENT; j++) {
            hidden[j] = number(LATENT_VALUES, id, 30 + j) - LATENT_VALUES / 2;
        }
        float[] vector = new float[dimensions];
        for (int d = 0; d < dimensions; d++) {
            int first = hidden[d % LATENT];
            int second = hidden[(d + d / LATENT + 1) % LATENT];
            vector[d] = ((d & 1) == 0 ? first + second : first - second) / 16.0f;
        }
        return vector;
    }

    private long bits(long id) {
        return chance.bits(source(id), 40);
    }

    private byte[] binary(long id) {
        byte[] vector = new byte[Long.BYTES];
        long bits = bits(id);
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (byte) (bits >>> (8 * i));
        }
        return vector;
    }

    private SortedMap<Long, Float> sparse(long id) {
        SortedMap<Long, Float> vector = new TreeMap<>();
        for (int i = 0; i < SPARSE_TERMS; i++) {
            vector.put((long) number(SPARSE_WORDS, id, 50 + i), (1 + number(8, id, 60 + i)) / 8.0f);
        }
        return vector;
    }

    /**
     * Returns what computes the score of any row for the vector of one.
     *
     * @return squared distance, distance in bits or inner product, by the field's metric
     */
    public LongToDoubleFunction scores(Field field, long query) {
        return switch (field.value().apply(query)) {
            case float[] vector ->
                row -> squared(vector, (float[]) field.value().apply(row));
            case byte[] _ -> {
                long bits = bits(query);
                yield row -> Long.bitCount(bits ^ bits(row));
            }
            default -> {
                float[] weights = new float[SPARSE_WORDS];
                sparse(query).forEach((word, weight) -> weights[word.intValue()] = weight);
                yield row -> product(weights, row);
            }
        };
    }

    private static double squared(float[] a, float[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            double difference = a[d] - b[d];
            sum += difference * difference;
        }
        return sum;
    }

    private double product(float[] weights, long row) {
        double sum = 0;
        for (int i = 0; i < SPARSE_TERMS; i++) {
            int word = number(SPARSE_WORDS, row, 50 + i);
            // A word drawn twice has the last weight, as in the map.
            if (weights[word] > 0 && isLastOf(word, row, i)) {
                sum += weights[word] * (1 + number(8, row, 60 + i)) / 8.0;
            }
        }
        return sum;
    }

    private boolean isLastOf(int word, long row, int term) {
        return IntStream.range(term + 1, SPARSE_TERMS).noneMatch(i -> number(SPARSE_WORDS, row, 50 + i) == word);
    }
}
