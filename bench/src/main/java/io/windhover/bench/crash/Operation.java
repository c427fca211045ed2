package io.windhover.bench.crash;

import io.windhover.bench.load.MilvusClient;
import java.util.Arrays;
import java.util.List;

/** Something a client asks of the server, and what it means if it is done. */
sealed interface Operation {
    /** Returns the collection it is about. */
    String collection();

    /** Does it; returns when it is acknowledged. */
    void run(MilvusClient client);

    /** Notes that it is done. */
    void applyTo(Expected expected);

    /** Returns the keys that it writes or deletes. */
    default List<Long> keys() {
        return List.of();
    }

    /** New rows, or new versions of rows where {@code replaces}. */
    record Write(String collection, String partition, long[] rowKeys, long version, boolean replaces)
            implements Operation {
        @Override
        public void run(MilvusClient client) {
            if (replaces) {
                client.upsert(collection, partition, RowValues.batch(rowKeys, version));
            } else {
                client.insert(collection, partition, RowValues.batch(rowKeys, version));
            }
        }

        @Override
        public void applyTo(Expected expected) {
            for (long key : rowKeys) {
                expected.written(key, version, partition);
            }
        }

        @Override
        public List<Long> keys() {
            return Arrays.stream(rowKeys).boxed().toList();
        }
    }

    /** Rows deleted by key. */
    record Delete(String collection, List<Long> keys) implements Operation {
        @Override
        public void run(MilvusClient client) {
            client.delete(collection, keys);
        }

        @Override
        public void applyTo(Expected expected) {
            keys.forEach(expected::removed);
        }
    }

    /** Growing rows into files. */
    record Flush(String collection) implements Operation {
        @Override
        public void run(MilvusClient client) {
            client.flush(collection);
        }

        @Override
        public void applyTo(Expected expected) {
            // Nothing that a client can see changes.
        }
    }

    /** A new partition. */
    record CreatePartition(String collection, String name) implements Operation {
        @Override
        public void run(MilvusClient client) {
            client.createPartition(collection, name);
        }

        @Override
        public void applyTo(Expected expected) {
            expected.partitionCreated(name);
        }
    }

    /** A partition released, then it and its rows gone. */
    record DropPartition(String collection, String name) implements Operation {
        @Override
        public void run(MilvusClient client) {
            client.releasePartition(collection, name);
            client.dropPartition(collection, name);
        }

        @Override
        public void applyTo(Expected expected) {
            expected.partitionDropped(name);
        }
    }

    /** A new collection, not readable yet. */
    record CreateCollection(String collection, int shards) implements Operation {
        @Override
        public void run(MilvusClient client) {
            client.createCollection(collection, RowValues.DIM, shards);
        }

        @Override
        public void applyTo(Expected expected) {
            expected.created();
        }
    }

    /** Index and load. */
    record MakeReadable(String collection, String indexType) implements Operation {
        @Override
        public void run(MilvusClient client) {
            client.createIndex(collection, indexType, "L2", "{\"M\":8,\"efConstruction\":40}");
            client.load(collection);
        }

        @Override
        public void applyTo(Expected expected) {
            expected.loaded();
        }
    }

    /** A collection and all in it gone. */
    record DropCollection(String collection) implements Operation {
        @Override
        public void run(MilvusClient client) {
            client.dropCollection(collection);
        }

        @Override
        public void applyTo(Expected expected) {
            expected.dropped();
        }
    }
}
