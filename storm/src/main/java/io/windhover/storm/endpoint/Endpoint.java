package io.windhover.storm.endpoint;

import io.windhover.storm.stage.Field;
import java.util.List;
import java.util.Map;

/** The calls of one client to one collection. Each blocks until it is answered, and throws {@link CallFailed} if refused. */
public interface Endpoint extends AutoCloseable {
    /** Returns what the server calls itself. */
    String version();

    /** Creates the collection with a key {@code id} and these fields, without indexes. */
    void createCollection(List<Field> fields);

    /** Drops the collection. */
    void dropCollection();

    /** Creates a partition. */
    void createPartition(String partition);

    /** Drops a partition that is not loaded. */
    void dropPartition(String partition);

    /** Returns the names of all partitions. */
    List<String> partitions();

    /**
     * Inserts rows.
     *
     * @param isRepeated whether an earlier try may have succeeded, so that rows must be replaced
     */
    void insert(String partition, Batch batch, boolean isRepeated);

    /** Flushes the collection and waits until that is done. */
    void flush();

    /** Defines the index of a field; does not wait. */
    void createIndex(Field field);

    /** Drops the index of a field. */
    void dropIndex(Field field);

    /** Returns how far the index of a field is, over the whole collection. */
    IndexProgress indexProgress(Field field);

    /** Loads a partition and waits until it is loaded, a time at most. */
    void load(String partition, int secondsMax);

    /** Releases a partition. */
    void release(String partition);

    /** Searches one field. */
    List<Hit> search(SearchOrder order);

    /** Searches several fields at once and ranks by the sum of 1 / (60 + rank). */
    List<Hit> hybridSearch(List<SearchOrder> orders);

    /**
     * Counts rows.
     *
     * @param partition empty for all that are loaded
     */
    long count(String partition, String filter, boolean isStrong);

    /** Fetches rows of a partition by id, with all fields; in no order. */
    List<Map<String, Object>> fetch(String partition, List<Long> ids, boolean isStrong);

    @Override
    void close();
}
