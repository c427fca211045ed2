package io.windhover.server.milvus;

import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.JobId;
import io.windhover.model.SegmentId;
import io.windhover.model.role.CompactionProgress;
import io.windhover.model.role.CompactionProgress.Rewriting;
import io.windhover.model.role.CompactionTicket;
import io.windhover.proto.common.CompactionState;
import io.windhover.proto.common.CompactionType;
import io.windhover.proto.milvus.CompactionMergeInfo;
import io.windhover.proto.milvus.GetCompactionPlansRequest;
import io.windhover.proto.milvus.GetCompactionPlansResponse;
import io.windhover.proto.milvus.GetCompactionStateRequest;
import io.windhover.proto.milvus.GetCompactionStateResponse;
import io.windhover.proto.milvus.ManualCompactionRequest;
import io.windhover.proto.milvus.ManualCompactionResponse;
import io.windhover.proto.milvus.MilvusServiceGrpc;
import io.windhover.proxy.Requests;
import io.windhover.proxy.request.CollectionDescription;
import io.windhover.proxy.request.CollectionRef;

/** Compaction on demand. */
record CompactionRpcs(Requests requests) {
    void addTo(RpcTable table) {
        table.put(MilvusServiceGrpc.getManualCompactionMethod(), this::compact);
        table.put(MilvusServiceGrpc.getGetCompactionStateMethod(), this::state);
        table.put(MilvusServiceGrpc.getGetCompactionStateWithPlansMethod(), this::plans);
    }

    private ManualCompactionResponse compact(Caller caller, ManualCompactionRequest request) {
        if (request.getMajorCompaction()) {
            throw DatabaseException.of(
                    ErrorCode.CLUSTERING_COMPACTION_COLLECTION_NOT_SUPPORT, "collection", request.getCollectionName());
        }
        if (request.getTargetSize() != 0 || request.getPartitionId() != 0 || request.getSegmentIdsCount() > 0) {
            throw new DatabaseException(
                    ErrorCode.SERVICE_UNIMPLEMENTED,
                    "a compaction to a target size, of one partition or of named segments is not supported in this"
                            + " version");
        }
        CompactionTicket ticket = requests.compact(collection(caller, request));
        return ManualCompactionResponse.newBuilder()
                .setStatus(WireStatus.OK)
                .setCompactionID(ticket.job().value())
                .setCompactionPlanCount(ticket.plans())
                .build();
    }

    /** Old clients name the collection by its number. */
    private CollectionRef collection(Caller caller, ManualCompactionRequest request) {
        if (!request.getCollectionName().isEmpty()) {
            return caller.collection(request.getDbName(), request.getCollectionName());
        }
        CollectionDescription found = requests.describeCollection(new CollectionId(request.getCollectionID()));
        return new CollectionRef(found.database().name(), found.collection().name());
    }

    private GetCompactionStateResponse state(Caller caller, GetCompactionStateRequest request) {
        CompactionProgress progress = requests.compaction(new JobId(request.getCompactionID()));
        return GetCompactionStateResponse.newBuilder()
                .setStatus(WireStatus.OK)
                .setState(state(progress))
                .setExecutingPlanNo(progress.done() ? 0 : 1)
                .setCompletedPlanNo(progress.rewritings().size())
                .setFailedPlanNo(progress.failures())
                .build();
    }

    private GetCompactionPlansResponse plans(Caller caller, GetCompactionPlansRequest request) {
        CompactionProgress progress = requests.compaction(new JobId(request.getCompactionID()));
        GetCompactionPlansResponse.Builder response =
                GetCompactionPlansResponse.newBuilder().setStatus(WireStatus.OK).setState(state(progress));
        for (Rewriting rewriting : progress.rewritings()) {
            CompactionMergeInfo.Builder plan = response.addMergeInfosBuilder()
                    .setPlanId(rewriting.plan())
                    .setTriggerId(progress.job().value())
                    .setCollectionId(progress.collection().value())
                    .setPartitionId(rewriting.partition().value())
                    .setChannel(rewriting.shard().toString())
                    .setType(CompactionType.CompactionTypeMix);
            rewriting.inputs().forEach(input -> plan.addSources(input.value()));
            rewriting.output().map(SegmentId::value).ifPresent(plan::setTarget);
        }
        return response.build();
    }

    private static CompactionState state(CompactionProgress progress) {
        return progress.done() ? CompactionState.Completed : CompactionState.Executing;
    }
}
