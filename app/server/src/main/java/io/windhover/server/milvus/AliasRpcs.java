package io.windhover.server.milvus;

import io.windhover.proto.common.Status;
import io.windhover.proto.milvus.AlterAliasRequest;
import io.windhover.proto.milvus.CreateAliasRequest;
import io.windhover.proto.milvus.DescribeAliasRequest;
import io.windhover.proto.milvus.DescribeAliasResponse;
import io.windhover.proto.milvus.DropAliasRequest;
import io.windhover.proto.milvus.ListAliasesRequest;
import io.windhover.proto.milvus.ListAliasesResponse;
import io.windhover.proto.milvus.MilvusServiceGrpc;
import io.windhover.proxy.Requests;
import io.windhover.proxy.request.CollectionDescription;
import java.util.Optional;

/** Aliases. */
record AliasRpcs(Requests requests) {
    void addTo(RpcTable table) {
        table.put(MilvusServiceGrpc.getCreateAliasMethod(), this::create);
        table.put(MilvusServiceGrpc.getAlterAliasMethod(), this::alter);
        table.put(MilvusServiceGrpc.getDropAliasMethod(), this::drop);
        table.put(MilvusServiceGrpc.getDescribeAliasMethod(), this::describe);
        table.put(MilvusServiceGrpc.getListAliasesMethod(), this::list);
    }

    private Status create(Caller caller, CreateAliasRequest request) {
        requests.createAlias(caller.collection(request.getDbName(), request.getCollectionName()), request.getAlias());
        return WireStatus.OK;
    }

    private Status alter(Caller caller, AlterAliasRequest request) {
        requests.alterAlias(caller.collection(request.getDbName(), request.getCollectionName()), request.getAlias());
        return WireStatus.OK;
    }

    private Status drop(Caller caller, DropAliasRequest request) {
        requests.dropAlias(caller.database(request.getDbName()), request.getAlias());
        return WireStatus.OK;
    }

    private DescribeAliasResponse describe(Caller caller, DescribeAliasRequest request) {
        CollectionDescription collection =
                requests.describeAlias(caller.database(request.getDbName()), request.getAlias());
        return DescribeAliasResponse.newBuilder()
                .setStatus(WireStatus.OK)
                .setDbName(collection.database().name())
                .setAlias(request.getAlias())
                .setCollection(collection.collection().name())
                .build();
    }

    private ListAliasesResponse list(Caller caller, ListAliasesRequest request) {
        Optional<String> collection = Optional.of(request.getCollectionName()).filter(name -> !name.isEmpty());
        return ListAliasesResponse.newBuilder()
                .setStatus(WireStatus.OK)
                .setDbName(caller.database(request.getDbName()))
                .setCollectionName(request.getCollectionName())
                .addAllAliases(requests.listAliases(caller.database(request.getDbName()), collection))
                .build();
    }
}
