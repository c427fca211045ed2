package io.windhover.server.milvus;

import io.windhover.model.SegmentId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.Database;
import io.windhover.model.cluster.Members;
import io.windhover.proto.common.SegmentState;
import io.windhover.proto.milvus.FlushAllRequest;
import io.windhover.proto.milvus.FlushAllResponse;
import io.windhover.proto.milvus.FlushRequest;
import io.windhover.proto.milvus.FlushResponse;
import io.windhover.proto.milvus.GetFlushAllStateRequest;
import io.windhover.proto.milvus.GetFlushAllStateResponse;
import io.windhover.proto.milvus.GetFlushStateRequest;
import io.windhover.proto.milvus.GetFlushStateResponse;
import io.windhover.proto.milvus.GetPersistentSegmentInfoRequest;
import io.windhover.proto.milvus.GetPersistentSegmentInfoResponse;
import io.windhover.proto.milvus.GetQuerySegmentInfoRequest;
import io.windhover.proto.milvus.GetQuerySegmentInfoResponse;
import io.windhover.proto.milvus.MilvusServiceGrpc;
import io.windhover.proto.milvus.PersistentSegmentInfo;
import io.windhover.proto.milvus.QuerySegmentInfo;
import io.windhover.proto.schema.LongArray;
import io.windhover.proxy.Requests;
import io.windhover.proxy.request.CollectionDescription;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.FlushResult;
import io.windhover.proxy.request.SegmentDescription;
import java.util.List;

/** Flush and segments. */
record SegmentRpcs(Requests requests) {
    private static final String FLUSH_ALL_CHANNEL = "windhover";

    void addTo(RpcTable table) {
        table.put(MilvusServiceGrpc.getFlushMethod(), this::flush);
        table.put(MilvusServiceGrpc.getFlushAllMethod(), this::flushAll);
        table.put(MilvusServiceGrpc.getGetFlushStateMethod(), this::flushState);
        table.put(MilvusServiceGrpc.getGetFlushAllStateMethod(), this::flushAllState);
        table.put(MilvusServiceGrpc.getGetPersistentSegmentInfoMethod(), this::persistentSegments);
        table.put(MilvusServiceGrpc.getGetQuerySegmentInfoMethod(), this::querySegments);
    }

    private FlushResponse flush(Caller caller, FlushRequest request) {
        String database = caller.database(request.getDbName());
        FlushResponse.Builder response =
                FlushResponse.newBuilder().setStatus(WireStatus.OK).setDbName(database);
        for (FlushResult result : requests.flush(database, request.getCollectionNamesList())) {
            LongArray.Builder segments = LongArray.newBuilder();
            result.segments().forEach(id -> segments.addData(id.value()));
            response.putCollSegIDs(result.name(), segments.build())
                    .putFlushCollSegIDs(result.name(), LongArray.getDefaultInstance())
                    .putCollSealTimes(result.name(), result.upTo().epochMs() / 1000);
            if (!result.isDone()) {
                // The Java client waits a second after it has asked for the state of this time, whatever the answer.
                response.putCollFlushTs(result.name(), result.upTo().value());
            }
        }
        return response.build();
    }

    @SuppressWarnings("deprecation") // older clients read the one timestamp
    private FlushAllResponse flushAll(Caller caller, FlushAllRequest request) {
        Timestamp upTo = Timestamp.ZERO;
        for (Database database : requests.listDatabases()) {
            List<String> names = requests.listCollections(database.name()).stream()
                    .map(c -> c.collection().name())
                    .toList();
            if (!names.isEmpty()) {
                for (FlushResult result : requests.flush(database.name(), names)) {
                    upTo = Timestamp.max(upTo, result.upTo());
                }
            }
        }
        return FlushAllResponse.newBuilder()
                .setStatus(WireStatus.OK)
                .setFlushAllTs(upTo.value())
                .build();
    }

    private GetFlushStateResponse flushState(Caller caller, GetFlushStateRequest request) {
        List<SegmentId> segments =
                request.getSegmentIDsList().stream().map(SegmentId::new).toList();
        boolean flushed = requests.areFlushed(segments);
        if (flushed && request.getFlushTs() > 0 && !request.getCollectionName().isEmpty()) {
            CollectionRef collection = caller.collection(request.getDbName(), request.getCollectionName());
            flushed = requests.isFlushed(collection, new Timestamp(request.getFlushTs()));
        }
        return GetFlushStateResponse.newBuilder()
                .setStatus(WireStatus.OK)
                .setFlushed(flushed)
                .build();
    }

    @SuppressWarnings("deprecation") // older clients send the one timestamp
    private GetFlushAllStateResponse flushAllState(Caller caller, GetFlushAllStateRequest request) {
        Timestamp upTo = new Timestamp(request.getFlushAllTssOrDefault(FLUSH_ALL_CHANNEL, request.getFlushAllTs()));
        boolean flushed = true;
        for (Database database : requests.listDatabases()) {
            for (CollectionDescription collection : requests.listCollections(database.name())) {
                CollectionRef ref = new CollectionRef(
                        database.name(), collection.collection().name());
                flushed &= requests.isFlushed(ref, upTo);
            }
        }
        return GetFlushAllStateResponse.newBuilder()
                .setStatus(WireStatus.OK)
                .setFlushed(flushed)
                .build();
    }

    private GetPersistentSegmentInfoResponse persistentSegments(
            Caller caller, GetPersistentSegmentInfoRequest request) {
        CollectionRef collection = caller.collection(request.getDbName(), request.getCollectionName());
        long collectionId =
                requests.describeCollection(collection).collection().id().value();
        GetPersistentSegmentInfoResponse.Builder response =
                GetPersistentSegmentInfoResponse.newBuilder().setStatus(WireStatus.OK);
        for (SegmentDescription segment : requests.segments(collection)) {
            if (segment.sealed()) {
                response.addInfos(PersistentSegmentInfo.newBuilder()
                        .setSegmentID(segment.id().value())
                        .setCollectionID(collectionId)
                        .setPartitionID(segment.partition().value())
                        .setNumRows(segment.rowCount())
                        .setState(SegmentState.Flushed));
            }
        }
        return response.build();
    }

    private GetQuerySegmentInfoResponse querySegments(Caller caller, GetQuerySegmentInfoRequest request) {
        CollectionRef collection = caller.collection(request.getDbName(), request.getCollectionName());
        Collection described = requests.describeCollection(collection).collection();
        long collectionId = described.id().value();
        boolean isAlone = requests.members().equals(Members.NONE);
        GetQuerySegmentInfoResponse.Builder response =
                GetQuerySegmentInfoResponse.newBuilder().setStatus(WireStatus.OK);
        for (SegmentDescription segment : requests.segments(collection)) {
            response.addInfos(QuerySegmentInfo.newBuilder()
                    .setSegmentID(segment.id().value())
                    .setCollectionID(collectionId)
                    .setPartitionID(segment.partition().value())
                    .setMemSize(segment.memoryBytes())
                    .setNumRows(segment.rowCount())
                    .setIndexName(String.join(",", segment.indexes()))
                    .addAllNodeIds(isAlone ? List.of(Nodes.ALONE) : readers(described, segment.id()))
                    .setState(segment.sealed() ? SegmentState.Sealed : SegmentState.Growing));
        }
        return response.build();
    }

    /** Returns who reads a segment in files; nobody is known to for one that still grows. */
    private static List<Long> readers(Collection collection, SegmentId segment) {
        return collection.storage().segments().find(segment).stream()
                .flatMap(entry -> collection.placement(entry.shard().number()).readers().stream())
                .map(Nodes::number)
                .toList();
    }
}
