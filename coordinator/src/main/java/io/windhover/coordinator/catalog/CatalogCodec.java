package io.windhover.coordinator.catalog;

import io.windhover.coordinator.catalog.CatalogChange.AliasGone;
import io.windhover.coordinator.catalog.CatalogChange.AliasPut;
import io.windhover.coordinator.catalog.CatalogChange.CheckpointGone;
import io.windhover.coordinator.catalog.CatalogChange.CheckpointPut;
import io.windhover.coordinator.catalog.CatalogChange.CollectionGone;
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
import io.windhover.model.DatabaseId;
import io.windhover.model.IndexId;
import io.windhover.model.Invariant;
import io.windhover.model.PartitionId;
import io.windhover.model.SegmentId;
import io.windhover.model.ShardId;
import io.windhover.model.SizeExempt;
import io.windhover.model.catalog.LoadState;
import io.windhover.runtime.port.MetaStore.Change;
import io.windhover.runtime.port.MetaStore.Entry;
import io.windhover.runtime.port.MetaStore.Snapshot;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns changes of the catalog into changes of metadata keys and back. A thing is one key: changing a partition writes
 * the partition's key and nothing of its collection. The format is specified in {@code docs/formats/metadata.md}.
 */
public final class CatalogCodec {
    private CatalogCodec() {}

    /** A catalog as read from the store, with what the coordinator keeps beside it. */
    record Loaded(CatalogState state, Optional<CatalogHead> head, long headModVersion, List<StoredResults> results) {}

    /** Returns the change of a key that records a change of the catalog. */
    @SizeExempt("one case per kind of change")
    public static Change encode(CatalogChange change) {
        return switch (change) {
            case DatabasePut c ->
                put(CatalogKeys.database(c.database().id()), k -> SchemaValues.encode(k, c.database()));
            case DatabaseGone c -> new Change.Delete(CatalogKeys.database(c.id()));
            case CollectionPut c -> put(CatalogKeys.collection(c.head().id()), k -> SchemaValues.encode(k, c.head()));
            case CollectionGone c -> new Change.Delete(CatalogKeys.collection(c.id()));
            case PartitionPut c ->
                put(
                        CatalogKeys.partition(c.collection(), c.partition().id()),
                        k -> EntryValues.encode(k, c.partition()));
            case PartitionGone c -> new Change.Delete(CatalogKeys.partition(c.collection(), c.id()));
            case AliasPut c -> put(CatalogKeys.alias(c.alias()), k -> EntryValues.encode(k, c.collection()));
            case AliasGone c -> new Change.Delete(CatalogKeys.alias(c.alias()));
            case IndexPut c ->
                put(CatalogKeys.index(c.collection(), c.index().id()), k -> EntryValues.encode(k, c.index()));
            case IndexGone c -> new Change.Delete(CatalogKeys.index(c.collection(), c.id()));
            case LoadPut c -> encodeLoad(c);
            case SegmentPut c ->
                put(
                        CatalogKeys.segment(
                                c.segment().shard().collection(), c.segment().id()),
                        k -> StorageValues.encode(k, c.segment()));
            case SegmentGone c -> new Change.Delete(CatalogKeys.segment(c.collection(), c.id()));
            case DeltaPut c ->
                put(
                        CatalogKeys.delta(
                                c.delta().shard().collection(), c.delta().id()),
                        k -> StorageValues.encode(k, c.delta()));
            case DeltaGone c -> new Change.Delete(CatalogKeys.delta(c.collection(), c.id()));
            case CheckpointPut c ->
                put(CatalogKeys.checkpoint(c.shard()), k -> StorageValues.encode(k, c.checkpoint()));
            case CheckpointGone c -> new Change.Delete(CatalogKeys.checkpoint(c.shard()));
            case ResourceGroupPut c ->
                put(CatalogKeys.resourceGroup(c.group().name()), k -> EntryValues.encode(k, c.group()));
            case ResourceGroupGone c -> new Change.Delete(CatalogKeys.resourceGroup(c.name()));
            case PlacementPut c -> put(CatalogKeys.placement(c.shard()), k -> EntryValues.encode(k, c.placement()));
            case PlacementGone c -> new Change.Delete(CatalogKeys.placement(c.shard()));
        };
    }

    private static Change encodeLoad(LoadPut change) {
        String key = CatalogKeys.load(change.collection());
        return change.load().isLoaded() ? put(key, k -> EntryValues.encode(k, change.load())) : new Change.Delete(key);
    }

    private interface Encoder {
        byte[] encode(String key);
    }

    private static Change put(String key, Encoder encoder) {
        return new Change.Put(key, encoder.encode(key));
    }

    static Change encode(CatalogHead head) {
        return put(CatalogKeys.HEAD, k -> RequestValues.encode(k, head));
    }

    static Change encode(StoredResults results) {
        return put(CatalogKeys.request(results.catalogVersion()), k -> RequestValues.encode(k, results));
    }

