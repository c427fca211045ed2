package io.windhover.coordinator.catalog;

import io.windhover.coordinator.catalog.CatalogChange.AliasGone;
import io.windhover.coordinator.catalog.CatalogChange.AliasPut;
import io.windhover.coordinator.catalog.CatalogChange.CheckpointGone;
import io.windhover.coordinator.catalog.CatalogChange.CheckpointPut;
import io.windhover.coordinator.catalog.CatalogChange.CollectionGone;
import io.windhover.coordinator.catalog.CatalogChange.CollectionHead;
import io.windhover.coordinator.catalog.CatalogChange.CollectionPut;
import io.windhover.coordinator.catalog.CatalogChange.DatabaseGone;
import io.windhover.coordinator.catalog.CatalogChange.DatabasePut;
import io.windhover.coordinator.catalog.CatalogChange.DeltaGone;
import io.windhover.coordinator.catalog.CatalogChange.DeltaPut;
import io.windhover.coordinator.catalog.CatalogChange.IndexGone;
import io.windhover.coordinator.catalog.CatalogChange.IndexPut;
import io.windhover.coordinator.catalog.CatalogChange.LoadPut;
import io.windhover.coordinator.catalog.CatalogChange.PartitionGone;
import io.windhover.coordinator.catalog.CatalogChange.PartitionPut;
import io.windhover.coordinator.catalog.CatalogChange.PlacementGone;
import io.windhover.coordinator.catalog.CatalogChange.PlacementPut;
import io.windhover.coordinator.catalog.CatalogChange.ResourceGroupGone;
import io.windhover.coordinator.catalog.CatalogChange.ResourceGroupPut;
import io.windhover.coordinator.catalog.CatalogChange.SegmentGone;
import io.windhover.coordinator.catalog.CatalogChange.SegmentPut;
import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.DatabaseId;
import io.windhover.model.ErrorCode;
import io.windhover.model.PersistentMap;
import io.windhover.model.SegmentId;
import io.windhover.model.SizeExempt;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.Collection.CollectionStorage;
import io.windhover.model.catalog.Database;
import io.windhover.model.catalog.LoadState;
import io.windhover.model.catalog.QualifiedName;
import io.windhover.model.catalog.ResourceGroup;
import io.windhover.model.catalog.SegmentEntry;
import io.windhover.model.catalog.ShardPlacement;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A catalog with its sums: the state that changes are applied to. Immutable. Every change costs O(log n), with the one
 * exception of a dropped index, which visits the segments of its collection.
 *
 * @param catalog everything that exists
 * @param totals  sums over it
 */
public record CatalogState(Catalog catalog, CatalogTotals totals) {
    /** Nothing at all, not even the default database. */
    public static final CatalogState EMPTY = new CatalogState(
            new Catalog(
                    0,
                    PersistentMap.empty(),
                    PersistentMap.empty(),
                    PersistentMap.empty(),
                    PersistentMap.empty(),
                    PersistentMap.empty(),
                    PersistentMap.empty()),
            CatalogTotals.EMPTY);

    /** Returns the same things under another version. */
    public CatalogState atVersion(long version) {
        return new CatalogState(
                new Catalog(
                        version,
                        catalog.databases(),
                        catalog.databaseNames(),
                        catalog.collections(),
                        catalog.collectionNames(),
                        catalog.aliases(),
                        catalog.resourceGroups()),
                totals);
    }

