package io.windhover.server.milvus;

import io.windhover.model.catalog.Database;
import io.windhover.proto.common.Status;
import io.windhover.proto.milvus.AlterDatabaseRequest;
import io.windhover.proto.milvus.CreateDatabaseRequest;
import io.windhover.proto.milvus.DescribeDatabaseRequest;
import io.windhover.proto.milvus.DescribeDatabaseResponse;
import io.windhover.proto.milvus.DropDatabaseRequest;
import io.windhover.proto.milvus.ListDatabasesRequest;
import io.windhover.proto.milvus.ListDatabasesResponse;
import io.windhover.proto.milvus.MilvusServiceGrpc;
import io.windhover.proxy.Requests;

/** Databases. */
record DatabaseRpcs(Requests requests) {
    void addTo(RpcTable table) {
        table.put(MilvusServiceGrpc.getCreateDatabaseMethod(), this::create);
        table.put(MilvusServiceGrpc.getDropDatabaseMethod(), this::drop);
        table.put(MilvusServiceGrpc.getAlterDatabaseMethod(), this::alter);
        table.put(MilvusServiceGrpc.getListDatabasesMethod(), this::list);
        table.put(MilvusServiceGrpc.getDescribeDatabaseMethod(), this::describe);
    }

    private Status create(Caller caller, CreateDatabaseRequest request) {
        requests.createDatabase(request.getDbName(), WireParams.map(request.getPropertiesList()));
        return WireStatus.OK;
    }

    private Status drop(Caller caller, DropDatabaseRequest request) {
        requests.dropDatabase(request.getDbName());
        return WireStatus.OK;
    }

    private Status alter(Caller caller, AlterDatabaseRequest request) {
        requests.alterDatabase(
                caller.database(request.getDbName()),
                WireParams.map(request.getPropertiesList()),
                request.getDeleteKeysList());
        return WireStatus.OK;
    }

    private ListDatabasesResponse list(Caller caller, ListDatabasesRequest request) {
        ListDatabasesResponse.Builder response =
                ListDatabasesResponse.newBuilder().setStatus(WireStatus.OK);
        for (Database database : requests.listDatabases()) {
            response.addDbNames(database.name())
                    .addDbIds(database.id().value())
                    .addCreatedTimestamp(database.createdAt().value());
        }
        return response.build();
    }

    private DescribeDatabaseResponse describe(Caller caller, DescribeDatabaseRequest request) {
        Database database = requests.describeDatabase(caller.database(request.getDbName()));
        return DescribeDatabaseResponse.newBuilder()
                .setStatus(WireStatus.OK)
                .setDbName(database.name())
                .setDbID(database.id().value())
                .setCreatedTimestamp(database.createdAt().value())
                .addAllProperties(WireParams.pairs(database.properties()))
                .build();
    }
}
