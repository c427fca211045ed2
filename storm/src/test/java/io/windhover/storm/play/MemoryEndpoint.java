package io.windhover.storm.play;

import io.milvus.v2.common.IndexParam.MetricType;
import io.windhover.storm.endpoint.Batch;
import io.windhover.storm.endpoint.CallFailed;
import io.windhover.storm.endpoint.Endpoint;
import io.windhover.storm.endpoint.Hit;
import io.windhover.storm.endpoint.IndexProgress;
import io.windhover.storm.endpoint.SearchOrder;
import io.windhover.storm.stage.Field;
import io.windhover.storm.stage.Rows;
import io.windhover.storm.tally.Failure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongToDoubleFunction;
import java.util.stream.LongStream;

/**
 * A small server in memory that answers rightly but for the lies it is told to tell. It takes the filters that a storm
 * without questions asks: none, and ranges of ids.
 */
final class MemoryEndpoint implements Endpoint {
    /** What a server can do wrong. */
    enum Lie {
        LOSES_A_ROW,
        FORGETS_ROWS_AT_LOAD,
        ANSWERS_AFTER_RELEASE,
        KEEPS_A_DROPPED_PARTITION,
        MIXES_PARTITIONS,
        MISSES_THE_NEAREST,
        CHANGES_A_VALUE,
        LOSES_AN_INDEX,
        FAILS_TO_FLUSH
    }

    private final Rows rows;
    private final Set<Lie> lies;
    private final Map<String, TreeSet<Long>> partitions = new TreeMap<>(Map.of(Setting.BASE, new TreeSet<>()));
    private final Set<String> loaded = new HashSet<>();
    private final Set<String> indexes = new HashSet<>();
    private List<Field> fields = List.of();

    MemoryEndpoint(Rows rows, Lie... lies) {
        this.rows = rows;
        this.lies = EnumSet.noneOf(Lie.class);
        this.lies.addAll(List.of(lies));
    }

    private static CallFailed refusal(int code, String message) {
        return new CallFailed(new Failure(code, 0, "SERVER_ERROR", message), null);
    }

    @Override
    public String version() {
        return "memory";
    }

    @Override
    public void createCollection(List<Field> all) {
        fields = all;
    }

    @Override
    public void dropCollection() {
        partitions.clear();
    }

    @Override
    public void createPartition(String partition) {
        partitions.put(partition, new TreeSet<>());
    }

    @Override
    public void dropPartition(String partition) {
        if (!lies.contains(Lie.KEEPS_A_DROPPED_PARTITION)) {
            partitions.remove(partition);
        }
    }

    @Override
    public List<String> partitions() {
        return List.copyOf(partitions.keySet());
    }

    @Override
    public void insert(String partition, Batch inserted, boolean isRepeated) {
        LongStream.range(inserted.first(), inserted.first() + inserted.count()).forEach(partitions.get(partition)::add);
        if (lies.contains(Lie.LOSES_A_ROW)) {
            partitions.get(partition).pollLast();
        }
    }

    @Override
    public void flush() {
        if (lies.contains(Lie.FAILS_TO_FLUSH)) {
            throw refusal(5, "service internal error");
        }
    }

    @Override
    public void createIndex(Field field) {
        indexes.add(field.name());
    }

    @Override
    public void dropIndex(Field field) {
        indexes.remove(field.name());
    }

    @Override
    public IndexProgress indexProgress(Field field) {
        if (!indexes.contains(field.name()) || lies.contains(Lie.LOSES_AN_INDEX)) {
            throw refusal(65535, "no such index any more");
        }
        return new IndexProgress(1, 1, 0, false, "");
    }

    @Override
    public void load(String partition, int secondsMax) {
        loaded.add(partition);
    }

    @Override
    public void release(String partition) {
        if (!lies.contains(Lie.ANSWERS_AFTER_RELEASE)) {
            loaded.remove(partition);
        }
    }

    private Set<Long> visible(String partition) {
        if (!partitions.containsKey(partition)) {
            throw refusal(200, "partition not found[partition=" + partition + "]");
        }
        if (!loaded.contains(partition)) {
            throw refusal(201, "partition not loaded[partition=" + partition + "]");
        }
        Set<Long> ids = new TreeSet<>(partitions.get(partition));
        if (lies.contains(Lie.MIXES_PARTITIONS)) {
            partitions.values().forEach(ids::addAll);
        }
        if (lies.contains(Lie.FORGETS_ROWS_AT_LOAD)) {
            ids.clear();
        }
        return ids;
    }

    @Override
    public List<Hit> search(SearchOrder order) {
        LongToDoubleFunction scores = rows.scores(order.field(), order.queryId());
        boolean isProduct = order.field().metric() == MetricType.IP;
        Comparator<Hit> best = Comparator.comparingDouble(Hit::score);
        return visible(order.partition()).stream()
                .map(id -> new Hit(id, scores.applyAsDouble(id)))
                .filter(hit -> !isProduct || hit.score() > 0)
                .sorted(isProduct ? best.reversed() : best)
                .skip(lies.contains(Lie.MISSES_THE_NEAREST) ? 1 : 0)
                .limit(order.limit())
                .toList();
    }

    @Override
    public List<Hit> hybridSearch(List<SearchOrder> orders) {
        return search(orders.getFirst());
    }

    @Override
    public long count(String partition, String filter, boolean isStrong) {
        return visible(partition).size();
    }

    @Override
    public List<Map<String, Object>> fetch(String partition, List<Long> ids, boolean isStrong) {
        List<Map<String, Object>> found = new ArrayList<>();
        for (long id : ids) {
            if (visible(partition).contains(id)) {
                Map<String, Object> row = new HashMap<>(Map.of("id", id));
                long source = lies.contains(Lie.CHANGES_A_VALUE) ? id + 1 : id;
                fields.forEach(field -> row.put(field.name(), received(field, source)));
                found.add(row);
            }
        }
        return found;
    }

    /** Gives vectors the form that the client gives them. */
    private static Object received(Field field, long id) {
        Object value = field.value().apply(id);
        if (value instanceof float[] vector) {
            List<Float> list = new ArrayList<>();
            for (float number : vector) {
                list.add(number);
            }
            return list;
        }
        return value;
    }

    @Override
    public void close() {}
}
