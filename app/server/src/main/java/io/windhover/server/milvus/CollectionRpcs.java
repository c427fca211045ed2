package io.windhover.server.milvus;

import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.catalog.Collection;
import io.windhover.proto.common.KeyValuePair;
import io.windhover.proto.common.Status;
import io.windhover.proto.milvus.AddCollectionFieldRequest;
import io.windhover.proto.milvus.AlterCollectionFieldRequest;
import io.windhover.proto.milvus.AlterCollectionRequest;
import io.windhover.proto.milvus.BatchDescribeCollectionRequest;
import io.windhover.proto.milvus.BatchDescribeCollectionResponse;
import io.windhover.proto.milvus.BoolResponse;
import io.windhover.proto.milvus.CreateCollectionRequest;
import io.windhover.proto.milvus.DescribeCollectionRequest;
import io.windhover.proto.milvus.DescribeCollectionResponse;
import io.windhover.proto.milvus.DropCollectionRequest;
import io.windhover.proto.milvus.GetCollectionStatisticsRequest;
import io.windhover.proto.milvus.GetCollectionStatisticsResponse;
import io.windhover.proto.milvus.HasCollectionRequest;
import io.windhover.proto.milvus.MilvusServiceGrpc;
import io.windhover.proto.milvus.RenameCollectionRequest;
import io.windhover.proto.milvus.ShowCollectionsRequest;
import io.windhover.proto.milvus.ShowCollectionsResponse;
import io.windhover.proto.milvus.ShowType;
import io.windhover.proto.milvus.TruncateCollectionRequest;
import io.windhover.proto.milvus.TruncateCollectionResponse;
import io.windhover.proxy.Requests;
import io.windhover.proxy.request.CollectionDescription;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.LoadStatus;
import java.util.List;
import java.util.Optional;

/** Collections and their fields. */
record CollectionRpcs(Requests requests) {
    void addTo(RpcTable table) {
        table.put(MilvusServiceGrpc.getCreateCollectionMethod(), this::create);
        table.put(MilvusServiceGrpc.getDropCollectionMethod(), this::drop);
        table.put(MilvusServiceGrpc.getTruncateCollectionMethod(), this::truncate);
        table.put(MilvusServiceGrpc.getHasCollectionMethod(), this::has);
        table.put(MilvusServiceGrpc.getDescribeCollectionMethod(), this::describe);
        table.put(MilvusServiceGrpc.getBatchDescribeCollectionMethod(), this::describeSeveral);
        table.put(MilvusServiceGrpc.getShowCollectionsMethod(), this::show);
        table.put(MilvusServiceGrpc.getRenameCollectionMethod(), this::rename);
        table.put(MilvusServiceGrpc.getAlterCollectionMethod(), this::alter);
        table.put(MilvusServiceGrpc.getAlterCollectionFieldMethod(), this::alterField);
        table.put(MilvusServiceGrpc.getAddCollectionFieldMethod(), this::addField);
        table.put(MilvusServiceGrpc.getGetCollectionStatisticsMethod(), this::statistics);
    }

    private Status create(Caller caller, CreateCollectionRequest request) {
        CollectionRef collection = caller.collection(request.getDbName(), request.getCollectionName());
        requests.createCollection(WireSchema.read(collection, request));
        return WireStatus.OK;
    }

    private Status drop(Caller caller, DropCollectionRequest request) {
        requests.dropCollection(caller.collection(request.getDbName(), request.getCollectionName()));
        return WireStatus.OK;
    }

    private TruncateCollectionResponse truncate(Caller caller, TruncateCollectionRequest request) {
        requests.truncateCollection(caller.collection(request.getDbName(), request.getCollectionName()));
        return TruncateCollectionResponse.newBuilder().setStatus(WireStatus.OK).build();
    }

    private BoolResponse has(Caller caller, HasCollectionRequest request) {
        boolean has = requests.hasCollection(caller.collection(request.getDbName(), request.getCollectionName()));
        return BoolResponse.newBuilder().setStatus(WireStatus.OK).setValue(has).build();
    }

    private DescribeCollectionResponse describe(Caller caller, DescribeCollectionRequest request) {
        boolean byId = request.getCollectionName().isEmpty() && request.getCollectionID() != 0;
        return describe(
                byId
                        ? requests.describeCollection(new CollectionId(request.getCollectionID()))
                        : requests.describeCollection(
                                caller.collection(request.getDbName(), request.getCollectionName())));
    }

    private BatchDescribeCollectionResponse describeSeveral(Caller caller, BatchDescribeCollectionRequest request) {
        BatchDescribeCollectionResponse.Builder response =
                BatchDescribeCollectionResponse.newBuilder().setStatus(WireStatus.OK);
        for (String name : request.getCollectionNameList()) {
            try {
                response.addResponses(
                        describe(requests.describeCollection(caller.collection(request.getDbName(), name))));
            } catch (DatabaseException failure) {
                response.addResponses(DescribeCollectionResponse.newBuilder().setStatus(WireStatus.of(failure)));
            }
        }
        return response.build();
    }