    /**
     * Puts a catalog together from all entries under {@link CatalogKeys#PREFIX}. Throws DATA_INTEGRITY naming the key
     * that cannot be read; CATALOG_TOO_NEW if this program may not even follow.
     */
    static Loaded load(Snapshot snapshot) {
        // Owners before what they own; the order of keys within a kind stays.
        Map<CatalogKeys.Kind, List<Entry>> byKind = new EnumMap<>(CatalogKeys.Kind.class);
        CatalogFormats formats = formats(snapshot.entries());
        for (Entry entry : snapshot.entries()) {
            if (CatalogKeys.isRead(entry.key(), formats)) {
                byKind.computeIfAbsent(CatalogKeys.kind(entry.key()), _ -> new ArrayList<>())
                        .add(entry);
            }
        }
        CatalogState state = CatalogState.EMPTY;
        Optional<CatalogHead> head = Optional.empty();
        long headModVersion = 0;
        List<StoredResults> results = new ArrayList<>();
        for (Map.Entry<CatalogKeys.Kind, List<Entry>> entries : byKind.entrySet()) {
            for (Entry entry : entries.getValue()) {
                switch (entries.getKey()) {
                    case HEAD -> {
                        head = Optional.of(RequestValues.decodeHead(entry.key(), entry.value()));
                        headModVersion = entry.modVersion();
                    }
                    case REQUEST -> results.add(RequestValues.decodeResults(entry.key(), entry.value()));
                    case DATABASE,
                            RESOURCE_GROUP,
                            COLLECTION,
                            PARTITION,
                            INDEX,
                            LOAD,
                            ALIAS,
                            CHECKPOINT,
                            PLACEMENT,
                            SEGMENT,
                            DELTA -> state = state.with(decode(entries.getKey(), entry.key(), entry.value()));
                }
            }
        }
        long version = head.map(CatalogHead::version).orElse(0L);
        return new Loaded(state.atVersion(version), head, headModVersion, results);
    }

    /** Returns who may use a catalog with these entries; throws CATALOG_TOO_NEW if this program may not even follow. */
    private static CatalogFormats formats(List<Entry> entries) {
        CatalogFormats formats = entries.stream()
                .filter(entry -> entry.key().equals(CatalogKeys.HEAD))
                .findFirst()
                .map(entry ->
                        RequestValues.decodeHead(entry.key(), entry.value()).formats())
                .orElse(CatalogFormats.OWN);
        formats.requireFollow();
        return formats;
    }

    /** Returns the change that a key with a value records. Throws DATA_INTEGRITY if it cannot be read. */
    public static CatalogChange decode(String key, byte[] value) {
        return decode(CatalogKeys.kind(key), key, value);
    }

    /** Returns the change that the absence of a key records. Throws DATA_INTEGRITY for a key of no known kind. */
    static CatalogChange decodeGone(String key) {
        CatalogKeys.Kind kind = CatalogKeys.kind(key);
        if (kind == CatalogKeys.Kind.RESOURCE_GROUP) {
            return new ResourceGroupGone(CatalogKeys.resourceGroupName(key));
        }
        CollectionId owner = new CollectionId(CatalogKeys.id(key, 0));
        return switch (kind) {
            case DATABASE -> new DatabaseGone(new DatabaseId(CatalogKeys.id(key, 0)));
            case COLLECTION -> new CollectionGone(owner);
            case PARTITION -> new PartitionGone(owner, new PartitionId(CatalogKeys.id(key, 1)));
            case ALIAS -> new AliasGone(CatalogKeys.aliasName(key));
            case INDEX -> new IndexGone(owner, new IndexId(CatalogKeys.id(key, 1)));
            case LOAD -> new LoadPut(owner, new LoadState.Released());
            case SEGMENT -> new SegmentGone(owner, new SegmentId(CatalogKeys.id(key, 1)));
            case DELTA -> new DeltaGone(owner, new SegmentId(CatalogKeys.id(key, 1)));
            case CHECKPOINT -> new CheckpointGone(new ShardId(owner, (int) CatalogKeys.id(key, 1)));
            case PLACEMENT -> new PlacementGone(new ShardId(owner, (int) CatalogKeys.id(key, 1)));
            case HEAD, REQUEST, RESOURCE_GROUP -> throw Invariant.unreachable("{} is no change of the catalog", key);
        };
    }

    private static CatalogChange decode(CatalogKeys.Kind kind, String key, byte[] value) {
        if (kind == CatalogKeys.Kind.RESOURCE_GROUP) {
            return new ResourceGroupPut(EntryValues.decodeGroup(key, value));
        }
        CollectionId owner = new CollectionId(CatalogKeys.id(key, 0));
        return switch (kind) {
            case DATABASE -> new DatabasePut(SchemaValues.decodeDatabase(key, value));
            case COLLECTION -> new CollectionPut(SchemaValues.decodeHead(key, value));
            case PARTITION -> new PartitionPut(owner, EntryValues.decodePartition(key, value));
            case ALIAS -> new AliasPut(CatalogKeys.aliasName(key), EntryValues.decodeAlias(key, value));
            case INDEX -> new IndexPut(owner, EntryValues.decodeIndex(key, value));
            case LOAD -> new LoadPut(owner, EntryValues.decodeLoad(key, value));
            case SEGMENT -> new SegmentPut(StorageValues.decodeSegment(key, value));
            case DELTA -> new DeltaPut(StorageValues.decodeDelta(key, value));
            case CHECKPOINT ->
                new CheckpointPut(
                        new ShardId(owner, (int) CatalogKeys.id(key, 1)), StorageValues.decodeCheckpoint(key, value));
            case PLACEMENT ->
                new PlacementPut(
                        new ShardId(owner, (int) CatalogKeys.id(key, 1)), EntryValues.decodePlacement(key, value));
            case HEAD, REQUEST, RESOURCE_GROUP -> throw Invariant.unreachable("{} is no change of the catalog", key);
        };
    }
}
