package io.windhover.coordinator.catalog;

import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseId;
import io.windhover.model.IndexId;
import io.windhover.model.PartitionId;
import io.windhover.model.SegmentId;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.CollectionSettings;
import io.windhover.model.catalog.Database;
import io.windhover.model.catalog.DeltaEntry;
import io.windhover.model.catalog.IndexDefinition;
import io.windhover.model.catalog.LoadState;
import io.windhover.model.catalog.Partition;
import io.windhover.model.catalog.QualifiedName;
import io.windhover.model.catalog.ResourceGroup;
import io.windhover.model.catalog.SegmentEntry;
import io.windhover.model.catalog.ShardCheckpoint;
import io.windhover.model.catalog.ShardPlacement;
import io.windhover.model.schema.CollectionSchema;

/**
 * One change of one thing in the catalog, and at the same time of one key in the metadata store. The catalog is the
 * result of applying changes one after another ({@link CatalogState#with}), so what is published and what a restart
 * reads cannot differ.
 */
public sealed interface CatalogChange {
    /** Creates or alters a database. */
    record DatabasePut(Database database) implements CatalogChange {}

    /** Removes a database. */
    record DatabaseGone(DatabaseId id) implements CatalogChange {}

    /** Creates or alters a collection itself, not what it owns. */
    record CollectionPut(CollectionHead head) implements CatalogChange {}

    /** Removes a collection with all it owns; the keys of what it owns are removed by changes of their own. */
    record CollectionGone(CollectionId id) implements CatalogChange {}

    /** Creates or alters a partition. */
    record PartitionPut(CollectionId collection, Partition partition) implements CatalogChange {}

    /** Removes a partition. */
    record PartitionGone(CollectionId collection, PartitionId id) implements CatalogChange {}

    /** Creates an alias or points it elsewhere. */
    record AliasPut(QualifiedName alias, CollectionId collection) implements CatalogChange {}

    /** Removes an alias. */
    record AliasGone(QualifiedName alias) implements CatalogChange {}

    /** Creates or alters an index definition. */
    record IndexPut(CollectionId collection, IndexDefinition index) implements CatalogChange {}

    /** Removes an index definition; segments lose the files that were built for it. */
    record IndexGone(CollectionId collection, IndexId id) implements CatalogChange {}

    /** Sets what shall be searchable. */
    record LoadPut(CollectionId collection, LoadState load) implements CatalogChange {}

    /** Adds or alters a sealed segment; index files without a definition are left out. */
    record SegmentPut(SegmentEntry segment) implements CatalogChange {}

    /** Removes a sealed segment. */
    record SegmentGone(CollectionId collection, SegmentId id) implements CatalogChange {}

    /** Adds flushed deletes. */
    record DeltaPut(DeltaEntry delta) implements CatalogChange {}

    /** Removes flushed deletes. */
    record DeltaGone(CollectionId collection, SegmentId id) implements CatalogChange {}

    /** Moves the checkpoint of a shard. */
    record CheckpointPut(ShardId shard, ShardCheckpoint checkpoint) implements CatalogChange {}

    /** Removes the checkpoint of a shard. */
    record CheckpointGone(ShardId shard) implements CatalogChange {}

    /** Sets who is in charge of a shard. */
    record PlacementPut(ShardId shard, ShardPlacement placement) implements CatalogChange {}

    /** Removes who is in charge of a shard. */
    record PlacementGone(ShardId shard) implements CatalogChange {}

    /** Creates or alters a resource group. */
    record ResourceGroupPut(ResourceGroup group) implements CatalogChange {}

    /** Removes a resource group; the default one is as at first then. */
    record ResourceGroupGone(String name) implements CatalogChange {}

    /** A collection without what it owns: the part that is written as one value. */
    record CollectionHead(
            CollectionId id,
            DatabaseId database,
            String name,
            Timestamp createdAt,
            Collection.CollectionState state,
            CollectionSchema schema,
            CollectionSettings settings) {
        /** Returns the head of a collection. */
        public static CollectionHead of(Collection c) {
            return new CollectionHead(
                    c.id(), c.database(), c.name(), c.createdAt(), c.state(), c.schema(), c.settings());
        }

        /** Returns this under another name, perhaps in another database. */
        public CollectionHead named(DatabaseId newDatabase, String newName) {
            return new CollectionHead(id, newDatabase, newName, createdAt, state, schema, settings);
        }

        /** Returns this in another state. */
        public CollectionHead in(Collection.CollectionState newState) {
            return new CollectionHead(id, database, name, createdAt, newState, schema, settings);
        }

        /** Returns this with another schema. */
        public CollectionHead with(CollectionSchema newSchema) {
            return new CollectionHead(id, database, name, createdAt, state, newSchema, settings);
        }

        /** Returns this with other settings. */
        public CollectionHead with(CollectionSettings newSettings) {
            return new CollectionHead(id, database, name, createdAt, state, schema, newSettings);
        }
    }
}
