package io.windhover.model.catalog;

import io.windhover.model.PartitionId;
import java.util.List;

/** What shall be searchable; query nodes follow it. */
public sealed interface LoadState {
    /** Nothing. */
    record Released() implements LoadState {}

    /**
     * Every partition, present and future, but those released since.
     *
     * @param replicas copies in memory
     * @param fields   names of the loaded fields; empty = all
     * @param released partitions that were released one by one, in ascending order of their ids
     */
    record CollectionLoaded(int replicas, List<String> fields, List<PartitionId> released) implements LoadState {
        /** Copies and sorts the lists. */
        public CollectionLoaded {
            fields = List.copyOf(fields);
            released = released.stream().distinct().sorted().toList();
        }

        /** Every partition without exception. */
        public CollectionLoaded(int replicas, List<String> fields) {
            this(replicas, fields, List.of());
        }
    }

    /** The listed partitions only, in ascending order of their ids. */
    record PartitionsLoaded(int replicas, List<String> fields, List<PartitionId> partitions) implements LoadState {
        /** Copies and sorts the lists. */
        public PartitionsLoaded {
            fields = List.copyOf(fields);
            partitions = partitions.stream().distinct().sorted().toList();
        }
    }

    /** Tells whether a partition shall be searchable. */
    default boolean covers(PartitionId partition) {
        return switch (this) {
            case Released _ -> false;
            case CollectionLoaded all -> !all.released().contains(partition);
            case PartitionsLoaded some -> some.partitions().contains(partition);
        };
    }

    /** Returns how many copies shall be in memory, 0 if released. */
    default int replicas() {
        return switch (this) {
            case Released _ -> 0;
            case CollectionLoaded all -> all.replicas;
            case PartitionsLoaded some -> some.replicas;
        };
    }

    /** Tells whether anything shall be searchable. */
    default boolean isLoaded() {
        return !(this instanceof Released);
    }
}