    private DescribeCollectionResponse describe(CollectionDescription description) {
        Collection collection = description.collection();
        DescribeCollectionResponse.Builder response = DescribeCollectionResponse.newBuilder()
                .setStatus(WireStatus.OK)
                .setSchema(WireSchema.write(collection))
                .setCollectionID(collection.id().value())
                .setCollectionName(collection.name())
                .setDbName(description.database().name())
                .setDbId(description.database().id().value())
                .setCreatedTimestamp(collection.createdAt().value())
                .setCreatedUtcTimestamp(collection.createdAt().epochMs())
                .setUpdateTimestamp(
                        collection.createdAt().value() + collection.schema().version())
                .setUpdateTimestampStr(Long.toString(
                        collection.createdAt().value() + collection.schema().version()))
                .setShardsNum(collection.settings().shardCount())
                .addAllAliases(description.aliases())
                .setConsistencyLevelValue(collection.settings().consistency().ordinal())
                .addAllProperties(WireParams.pairs(collection.settings().properties()))
                .setNumPartitions(Math.max(1, collection.settings().keyPartitions()))
                .setRequestTime(requests.now().value());
        for (int shard = 0; shard < collection.settings().shardCount(); shard++) {
            response.addVirtualChannelNames(channel(collection, shard))
                    .addPhysicalChannelNames("windhover-dml_" + shard);
        }
        return response.build();
    }

    /** Returns the name clients see for a shard. */
    static String channel(Collection collection, int shard) {
        return "windhover-dml_" + shard + "_" + collection.id() + "v" + shard;
    }

    @SuppressWarnings("deprecation") // older clients ask for and read the deprecated fields
    private ShowCollectionsResponse show(Caller caller, ShowCollectionsRequest request) {
        ShowCollectionsResponse.Builder response =
                ShowCollectionsResponse.newBuilder().setStatus(WireStatus.OK);
        boolean loadedOnly = request.getType() == ShowType.InMemory || request.getCollectionNamesCount() > 0;
        for (CollectionDescription description : requests.listCollections(caller.database(request.getDbName()))) {
            Collection collection = description.collection();
            boolean named = request.getCollectionNamesCount() == 0
                    || request.getCollectionNamesList().contains(collection.name());
            if (!named || loadedOnly && !collection.load().isLoaded()) {
                continue;
            }
            response.addCollectionNames(collection.name())
                    .addCollectionIds(collection.id().value())
                    .addCreatedTimestamps(collection.createdAt().value())
                    .addCreatedUtcTimestamps(collection.createdAt().epochMs())
                    .addShardsNum(collection.settings().shardCount());
            if (loadedOnly) {
                int percent = percent(requests.loadStatus(
                        new CollectionRef(description.database().name(), collection.name()), List.of()));
                response.addInMemoryPercentages(percent).addQueryServiceAvailable(percent == 100);
            }
        }
        return response.build();
    }

    /** Returns how far loading is, of 100. */
    static int percent(LoadStatus status) {
        return switch (status) {
            case LoadStatus.NotLoaded _ -> 0;
            case LoadStatus.Loading loading -> Math.min(99, loading.percent());
            case LoadStatus.Loaded _ -> 100;
        };
    }

    private Status rename(Caller caller, RenameCollectionRequest request) {
        requests.renameCollection(
                caller.collection(request.getDbName(), request.getOldName()),
                request.getNewDBName(),
                request.getNewName());
        return WireStatus.OK;
    }

    private Status alter(Caller caller, AlterCollectionRequest request) {
        CollectionRef collection = caller.collection(request.getDbName(), request.getCollectionName());
        requests.alterCollection(collection, WireParams.map(request.getPropertiesList()), request.getDeleteKeysList());
        return WireStatus.OK;
    }

    private Status alterField(Caller caller, AlterCollectionFieldRequest request) {
        CollectionRef collection = caller.collection(request.getDbName(), request.getCollectionName());
        requests.alterField(
                collection,
                request.getFieldName(),
                WireParams.map(request.getPropertiesList()),
                request.getDeleteKeysList());
        return WireStatus.OK;
    }

    private Status addField(Caller caller, AddCollectionFieldRequest request) {
        CollectionRef collection = caller.collection(request.getDbName(), request.getCollectionName());
        requests.addField(collection, WireSchema.readField(request.getSchema()));
        return WireStatus.OK;
    }

    private GetCollectionStatisticsResponse statistics(Caller caller, GetCollectionStatisticsRequest request) {
        long rows = requests.countRows(
                caller.collection(request.getDbName(), request.getCollectionName()), Optional.empty());
        return GetCollectionStatisticsResponse.newBuilder()
                .setStatus(WireStatus.OK)
                .addStats(rowCount(rows))
                .build();
    }

    /** Returns the statistic that tells how many rows there are. */
    static KeyValuePair rowCount(long rows) {
        return KeyValuePair.newBuilder()
                .setKey("row_count")
                .setValue(Long.toString(rows))
                .build();
    }
}
