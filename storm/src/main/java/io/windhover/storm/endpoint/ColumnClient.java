package io.windhover.storm.endpoint;

import io.milvus.client.MilvusServiceClient;
import io.milvus.grpc.DataType;
import io.milvus.grpc.FieldData;
import io.milvus.grpc.InsertRequest;
import io.milvus.grpc.LongArray;
import io.milvus.grpc.MsgBase;
import io.milvus.grpc.MsgType;
import io.milvus.grpc.MutationResult;
import io.milvus.grpc.ScalarField;
import io.milvus.grpc.UpsertRequest;
import io.milvus.param.ConnectParam;

/** The official client, inserting columns that it has brought into its wire form before: rows cost it no more than bytes. */
final class ColumnClient extends MilvusServiceClient {
    ColumnClient(ConnectParam connection) {
        super(connection);
    }

    MutationResult insert(String collection, String partition, Batch batch) {
        return blockingStub()
                .insert(InsertRequest.newBuilder()
                        .setBase(MsgBase.newBuilder().setMsgType(MsgType.Insert))
                        .setCollectionName(collection)
                        .setPartitionName(partition)
                        .setNumRows(batch.count())
                        .addFieldsData(keys(batch))
                        .addAllFieldsData(batch.columns())
                        .build());
    }

    MutationResult upsert(String collection, String partition, Batch batch) {
        return blockingStub()
                .upsert(UpsertRequest.newBuilder()
                        .setBase(MsgBase.newBuilder().setMsgType(MsgType.Upsert))
                        .setCollectionName(collection)
                        .setPartitionName(partition)
                        .setNumRows(batch.count())
                        .addFieldsData(keys(batch))
                        .addAllFieldsData(batch.columns())
                        .build());
    }

    private static FieldData keys(Batch batch) {
        LongArray.Builder ids = LongArray.newBuilder();
        for (int i = 0; i < batch.count(); i++) {
            ids.addData(batch.first() + i);
        }
        return FieldData.newBuilder()
                .setFieldName("id")
                .setType(DataType.Int64)
                .setScalars(ScalarField.newBuilder().setLongData(ids))
                .build();
    }
}
