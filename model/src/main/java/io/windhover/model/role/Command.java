package io.windhover.model.role;

import io.windhover.model.CollectionId;
import io.windhover.model.IndexId;
import io.windhover.model.MemberId;
import io.windhover.model.PartitionId;
import io.windhover.model.SegmentId;
import io.windhover.model.ShardId;
import io.windhover.model.catalog.CollectionSettings;
import io.windhover.model.catalog.DeltaEntry;
import io.windhover.model.catalog.ResourceGroup;
import io.windhover.model.catalog.SegmentEntry;
import io.windhover.model.catalog.ShardCheckpoint;
import io.windhover.model.catalog.ShardPlacement;
import io.windhover.model.catalog.StoredFile;
import io.windhover.model.schema.FieldSchema;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A change of the catalog that somebody wants. Names in it are the user's and are resolved by the decider against the
 * one snapshot it decides on, never before. An empty database name is the default one.
 */
public sealed interface Command {
    /** Creates a database. */
    record CreateDatabase(String database, Map<String, String> properties) implements Command {}

    /** Drops an empty database. */
    record DropDatabase(String database) implements Command {}

    /** Sets and removes properties of a database. */
    record AlterDatabase(String database, Map<String, String> set, List<String> remove) implements Command {}

    /**
     * Creates a collection with its default partition (or its key partitions). Field ids in {@code fields} are already
     * given (100 and up in order), and the hidden dynamic field, where wanted, is the last.
     */
    record CreateCollection(
            String database,
            String collection,
            String description,
            List<FieldSchema> fields,
            CollectionSettings settings)
            implements Command {}

    /** Drops a collection by its name (not by an alias); dropping an absent one is Already. */
    record DropCollection(String database, String collection) implements Command {}

    /** Empties a collection: each partition is replaced by a new one of its name, loaded if the old one was. */
    record TruncateCollection(String database, String collection) implements Command {}

    /** Renames a collection, perhaps into another database. */
    record RenameCollection(String database, String collection, String newDatabase, String newName)
            implements Command {}

    /** Sets and removes properties of a collection. */
    record AlterCollection(String database, String collection, Map<String, String> set, List<String> remove)
            implements Command {}

    /** Sets and removes type parameters of a field (max_length, mmap.enabled…). */
    record AlterField(String database, String collection, String field, Map<String, String> set, List<String> remove)
            implements Command {}

    /** Adds a nullable field; its id is given by the decider. */
    record AddField(String database, String collection, FieldSchema field) implements Command {}

    /** Creates partitions, all or none; those that exist stay as they are, and if all do it is Already. */
    record CreatePartitions(String database, String collection, List<String> partitions) implements Command {
        /** Copies the list. */
        public CreatePartitions {
            partitions = List.copyOf(partitions);
        }

        /** Creates one partition. */
        public CreatePartitions(String database, String collection, String partition) {
            this(database, collection, List.of(partition));
        }
    }

    /** Drops released partitions, all or none; if all are absent it is Already. */
    record DropPartitions(String database, String collection, List<String> partitions) implements Command {
        /** Copies the list. */
        public DropPartitions {
            partitions = List.copyOf(partitions);
        }

        /** Drops one partition. */
        public DropPartitions(String database, String collection, String partition) {
            this(database, collection, List.of(partition));
        }
    }

    /** Creates an alias. */
    record CreateAlias(String database, String collection, String alias) implements Command {}

    /** Drops an alias; an absent one is Already. */
    record DropAlias(String database, String alias) implements Command {}

    /** Points an alias at another collection. */
    record AlterAlias(String database, String collection, String alias) implements Command {}

    /**
     * Creates an index definition; the same one again is Already.
     *
     * @param indexName empty = the field's name
     * @param indexType resolved, never AUTOINDEX
     */
    record CreateIndex(
            String database,
            String collection,
            String field,
            String indexName,
            String indexType,
            Map<String, String> params,
            Map<String, String> userParams)
            implements Command {}

    /** Drops an index definition, by index name or (if there is none of that name) by field name. */
    record DropIndex(String database, String collection, String field, String indexName) implements Command {}

    /** Sets and removes properties of an index (mmap.enabled…). */
    record AlterIndex(
            String database, String collection, String indexName, Map<String, String> set, List<String> remove)
            implements Command {}

