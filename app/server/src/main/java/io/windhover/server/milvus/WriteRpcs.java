package io.windhover.server.milvus;

import io.grpc.MethodDescriptor;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.Timestamp;
import io.windhover.proto.milvus.DeleteRequest;
import io.windhover.proto.milvus.MilvusServiceGrpc;
import io.windhover.proto.milvus.MutationResult;
import io.windhover.proto.rows.RowsRequest;
import io.windhover.proxy.Requests;
import io.windhover.proxy.request.ReadConsistency;
import io.windhover.proxy.request.WriteRequest;
import io.windhover.proxy.request.WriteResult;
import java.util.Optional;

/** Rows in and out. */
record WriteRpcs(Requests requests) {
    void addTo(RpcTable table) {
        table.put(rows(MilvusServiceGrpc.getInsertMethod()), this::insert);
        table.put(rows(MilvusServiceGrpc.getUpsertMethod()), this::upsert);
        table.put(MilvusServiceGrpc.getDeleteMethod(), this::delete);
    }

    private static MethodDescriptor<RowsRequest, MutationResult> rows(MethodDescriptor<?, MutationResult> method) {
        return method.toBuilder(new RowsMarshaller(), method.getResponseMarshaller())
                .build();
    }

    private MutationResult insert(Caller caller, RowsRequest request) {
        WriteResult result = requests.insert(new WriteRequest(
                caller.collection(request.getDbName(), request.getCollectionName()),
                request.getPartitionName(),
                WireColumns.read(request.getFieldsDataList(), request.getNumRows()),
                request.getNumRows()));
        return written(result).setInsertCnt(result.count()).build();
    }

    private MutationResult upsert(Caller caller, RowsRequest request) {
        if (request.getFieldOpsCount() > 0) {
            throw new DatabaseException(
                    ErrorCode.OPERATION_NOT_SUPPORTED,
                    "an operation on a field in a partial update is not supported in this version");
        }
        WriteRequest rows = new WriteRequest(
                caller.collection(request.getDbName(), request.getCollectionName()),
                request.getPartitionName(),
                WireColumns.read(request.getFieldsDataList(), request.getNumRows()),
                request.getNumRows());
        WriteResult result = request.getPartialUpdate() ? requests.upsertPartially(rows) : requests.upsert(rows);
        return written(result)
                .setUpsertCnt(result.count())
                .setInsertCnt(result.count())
                .setDeleteCnt(result.count())
                .build();
    }

    private MutationResult delete(Caller caller, DeleteRequest request) {
        WriteResult result = requests.delete(new io.windhover.proxy.request.DeleteRequest(
                caller.collection(request.getDbName(), request.getCollectionName()),
                request.getPartitionName(),
                request.getExpr(),
                WireParams.templates(request.getExprTemplateValuesMap()),
                new ReadConsistency(
                        Optional.of(WireSchema.consistency(request.getConsistencyLevelValue())), Timestamp.ZERO)));
        return written(result).setDeleteCnt(result.count()).build();
    }

    private static MutationResult.Builder written(WriteResult result) {
        MutationResult.Builder response = MutationResult.newBuilder()
                .setStatus(WireStatus.OK)
                .setIDs(WireResults.keys(result.keys()))
                .setAcknowledged(true)
                .setTimestamp(result.timestamp().value());
        for (int i = 0; i < result.keys().count(); i++) {
            response.addSuccIndex(i);
        }
        return response;
    }
}