    /**
     * Applies one change; the version stays. Removing what is absent changes nothing. Throws DATA_INTEGRITY for a change
     * of something that a missing collection owns.
     */
    @SizeExempt("one case per kind of change")
    public CatalogState with(CatalogChange change) {
        return switch (change) {
            case DatabasePut put -> withDatabase(put.database());
            case DatabaseGone gone -> withoutDatabase(gone.id());
            case CollectionPut put -> withHead(put.head());
            case CollectionGone gone ->
                catalog.collections()
                        .find(gone.id())
                        .map(c -> replaced(Optional.of(c), Optional.empty()))
                        .orElse(this);
            case PartitionPut put -> edited(put.collection(), c -> CollectionEdits.withPartition(c, put.partition()));
            case PartitionGone gone ->
                editedIfThere(gone.collection(), c -> CollectionEdits.withoutPartition(c, gone.id()));
            case AliasPut put -> withAlias(put.alias(), put.collection());
            case AliasGone gone -> withoutAlias(gone.alias());
            case IndexPut put -> edited(put.collection(), c -> CollectionEdits.withIndex(c, put.index()));
            case IndexGone gone -> editedIfThere(gone.collection(), c -> CollectionEdits.withoutIndex(c, gone.id()));
            case LoadPut put
            when put.load().isLoaded() -> edited(put.collection(), c -> CollectionEdits.withLoad(c, put.load()));
            case LoadPut released ->
                editedIfThere(released.collection(), c -> CollectionEdits.withLoad(c, released.load()));
            case SegmentPut put -> withSegment(put.segment());
            case SegmentGone gone -> withoutSegment(gone.collection(), gone.id());
            case DeltaPut put ->
                edited(put.delta().shard().collection(), c -> CollectionEdits.withDelta(c, put.delta()));
            case DeltaGone gone -> editedIfThere(gone.collection(), c -> CollectionEdits.withoutDelta(c, gone.id()));
            case CheckpointPut put ->
                edited(put.shard().collection(), c -> CollectionEdits.withCheckpoint(c, put.shard(), put.checkpoint()));
            case CheckpointGone gone ->
                editedIfThere(gone.shard().collection(), c -> CollectionEdits.withoutCheckpoint(c, gone.shard()));
            case ResourceGroupPut put ->
                groups(catalog.resourceGroups().with(put.group().name(), put.group()));
            case ResourceGroupGone gone -> groups(catalog.resourceGroups().without(gone.name()));
            case PlacementPut put ->
                edited(
                        put.shard().collection(),
                        c -> CollectionEdits.withPlacement(c, put.shard().number(), put.placement()));
            case PlacementGone gone ->
                editedIfThere(
                        gone.shard().collection(),
                        c -> CollectionEdits.withoutPlacement(c, gone.shard().number()));
        };
    }

    private CatalogState withDatabase(Database database) {
        PersistentMap<String, DatabaseId> names = catalog.databaseNames();
        Optional<Database> before = catalog.databases().find(database.id());
        if (before.isPresent()) {
            names = withoutNameOf(names, before.get());
        }
        return databases(catalog.databases().with(database.id(), database), names.with(database.name(), database.id()));
    }

    private CatalogState withoutDatabase(DatabaseId id) {
        return catalog.databases()
                .find(id)
                .map(database ->
                        databases(catalog.databases().without(id), withoutNameOf(catalog.databaseNames(), database)))
                .orElse(this);
    }

    private static PersistentMap<String, DatabaseId> withoutNameOf(
            PersistentMap<String, DatabaseId> names, Database old) {
        return names.find(old.name()).filter(old.id()::equals).isPresent() ? names.without(old.name()) : names;
    }

    private CatalogState databases(PersistentMap<DatabaseId, Database> byId, PersistentMap<String, DatabaseId> byName) {
        return new CatalogState(
                new Catalog(
                        catalog.version(),
                        byId,
                        byName,
                        catalog.collections(),
                        catalog.collectionNames(),
                        catalog.aliases(),
                        catalog.resourceGroups()),
                totals);
    }

    private CatalogState groups(PersistentMap<String, ResourceGroup> groups) {
        return new CatalogState(
                new Catalog(
                        catalog.version(),
                        catalog.databases(),
                        catalog.databaseNames(),
                        catalog.collections(),
                        catalog.collectionNames(),
                        catalog.aliases(),
                        groups),
                totals);
    }

    private CatalogState withHead(CollectionHead head) {
        Optional<Collection> before = catalog.collections().find(head.id());
        Collection after = before.map(c -> CollectionEdits.withHead(c, head)).orElseGet(() -> fresh(head));
        return replaced(before, Optional.of(after));
    }

    private static Collection fresh(CollectionHead head) {
        return new Collection(
                head.id(),
                head.database(),
                head.name(),
                head.createdAt(),
                head.state(),
                head.schema(),
                head.settings(),
                PersistentMap.empty(),
                PersistentMap.empty(),
                PersistentMap.empty(),
                new LoadState.Released(),
                CollectionStorage.EMPTY,
                PersistentMap.empty());
    }

