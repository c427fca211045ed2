package io.windhover.server.milvus;

import io.windhover.model.DatabaseException;
import io.windhover.model.catalog.Partition;
import io.windhover.proto.common.MsgBase;
import io.windhover.proto.common.Status;
import io.windhover.proto.milvus.BoolResponse;
import io.windhover.proto.milvus.CreatePartitionRequest;
import io.windhover.proto.milvus.DropPartitionRequest;
import io.windhover.proto.milvus.GetPartitionStatisticsRequest;
import io.windhover.proto.milvus.GetPartitionStatisticsResponse;
import io.windhover.proto.milvus.HasPartitionRequest;
import io.windhover.proto.milvus.MilvusServiceGrpc;
import io.windhover.proto.milvus.ShowPartitionsRequest;
import io.windhover.proto.milvus.ShowPartitionsResponse;
import io.windhover.proxy.Requests;
import io.windhover.proxy.request.CollectionRef;
import java.util.List;
import java.util.Optional;

/** Partitions. */
record PartitionRpcs(Requests requests) {
    /** Of a request's {@code base}: names separated by commas, which no name has. */
    private static final String NAMES_PROPERTY = "partition_names";

    void addTo(RpcTable table) {
        table.put(MilvusServiceGrpc.getCreatePartitionMethod(), this::create);
        table.put(MilvusServiceGrpc.getDropPartitionMethod(), this::drop);
        table.put(MilvusServiceGrpc.getHasPartitionMethod(), this::has);
        table.put(MilvusServiceGrpc.getShowPartitionsMethod(), this::show);
        table.put(MilvusServiceGrpc.getGetPartitionStatisticsMethod(), this::statistics);
    }

    private Status create(Caller caller, CreatePartitionRequest request) {
        requests.createPartitions(
                caller.collection(request.getDbName(), request.getCollectionName()),
                names(request.getBase(), request.getPartitionName()));
        return WireStatus.OK;
    }

    private Status drop(Caller caller, DropPartitionRequest request) {
        requests.dropPartitions(
                caller.collection(request.getDbName(), request.getCollectionName()),
                names(request.getBase(), request.getPartitionName()));
        return WireStatus.OK;
    }

    /**
     * Returns the partitions that a request names. Several stand in a property, and then the name is empty: a server that
     * does not know the property refuses the request instead of doing a part of it.
     */
    private static List<String> names(MsgBase base, String name) {
        String several = base.getPropertiesOrDefault(NAMES_PROPERTY, "");
        if (several.isEmpty()) {
            return List.of(name);
        }
        if (!name.isEmpty()) {
            throw DatabaseException.invalid(
                    "a request names its partitions in partition_name or in the property %s, not in both",
                    NAMES_PROPERTY);
        }
        return List.of(several.split(",", -1));
    }

    private BoolResponse has(Caller caller, HasPartitionRequest request) {
        boolean has = requests.hasPartition(
                caller.collection(request.getDbName(), request.getCollectionName()), request.getPartitionName());
        return BoolResponse.newBuilder().setStatus(WireStatus.OK).setValue(has).build();
    }

    @SuppressWarnings("deprecation") // older clients read the percentages
    private ShowPartitionsResponse show(Caller caller, ShowPartitionsRequest request) {
        ShowPartitionsResponse.Builder response =
                ShowPartitionsResponse.newBuilder().setStatus(WireStatus.OK);
        CollectionRef collection = caller.collection(request.getDbName(), request.getCollectionName());
        List<String> wanted = request.getPartitionNamesList();
        for (Partition partition : requests.listPartitions(collection)) {
            if (wanted.isEmpty() || wanted.contains(partition.name())) {
                response.addPartitionNames(partition.name())
                        .addPartitionIDs(partition.id().value())
                        .addCreatedTimestamps(partition.createdAt().value())
                        .addCreatedUtcTimestamps(partition.createdAt().epochMs());
            }
        }
        for (int i = 0; !wanted.isEmpty() && i < response.getPartitionNamesCount(); i++) {
            response.addInMemoryPercentages(
                    CollectionRpcs.percent(requests.loadStatus(collection, List.of(response.getPartitionNames(i)))));
        }
        return response.build();
    }

    private GetPartitionStatisticsResponse statistics(Caller caller, GetPartitionStatisticsRequest request) {
        long rows = requests.countRows(
                caller.collection(request.getDbName(), request.getCollectionName()),
                Optional.of(request.getPartitionName()));
        return GetPartitionStatisticsResponse.newBuilder()
                .setStatus(WireStatus.OK)
                .addStats(CollectionRpcs.rowCount(rows))
                .build();
    }
}
