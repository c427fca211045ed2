package io.windhover.proxy.ddl;

import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.SegmentId;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.Database;
import io.windhover.model.catalog.IndexDefinition;
import io.windhover.model.catalog.Partition;
import io.windhover.model.catalog.QualifiedName;
import io.windhover.model.catalog.SegmentEntry;
import io.windhover.model.role.DataRole.GrowingState;
import io.windhover.model.role.QueryRole.LoadProgress;
import io.windhover.model.role.QueryRole.LoadedSegment;
import io.windhover.proxy.request.CollectionDescription;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.IndexDescription;
import io.windhover.proxy.request.LoadStatus;
import io.windhover.proxy.request.SegmentDescription;
import io.windhover.proxy.route.Roles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Requests that only look: the catalog described, and what the roles say of a collection. */
public final class Descriptions {
    private final Roles roles;

    /** Creates the descriptions of one proxy. */
    public Descriptions(Roles roles) {
        this.roles = roles;
    }

    /** Describes a collection by name or alias. */
    public CollectionDescription collection(CollectionRef ref) {
        Catalog catalog = roles.catalog();
        return describe(catalog, catalog.requireCollection(ref.database(), ref.name()));
    }

    /** Describes a collection by its number. */
    public CollectionDescription collection(CollectionId id) {
        Catalog catalog = roles.catalog();
        return catalog.collections()
                .find(id)
                .filter(Collection::isActive)
                .map(c -> describe(catalog, c))
                .orElseThrow(() -> DatabaseException.of(ErrorCode.COLLECTION_NOT_FOUND, "collection", id));
    }

    /** Returns the collections of a database in order of creation. */
    public List<CollectionDescription> collections(String database) {
        Catalog catalog = roles.catalog();
        Database owner = catalog.requireDatabase(database);
        return catalog.activeCollections(owner.id())
                .map(c -> describe(catalog, c))
                .toList();
    }

    private static CollectionDescription describe(Catalog catalog, Collection collection) {
        Database database = catalog.databases().find(collection.database()).orElseThrow();
        return new CollectionDescription(database, collection, aliases(catalog, collection));
    }

    private static List<String> aliases(Catalog catalog, Collection collection) {
        return catalog.aliases()
                .entries()
                .filter(e -> e.getValue().equals(collection.id()))
                .map(e -> e.getKey().name())
                .toList();
    }

    /** Returns the collection that an alias names. */
    public CollectionDescription alias(String database, String alias) {
        Catalog catalog = roles.catalog();
        Database owner = catalog.requireDatabase(database);
        return catalog.aliases()
                .find(new QualifiedName(owner.id(), alias))
                .flatMap(catalog.collections()::find)
                .map(c -> describe(catalog, c))
                .orElseThrow(() ->
                        DatabaseException.of(ErrorCode.ALIAS_NOT_FOUND, "database", owner.name(), "alias", alias));
    }

    /** Returns the aliases of one collection, or of a whole database. */
    public List<String> aliases(String database, Optional<String> collection) {
        Catalog catalog = roles.catalog();
        if (collection.isPresent()) {
            return aliases(catalog, catalog.requireCollection(database, collection.get()));
        }
        Database owner = catalog.requireDatabase(database);
        return catalog.aliases()
                .keys()
                .filter(name -> name.database().equals(owner.id()))
                .map(QualifiedName::name)
                .toList();
    }

    /** Describes the indexes of a collection, of one field, or of one name. */
    public List<IndexDescription> indexes(CollectionRef ref, String field, String indexName) {
        Collection collection = roles.require(ref);
        List<IndexDescription> found = collection
                .indexes()
                .values()
                .filter(index -> indexName.isEmpty() || index.name().equals(indexName))
                .map(index -> describe(collection, index))
                .filter(index -> field.isEmpty() || index.fieldName().equals(field))
                .toList();
        if (found.isEmpty() && (!indexName.isEmpty() || !field.isEmpty())) {
            throw DatabaseException.of(ErrorCode.INDEX_NOT_FOUND, "indexName", indexName.isEmpty() ? field : indexName);
        }
        if (found.isEmpty()) {
            throw DatabaseException.of(ErrorCode.INDEX_NOT_FOUND, "collection", collection.name());
        }
        return found;
    }

    private static IndexDescription describe(Collection collection, IndexDefinition index) {
        long total = 0;
        long indexed = 0;
        for (SegmentEntry segment : collection.storage().segments().values().toList()) {
            total += segment.rowCount();
            boolean has = segment.indexes().contains(index.id()) || segment.indexlessRows();
            indexed += has ? segment.rowCount() : 0;
        }
        String field = collection.schema().field(index.field()).orElseThrow().name();
        return new IndexDescription(index, field, indexed, total, total - indexed);
    }

    /** Tells how far loading is. */
    public LoadStatus loadStatus(CollectionRef ref, List<String> partitionNames) {
        Collection collection = roles.require(ref);
        List<Partition> partitions = Roles.partitions(collection, partitionNames);
        boolean wanted = partitionNames.isEmpty()
                ? collection.load().isLoaded()
                : partitions.stream().allMatch(p -> collection.load().covers(p.id()));
        if (!wanted) {
            return new LoadStatus.NotLoaded();
        }
        LoadProgress progress = roles.query().loadProgress(collection.id());
        boolean done = progress.caughtUp() && progress.ready() == progress.wanted();
        return done ? new LoadStatus.Loaded() : new LoadStatus.Loading(Math.min(99, progress.percent()));
    }

    /** Returns the segments of a collection, sealed ones first. */
    public List<SegmentDescription> segments(CollectionRef ref) {
        Collection collection = roles.require(ref);
        Map<SegmentId, LoadedSegment> loaded = new HashMap<>();
        roles.query().loadedSegments(collection.id()).forEach(segment -> loaded.put(segment.id(), segment));
        List<SegmentDescription> segments = new ArrayList<>();
        for (SegmentEntry segment : collection.storage().segments().values().toList()) {
            Optional<LoadedSegment> here = Optional.ofNullable(loaded.get(segment.id()));
            segments.add(new SegmentDescription(
                    segment.id(),
                    segment.partition(),
                    true,
                    segment.rowCount(),
                    here.map(LoadedSegment::memoryBytes).orElse(0L),
                    here.map(LoadedSegment::indexes).orElse(List.of())));
        }
        for (GrowingState growing : roles.data().growing(collection.id())) {
            segments.add(new SegmentDescription(
                    growing.id(), growing.partition(), false, growing.rowCount(), growing.bytes(), List.of()));
        }
        return segments;
    }

    /** Returns the rows held for a collection or a partition, deleted ones that were not compacted away included. */
    public long countRows(CollectionRef ref, Optional<String> partition) {
        Collection collection = roles.require(ref);
        Set<Long> wanted = Roles.partitions(collection, partition.stream().toList()).stream()
                .map(p -> p.id().value())
                .collect(Collectors.toSet());
        return segments(ref).stream()
                .filter(s -> wanted.contains(s.partition().value()))
                .mapToLong(SegmentDescription::rowCount)
                .sum();
    }
}