    private CatalogState withSegment(SegmentEntry segment) {
        CollectionId owner = segment.shard().collection();
        CatalogState next = edited(owner, c -> CollectionEdits.withSegment(c, segment));
        boolean known = segmentOf(owner, segment.id()).isPresent();
        return known ? next : new CatalogState(next.catalog, next.totals.withSegment(segment.partition(), 1));
    }

    private CatalogState withoutSegment(CollectionId owner, SegmentId id) {
        Optional<SegmentEntry> before = segmentOf(owner, id);
        if (before.isEmpty()) {
            return this;
        }
        CatalogState next = edited(owner, c -> CollectionEdits.withoutSegment(c, id));
        return new CatalogState(
                next.catalog, next.totals.withSegment(before.get().partition(), -1));
    }

    private Optional<SegmentEntry> segmentOf(CollectionId owner, SegmentId id) {
        return catalog.collections()
                .find(owner)
                .flatMap(c -> c.storage().segments().find(id));
    }

    private CatalogState edited(CollectionId id, UnaryOperator<Collection> edit) {
        Collection before = catalog.collections()
                .find(id)
                .orElseThrow(() -> new DatabaseException(
                        ErrorCode.DATA_INTEGRITY, "metadata names collection " + id + ", which is not there"));
        return replaced(Optional.of(before), Optional.of(edit.apply(before)));
    }

    private CatalogState editedIfThere(CollectionId id, UnaryOperator<Collection> edit) {
        return catalog.collections().contains(id) ? edited(id, edit) : this;
    }

    private CatalogState replaced(Optional<Collection> before, Optional<Collection> after) {
        PersistentMap<CollectionId, Collection> collections = catalog.collections();
        PersistentMap<QualifiedName, CollectionId> names = catalog.collectionNames();
        CatalogTotals sums = totals.withPlacements(placements(before), placements(after));
        boolean sameName = before.isPresent() && after.isPresent() && hasSameName(before.get(), after.get());
        if (before.isPresent()) {
            Collection old = before.get();
            sums = sums.minus(old);
            names = old.isActive() && !sameName ? withoutNameOf(names, old) : names;
            collections = after.isPresent() ? collections : collections.without(old.id());
        }
        if (after.isPresent()) {
            Collection now = after.get();
            sums = sums.plus(now);
            names = now.isActive() && !sameName ? names.with(qualifiedName(now), now.id()) : names;
            collections = collections.with(now.id(), now);
        }
        return new CatalogState(
                new Catalog(
                        catalog.version(),
                        catalog.databases(),
                        catalog.databaseNames(),
                        collections,
                        names,
                        catalog.aliases(),
                        catalog.resourceGroups()),
                sums);
    }

    /** Takes a name out unless another has it by now: changes of one version may come in any order. */
    private static PersistentMap<QualifiedName, CollectionId> withoutNameOf(
            PersistentMap<QualifiedName, CollectionId> names, Collection old) {
        QualifiedName name = qualifiedName(old);
        return names.find(name).filter(old.id()::equals).isPresent() ? names.without(name) : names;
    }

    private static PersistentMap<Integer, ShardPlacement> placements(Optional<Collection> collection) {
        return collection
                .filter(Collection::isActive)
                .map(Collection::placements)
                .orElse(PersistentMap.empty());
    }

    private static boolean hasSameName(Collection before, Collection after) {
        return before.isActive() == after.isActive() && qualifiedName(before).equals(qualifiedName(after));
    }

    private static QualifiedName qualifiedName(Collection collection) {
        return new QualifiedName(collection.database(), collection.name());
    }

    private CatalogState withAlias(QualifiedName alias, CollectionId collection) {
        CatalogState without = withoutAlias(alias);
        return without.aliases(
                without.catalog.aliases().with(alias, collection), without.totals.withAlias(collection, 1));
    }

    private CatalogState withoutAlias(QualifiedName alias) {
        return catalog.aliases()
                .find(alias)
                .map(collection -> aliases(catalog.aliases().without(alias), totals.withAlias(collection, -1)))
                .orElse(this);
    }

    private CatalogState aliases(PersistentMap<QualifiedName, CollectionId> aliases, CatalogTotals sums) {
        return new CatalogState(
                new Catalog(
                        catalog.version(),
                        catalog.databases(),
                        catalog.databaseNames(),
                        catalog.collections(),
                        catalog.collectionNames(),
                        aliases,
                        catalog.resourceGroups()),
                sums);
    }
}