    /**
     * Makes a collection (no partitions named) or some of its partitions searchable. For what is loaded already, another
     * number of replicas or other groups move them.
     *
     * @param replicas 0 = as it is, or as the properties of the collection or its database say, or one
     * @param groups   resource groups, one for all replicas or one for each; empty = as for {@code replicas}
     */
    record Load(
            String database,
            String collection,
            List<String> partitions,
            int replicas,
            List<String> fields,
            List<String> groups)
            implements Command {
        /** Copies the lists. */
        public Load {
            partitions = List.copyOf(partitions);
            fields = List.copyOf(fields);
            groups = List.copyOf(groups);
        }

        /** Loads into groups that are not named. */
        public Load(String database, String collection, List<String> partitions, int replicas, List<String> fields) {
            this(database, collection, partitions, replicas, fields, List.of());
        }
    }

    /** Makes a collection (no partitions named) or some of its partitions no longer searchable. */
    record Release(String database, String collection, List<String> partitions) implements Command {}

    /**
     * Names what a flush of one shard wrote and moves its checkpoint. Segments whose partition is gone are skipped; a
     * checkpoint never moves back. A flush for a collection that is gone is Already. Of an owner whose tenure of the shard
     * has ended nothing is taken (NOT_OWNER): whoever owns it now began at an earlier checkpoint.
     *
     * @param tenure of the owner whose flush it is; 0 for a database in one process
     */
    record SegmentsFlushed(
            ShardId shard,
            List<SegmentEntry> segments,
            Optional<DeltaEntry> deltas,
            ShardCheckpoint checkpoint,
            long tenure)
            implements Command {
        /** Names a flush of a database in one process. */
        public SegmentsFlushed(
                ShardId shard, List<SegmentEntry> segments, Optional<DeltaEntry> deltas, ShardCheckpoint checkpoint) {
            this(shard, segments, deltas, checkpoint, 0);
        }
    }

    /** Adds an index file to a segment if both still exist; else Already. */
    record IndexBuilt(CollectionId collection, SegmentId segment, IndexId index, StoredFile file) implements Command {}

    /**
     * Swaps compacted segments for new ones if all inputs still exist; else Already (the outputs are garbage). Deltas
     * listed are removed.
     */
    record SegmentsCompacted(
            CollectionId collection, List<SegmentId> inputs, List<SegmentEntry> outputs, List<SegmentId> deltas)
            implements Command {}

    /**
     * Changes who is in charge of shards. Each change is made if its shard still is as {@code before} says, else left
     * out; if none is made it is Already.
     */
    record PlaceShards(List<Placing> changes) implements Command {
        /** One change; {@code before} is {@link ShardPlacement#NOBODY} for a shard that was never placed. */
        public record Placing(ShardId shard, ShardPlacement before, ShardPlacement after) {}

        /** Copies the list. */
        public PlaceShards {
            changes = List.copyOf(changes);
        }
    }

    /** Creates a resource group; the same one again is Already. */
    record CreateResourceGroup(String group, ResourceGroup.Config config) implements Command {}

    /** Drops a resource group that shall have no members and no replicas; an absent one is Already. */
    record DropResourceGroup(String group) implements Command {}

    /** Sets the configurations of resource groups, all or none. */
    record UpdateResourceGroups(Map<String, ResourceGroup.Config> configs) implements Command {
        /** Copies the configurations, in order of the names. */
        public UpdateResourceGroups {
            configs = Collections.unmodifiableMap(new TreeMap<>(configs));
        }
    }

    /** Moves members from one resource group to another, and makes both configurations say so. */
    record TransferNode(String source, String target, int count) implements Command {}

    /** Moves replicas of a loaded collection from one resource group to another. */
    record TransferReplica(String database, String collection, String source, String target, int count)
            implements Command {}

    /** Puts members that are there into groups so that each group has as many as its configuration says. */
    record SettleResourceGroups() implements Command {}

    /**
     * Lets another reader take over shards of a loaded collection.
     *
     * @param shards  by number; those that {@code from} reads, none = all of them
     * @param targets who may take over; empty = anybody of the same resource group
     */
    record MoveReaders(String database, String collection, MemberId from, List<MemberId> targets, List<Integer> shards)
            implements Command {
        /** Copies the lists. */
        public MoveReaders {
            targets = List.copyOf(targets);
            shards = List.copyOf(shards);
        }
    }

    /** Removes a dropping partition once nothing of it is left. */
    record PartitionPurged(CollectionId collection, PartitionId partition) implements Command {}

    /** Removes a dropping collection once nothing of it is left. */
    record CollectionPurged(CollectionId collection) implements Command {}
}
