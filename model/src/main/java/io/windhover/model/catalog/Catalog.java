package io.windhover.model.catalog;

import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.DatabaseId;
import io.windhover.model.ErrorCode;
import io.windhover.model.PersistentMap;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything that exists, at one version. Immutable; structure is shared between versions.
 *
 * @param version         grows by one with each change
 * @param databases       by id
 * @param databaseNames   by name
 * @param collections     active and dropping ones
 * @param collectionNames of the active ones
 * @param aliases         second names of active collections
 * @param resourceGroups  by name; the default one only if something was set for it
 */
public record Catalog(
        long version,
        PersistentMap<DatabaseId, Database> databases,
        PersistentMap<String, DatabaseId> databaseNames,
        PersistentMap<CollectionId, Collection> collections,
        PersistentMap<QualifiedName, CollectionId> collectionNames,
        PersistentMap<QualifiedName, CollectionId> aliases,
        PersistentMap<String, ResourceGroup> resourceGroups) {

    /** Resolves a database by name; empty names the default one. Throws DATABASE_NOT_FOUND. */
    public Database requireDatabase(String name) {
        String key = name.isEmpty() ? Database.DEFAULT_NAME : name;
        return databaseNames
                .find(key)
                .flatMap(databases::find)
                .orElseThrow(() -> DatabaseException.of(ErrorCode.DATABASE_NOT_FOUND, "database", key));
    }

    /** Finds a resource group by its name; the default one is always there. */
    public Optional<ResourceGroup> resourceGroup(String name) {
        return resourceGroups
                .find(name)
                .or(() -> Optional.of(ResourceGroup.DEFAULT)
                        .filter(group -> group.name().equals(name)));
    }

    /** Finds an active collection by its name or alias. */
    public Optional<Collection> collection(DatabaseId database, String nameOrAlias) {
        QualifiedName key = new QualifiedName(database, nameOrAlias);
        return collectionNames.find(key).or(() -> aliases.find(key)).flatMap(collections::find);
    }

    /** Resolves an active collection by its name or alias. Throws DATABASE_NOT_FOUND or COLLECTION_NOT_FOUND. */
    public Collection requireCollection(String database, String nameOrAlias) {
        Database owner = requireDatabase(database);
        return collection(owner.id(), nameOrAlias)
                .orElseThrow(() -> DatabaseException.of(
                        ErrorCode.COLLECTION_NOT_FOUND, "database", owner.name(), "collection", nameOrAlias));
    }

    /** Resolves an active partition. Throws PARTITION_NOT_FOUND. */
    public static Partition requirePartition(Collection collection, String partitionName) {
        return collection
                .partition(partitionName)
                .orElseThrow(() -> DatabaseException.of(ErrorCode.PARTITION_NOT_FOUND, "partition", partitionName));
    }

    /** Returns the active collections of a database in order of creation. */
    public Stream<Collection> activeCollections(DatabaseId database) {
        return collections.values().filter(c -> c.isActive() && c.database().equals(database));
    }
}
