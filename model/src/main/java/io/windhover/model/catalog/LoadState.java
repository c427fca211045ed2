package io.windhover.model.catalog;

import io.windhover.model.Invariant;
import io.windhover.model.PartitionId;
import java.util.Collections;
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
     * @param groups   the resource group of each replica, in order of the names; empty = all in the default one
     */
    record CollectionLoaded(int replicas, List<String> fields, List<PartitionId> released, List<String> groups)
            implements LoadState {
        /** Copies and sorts the lists. */
        public CollectionLoaded {
            fields = List.copyOf(fields);
            released = released.stream().distinct().sorted().toList();
            groups = sorted(replicas, groups);
        }

        /** Every partition without exception, in the default group. */
        public CollectionLoaded(int replicas, List<String> fields) {
            this(replicas, fields, List.of(), List.of());
        }
    }

    /** The listed partitions only, in ascending order of their ids; the rest as for a whole collection. */
    record PartitionsLoaded(int replicas, List<String> fields, List<PartitionId> partitions, List<String> groups)
            implements LoadState {
        /** Copies and sorts the lists. */
        public PartitionsLoaded {
            fields = List.copyOf(fields);
            partitions = partitions.stream().distinct().sorted().toList();
            groups = sorted(replicas, groups);
        }
    }

    private static List<String> sorted(int replicas, List<String> groups) {
        Invariant.check(groups.isEmpty() || groups.size() == replicas, "{} replicas in groups {}", replicas, groups);
        return groups.stream().allMatch(ResourceGroup.DEFAULT_NAME::equals)
                ? List.of()
                : groups.stream().sorted().toList();
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

    /** Returns the resource group of each replica, in order of the names; empty if all are in the default one. */
    default List<String> groups() {
        return switch (this) {
            case Released _ -> List.of();
            case CollectionLoaded all -> all.groups;
            case PartitionsLoaded some -> some.groups;
        };
    }

    /** Returns the resource group of each replica, in order of the names. */
    default List<String> replicaGroups() {
        return groups().isEmpty() ? Collections.nCopies(replicas(), ResourceGroup.DEFAULT_NAME) : groups();
    }

    /** Returns this with so many replicas in such groups; nothing stays nothing. */
    default LoadState replicated(int replicas, List<String> groups) {
        return switch (this) {
            case Released none -> none;
            case CollectionLoaded all -> new CollectionLoaded(replicas, all.fields, all.released, groups);
            case PartitionsLoaded some -> new PartitionsLoaded(replicas, some.fields, some.partitions, groups);
        };
    }

    /** Tells whether anything shall be searchable. */
    default boolean isLoaded() {
        return !(this instanceof Released);
    }
}
