package io.windhover.coordinator.catalog;

import io.windhover.model.CollectionId;
import io.windhover.model.FieldId;
import io.windhover.model.IndexId;
import io.windhover.model.Invariant;
import io.windhover.model.MemberId;
import io.windhover.model.PartitionId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.IndexDefinition;
import io.windhover.model.catalog.LoadState;
import io.windhover.model.catalog.Partition;
import io.windhover.model.catalog.Partition.PartitionState;
import io.windhover.model.catalog.ResourceGroup;
import io.windhover.model.catalog.ShardPlacement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values of partitions, aliases, index definitions, load states, placements and resource groups. */
final class EntryValues {
    private static final int VERSION = 1;
    private static final int ACTIVE = 0;
    private static final int DROPPING = 1;
    private static final int ALL_LOADED = 1;
    private static final int SOME_LOADED = 2;

    /** Added to the kind of a load state whose replicas are in named resource groups. */
    private static final int GROUPED = 2;

    private EntryValues() {}

    static byte[] encode(String key, Partition partition) {
        ValueWriter out = new ValueWriter(VERSION).text(partition.name()).time(partition.createdAt());
        switch (partition.state()) {
            case PartitionState.Active _ -> out.number(ACTIVE);
            case PartitionState.Dropping dropping -> out.number(DROPPING).time(dropping.droppedAt());
        }
        return out.end(key);
    }

    static Partition decodePartition(String key, byte[] value) {
        ValueReader in = new ValueReader(key, value, VERSION);
        String name = in.text();
        Timestamp createdAt = in.time();
        int state = in.count();
        PartitionState decoded = switch (state) {
            case ACTIVE -> new PartitionState.Active();
            case DROPPING -> new PartitionState.Dropping(in.time());
            default -> throw in.damaged("partition state " + state + " is unknown");
        };
        return new Partition(new PartitionId(CatalogKeys.id(key, 1)), name, createdAt, decoded);
    }

    static byte[] encode(String key, CollectionId target) {
        return new ValueWriter(VERSION).number(target.value()).end(key);
    }

    static CollectionId decodeAlias(String key, byte[] value) {
        return new CollectionId(new ValueReader(key, value, VERSION).number());
    }

    static byte[] encode(String key, IndexDefinition index) {
        return new ValueWriter(VERSION)
                .number(index.field().value())
                .text(index.name())
                .text(index.indexType())
                .texts(index.params())
                .texts(index.userParams())
                .time(index.createdAt())
                .end(key);
    }

    static IndexDefinition decodeIndex(String key, byte[] value) {
        ValueReader in = new ValueReader(key, value, VERSION);
        FieldId field = new FieldId(in.number());
        String name = in.text();
        String type = in.text();
        Map<String, String> params = in.textMap();
        Map<String, String> userParams = in.textMap();
        return new IndexDefinition(
                new IndexId(CatalogKeys.id(key, 1)), field, name, type, params, userParams, in.time());
    }

    static byte[] encode(String key, LoadState load) {
        ValueWriter out = new ValueWriter(VERSION);
        switch (load) {
            case LoadState.Released _ -> throw Invariant.unreachable("a released collection has no key {}", key);
            case LoadState.CollectionLoaded all -> encodeLoaded(out, ALL_LOADED, all, all.fields(), all.released());
            case LoadState.PartitionsLoaded some ->
                encodeLoaded(out, SOME_LOADED, some, some.fields(), some.partitions());
        }
        return out.end(key);
    }

    private static void encodeLoaded(
            ValueWriter out, int kind, LoadState load, List<String> fields, List<PartitionId> partitions) {
        boolean isGrouped = !load.groups().isEmpty();
        out.number(isGrouped ? kind + GROUPED : kind)
                .number(load.replicas())
                .texts(fields)
                .number(partitions.size());
        partitions.forEach(p -> out.number(p.value()));
        if (isGrouped) {
            out.texts(load.groups());
        }
    }

    static LoadState decodeLoad(String key, byte[] value) {
        ValueReader in = new ValueReader(key, value, VERSION);
        int kind = in.count();
        int replicas = in.count();
        List<String> fields = in.textList();
        int count = in.count();
        List<PartitionId> partitions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            partitions.add(new PartitionId(in.number()));
        }
        List<String> groups = kind > SOME_LOADED ? in.textList() : List.of();
        return switch (kind) {
            case ALL_LOADED, ALL_LOADED + GROUPED ->
                new LoadState.CollectionLoaded(replicas, fields, partitions, groups);
            case SOME_LOADED, SOME_LOADED + GROUPED ->
                new LoadState.PartitionsLoaded(replicas, fields, partitions, groups);
            default -> throw in.damaged("load state " + kind + " is unknown");
        };
    }

    static byte[] encode(String key, ShardPlacement placement) {
        ValueWriter out = new ValueWriter(VERSION);
        out.text(placement.owner().map(MemberId::name).orElse(""))
                .fixed(placement.incarnation())
                .number(placement.tenure());
        return out.texts(placement.readers().stream().map(MemberId::name).toList())
                .end(key);
    }

    static ShardPlacement decodePlacement(String key, byte[] value) {
        ValueReader in = new ValueReader(key, value, VERSION);
        String owner = in.text();
        long incarnation = in.fixed();
        long tenure = in.number();
        List<MemberId> readers = in.textList().stream().map(MemberId::new).toList();
        return new ShardPlacement(
                owner.isEmpty() ? Optional.empty() : Optional.of(new MemberId(owner)), incarnation, tenure, readers);
    }

    static byte[] encode(String key, ResourceGroup group) {
        ResourceGroup.Config config = group.config();
        return new ValueWriter(VERSION)
                .number(config.requests())
                .number(config.limits())
                .texts(config.transferFrom())
                .texts(config.transferTo())
                .texts(config.nodeLabels())
                .texts(group.members().stream().map(MemberId::name).toList())
                .end(key);
    }

    static ResourceGroup decodeGroup(String key, byte[] value) {
        ValueReader in = new ValueReader(key, value, VERSION);
        int requests = in.count();
        int limits = in.count();
        List<String> from = in.textList();
        List<String> to = in.textList();
        Map<String, String> labels = in.textMap();
        List<MemberId> members = in.textList().stream().map(MemberId::new).toList();
        return new ResourceGroup(
                CatalogKeys.resourceGroupName(key),
                new ResourceGroup.Config(requests, limits, from, to, labels),
                members);
    }
}
